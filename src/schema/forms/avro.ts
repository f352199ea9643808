import { describeField, isNullable } from "../choose.ts";
import type { Field } from "../fields.ts";
import { type Form, printJson } from "./form.ts";

const TYPES = { string: "string", int32: "int", int64: "long", double: "double" } as const;
/** A record must not have the name of a type: https://avro.apache.org/docs/1.12.0/specification/#names */
const TYPE_NAMES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"].concat([
  "record",
  "enum",
  "array",
  "map",
  "union",
  "fixed",
]);

/** Logical types change no byte of the encoding. They let readers show an instant. */
function typeOf({ type, unit }: Field): unknown {
  return unit === "epoch-milliseconds" ? { type: TYPES[type], logicalType: "timestamp-millis" } : TYPES[type];
}

function fieldOf(field: Field): unknown {
  const { name } = field;
  const doc = describeField(field);
  if (!isNullable(field)) return { name, type: typeOf(field), doc };
  return { name, type: ["null", typeOf(field)], default: null, doc };
}

export const avro: Form = {
  what: "an Avro record",
  defaultName: "eventsim.Event",
  unfitName: (name) =>
    TYPE_NAMES.includes(name.split(".").at(-1) as string) ? "not be the name of one of Avro's types" : undefined,
  print(fields, name) {
    const parts = name.split(".");
    const namespace = parts.slice(0, -1).join(".");
    return printJson({
      type: "record",
      name: parts.at(-1),
      ...(namespace === "" ? {} : { namespace }),
      fields: fields.map(fieldOf),
    });
  },
};
