import { CONDITIONS, type Condition, describeField, isRequired, namesPresent } from "../choose.ts";
import type { Field } from "../fields.ts";
import { type Form, printJson } from "./form.ts";

type Json = Record<string, unknown>;

const TYPES = { string: "string", int32: "integer", int64: "integer", double: "number" } as const;

function typeOf({ type, nullable, nonFinite }: Field): Json {
  const types = nullable ? [TYPES[type], "null"] : TYPES[type];
  if (nonFinite !== true) return { type: types };
  return { anyOf: [{ type: types }, { enum: ["NaN", "Infinity", "-Infinity"] }] };
}

function propertyOf(field: Field): Json {
  const { values, pattern, least } = field;
  return {
    description: describeField(field),
    ...typeOf(field),
    ...(values === undefined ? {} : { enum: values }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(least === undefined ? {} : { minimum: least }),
  };
}

/** If the condition holds, all fields of that presence are required; otherwise none may be present. */
function ruleOf(fields: readonly Field[], presence: keyof typeof CONDITIONS): Json {
  const condition: Condition = CONDITIONS[presence];
  const holds = "is" in condition ? { const: condition.is } : { not: { const: condition.isNot } };
  const names = namesPresent(fields, presence);
  return {
    if: { properties: { [condition.field]: holds } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { required: names },
    else: { properties: Object.fromEntries(names.map((name) => [name, false])) },
  };
}

export const jsonSchema: Form = {
  what: "a JSON Schema of one line (draft 2020-12)",
  defaultName: "SimulatedEvent",
  print: (fields, name) =>
    printJson({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: name,
      type: "object",
      properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
      required: fields.filter(isRequired).map((field) => field.name),
      additionalProperties: false,
      allOf: [ruleOf(fields, "shown"), ruleOf(fields, "played")],
    }),
};
