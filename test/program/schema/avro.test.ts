import avro from "avsc";
import { describe, expect, it } from "vitest";
import { fieldsOf, isNullable } from "../../../src/schema/choose.ts";
import { linesWritten, OUTPUTS, schemaAs } from "../../support/schema/outputs.ts";

type Event = Record<string, unknown>;

describe.each(OUTPUTS)("the Avro record for $name", async ({ choice, ...output }) => {
  const schema = JSON.parse(await schemaAs("avro", ...output.options)) as {
    type: "record";
    fields: { name: string }[];
  };
  const type = avro.Type.forSchema(schema as avro.Schema);
  const fields = fieldsOf(choice);
  const doubles = fields.filter((field) => field.type === "double").map(({ name }) => name);
  const absent = Object.fromEntries(fields.filter(isNullable).map(({ name }) => [name, null]));
  /** Parses the line, and converts doubles that JSON has as strings. */
  const events = (await linesWritten({ choice, ...output })).map((line) => {
    const event = JSON.parse(line) as Event;
    for (const name of doubles) if (event[name] !== undefined) event[name] = Number(event[name]);
    return event;
  });

  it("encodes and decodes each line; an absent field is null", () => {
    for (const event of events) {
      const decoded = type.fromBuffer(type.toBuffer(event)) as Event;
      expect({ ...decoded }).toEqual({ ...absent, ...event });
    }
  });

  it("has the fields in the order of an event, and instants as timestamps", () => {
    expect(schema.fields.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
    const instants = schema.fields.filter((field) => JSON.stringify(field).includes('"timestamp-millis"'));
    expect(instants.map(({ name }) => name)).toEqual(["ts", "registration"]);
  });

  it("does not encode another type", () => {
    for (const changes of [{ ts: "1" }, { status: 1.5 }, { page: null }, { location: 1 }])
      expect(() => type.toBuffer({ ...events[0], ...changes })).toThrow();
  });
});
