import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { fieldsOf, isRequired } from "../../../src/schema/choose.ts";
import { FIELDS } from "../../../src/schema/fields.ts";
import { linesWritten, OUTPUTS, type Output, schemaAs } from "../../support/schema/outputs.ts";

type Event = Record<string, unknown>;

/** Strict: a keyword that ajv does not know, or that does not fit a type, is an error. */
async function validatorOf(options: readonly string[]): Promise<ValidateFunction> {
  const schema = JSON.parse(await schemaAs("json-schema", ...options)) as object;
  return new Ajv2020({ strictSchema: true, strictTypes: true }).compile(schema);
}

const eventsOf = async (output: Output): Promise<Event[]> =>
  (await linesWritten(output)).map((line) => JSON.parse(line) as Event);

/** Returns a value that the field must not have. */
const WRONG: Record<string, unknown> = { string: 1, int32: 1.5, int64: "1", double: "1.0" };

describe.each(OUTPUTS)("the JSON Schema for $name", async (output) => {
  const validate = await validatorOf(output.options);
  const events = await eventsOf(output);
  const fields = fieldsOf(output.choice);

  it("takes each line", () => {
    for (const event of events) expect(validate(event), JSON.stringify([event, validate.errors])).toBe(true);
  });

  it("refuses an event without a field that it has, with one more, and with a value of another type", () => {
    const whole = events.find((event) => event.artist !== undefined)!;
    for (const field of fields) {
      if (!(field.name in whole)) continue;
      const { [field.name]: _, ...less } = whole;
      // Only a tag that the run may have is optional.
      expect([field.name, validate(less)]).toEqual([field.name, field.presence === "tagged"]);
      expect([field.name, validate({ ...whole, [field.name]: WRONG[field.type] })]).toEqual([field.name, false]);
      expect([field.name, validate({ ...whole, [field.name]: null })]).toEqual([field.name, field.nullable === true]);
    }
    expect(validate({ ...whole, more: 1 })).toBe(false);
  });

  it("refuses details of a hidden user, and a song on another page", () => {
    const hidden = events.find(({ userId }) => userId === "")!;
    const silent = events.find(({ page, userId }) => page !== "NextSong" && userId !== "")!;
    expect([validate({ ...hidden, location: "Here" }), validate({ ...silent, song: "This" })]).toEqual([false, false]);
    expect(validate({ ...silent, userId: "" })).toBe(false);
    expect(validate({ ...silent, page: "NextSong" })).toBe(false);
  });
});

it("a schema without options takes no tag that is null, and may have one", async () => {
  const validate = await validatorOf([]);
  const [event] = await eventsOf(OUTPUTS[0]!);
  expect([validate({ ...event, tag: "a" }), validate({ ...event, tag: null })]).toEqual([true, false]);
});

it("lists the fields in the order of an event", async () => {
  const { properties, required } = JSON.parse(await schemaAs("json-schema"));
  expect(Object.keys(properties)).toEqual(FIELDS.map(({ name }) => name));
  expect(required).toEqual(
    fieldsOf()
      .filter(isRequired)
      .map(({ name }) => name),
  );
});
