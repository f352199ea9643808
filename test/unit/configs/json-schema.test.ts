// configs/schema.json, with which editors complete and check a configuration: it accepts what the program accepts, and refuses what is wrong in a single value.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { ROOT } from "../../support/root.ts";
import {
  configText,
  configWithout,
  errorsOf,
  HOME,
  list,
  read,
  SONG,
  start,
  state,
  transition,
} from "../config/broken.ts";

const folder = join(ROOT, "configs");
const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8"));
const ajv = new Ajv({ strict: true, strictTypes: false });
const validate = ajv.compile(schema);
const shipped = readdirSync(folder).filter((file) => file.endsWith("-config.json"));

describe("configs/schema.json", () => {
  test.each(shipped)("accepts %s, which names it", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const value = JSON.parse(text);
    expect(value.$schema).toBe("./schema.json");
    expect(validate(value), ajv.errorsText(validate.errors)).toBe(true);
    expect(readConfig(file, text).warnings).toEqual([]);
    // The key is no part of what decides the bytes.
    const { $schema: _, ...others } = value;
    expect(readConfig(file, JSON.stringify(others)).config).toEqual(readConfig(file, text).config);
  });

  test("explains every key, and has the defaults of the page", () => {
    const explained = Object.entries(schema.properties).map(([key, value]) => [
      key,
      typeof (value as { description?: string }).description,
    ]);
    expect(Object.fromEntries(explained)).toEqual(Object.fromEntries(explained.map(([key]) => [key, "string"])));
    expect(schema.properties.alpha).toMatchObject({ exclusiveMinimum: 0, default: 60 });
    expect(schema.properties.transitions.items.properties.p).toMatchObject({ type: "number", minimum: 0, maximum: 1 });
  });

  const wrong: [what: string, text: string][] = [
    ["no number", configText({ alpha: '"90"' })],
    ["no mean", configText({ alpha: "0" })],
    ["a share above 1", configText({ damping: "1.5" })],
    ["half a minute", configText({ "weekend-damping-offset": "0.5" })],
    ["more than a day", configText({ "weekend-damping-offset": "1441" })],
    ["no users", configText({ "n-users": "0" })],
    ["a small country", configText({ holidays: '"us"' })],
    ["a seed of 65 bits", configText({ seed: "3e19" })],
    ["a number for a text", configText({ tag: "7" })],
    ["options in a text", configText({ jvm: '"-Xmx4g"' })],
    ["no list", configText({ levels: "{}" })],
    ["an empty list", configText({ auths: "[]" })],
    ["an entry that is no object", configText({ levels: list("1") })],
    ["a negative weight", configText({ levels: list('{"level": "free", "weight": -1}') })],
    ["a weight of null", configText({ levels: list('{"level": "free", "weight": null}') })],
    [
      "a probability above 1",
      configText({ transitions: list(transition(HOME, SONG, 1.5), transition(SONG, HOME, 0.1)) }),
    ],
    [
      "a status in quotes",
      configText({ "new-session": list(start(state("Home", "Guest", '"200"'), 1), start(SONG, 1)) }),
    ],
    [
      "a state without a page",
      configText({ transitions: list(`{"source": {"auth": "Guest", "status": 200}, "dest": {${SONG}}, "p": 0}`) }),
    ],
    ["a show that is no flag", configText({ "show-user-details": list('{"auth": "Guest", "show": "yes"}') })],
    ...["show-user-details", "levels", "auths", "new-session", "transitions"].map((key): [string, string] => [
      `without ${key}`,
      configWithout(key),
    ]),
  ];

  test.each(wrong)("refuses %s, as the program does", (_, text) => {
    expect(validate(JSON.parse(text))).toBe(false);
    expect(errorsOf(text).length).toBeGreaterThan(0);
  });

  test.each([
    ["the smallest configuration", configText()],
    ["nulls of keys that may be left out", configText({ seed: "null", alpha: "null", tag: "null", jvm: "null" })],
    ["comments, and keys of older files", configText({ _comment: '"mine"', upgrades: "[]", downgrades: "[]" })],
    ["a schema", configText({ $schema: '"https://example.org/schema.json"' })],
    [
      "states without method and level",
      configText({
        "new-session": list(
          '{"page": "Home", "auth": "Guest", "status": 200, "weight": 1}',
          start(HOME, 1),
          start(SONG, 1),
        ),
        transitions: list(
          '{"source": {"page": "Home", "auth": "Guest", "status": 200}, "dest": {"page": "Home", "auth": "Guest", "status": 200}, "p": 0.5}',
          transition(HOME, SONG, 0.5),
          transition(SONG, HOME, 0.1),
        ),
      }),
    ],
    ["counts with an exponent", configText({ "n-users": "1e6", "session-gap": "1800.0" })],
  ])("accepts %s", (_, text) => {
    expect(validate(JSON.parse(text)), ajv.errorsText(validate.errors)).toBe(true);
    read(text);
  });
});
