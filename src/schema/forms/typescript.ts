import { describeField, isRequired } from "../choose.ts";
import type { Field } from "../fields.ts";
import type { Form } from "./form.ts";

const TYPES = { string: "string", int32: "number", int64: "number", double: "number" } as const;

function typeOf({ type, values, nullable, nonFinite }: Field): string {
  const quoted = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text));
  const types: string[] = values === undefined ? [TYPES[type]] : quoted(values);
  if (nullable === true) types.push("null");
  if (nonFinite === true) types.push(...quoted(["NaN", "Infinity", "-Infinity"]));
  return types.join(" | ");
}

function propertyOf(field: Field): string {
  const mark = isRequired(field) ? "" : "?";
  return `  /** ${describeField(field)} */\n  ${field.name}${mark}: ${typeOf(field)};\n`;
}

export const typescript: Form = {
  what: "an interface for one event, as JSON.parse returns it",
  defaultName: "SimulatedEvent",
  // A name that starts with a capital letter is never a reserved word or a built-in type's name.
  unfitName: (name) => (/^[A-Z]\w*$/.test(name) ? undefined : "begin with a capital letter and have no dot"),
  print: (fields, name) => `export interface ${name} {\n${fields.map(propertyOf).join("")}}\n`,
};
