import { FIELD_NAMES, typeOfField } from "../../schema/choose.ts";
import type { FieldName } from "../../schema/fields.ts";
import { printable } from "../../system/printable.ts";
import type { TypedField } from "../event-json.ts";

// Schemas: https://avro.apache.org/docs/1.12.0/specification/#schema-declaration
const PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;
const UNITS_PER_MILLISECOND: Readonly<Record<string, number>> = {
  "timestamp-micros": 1000,
  "timestamp-nanos": 1_000_000,
};

/** How the bytes of a value are read. */
export type AvroType =
  | { kind: (typeof PRIMITIVES)[number]; unitsPerMillisecond: number }
  | { kind: "enum"; symbols: readonly string[] }
  | { kind: "fixed"; byteLength: number }
  | { kind: "union"; branches: readonly AvroType[] };

/** A field of the file's records, in its order. */
export interface AvroField {
  type: AvroType;
  /** The place of the field in an event; undefined for a field that no event has. */
  place: number | undefined;
}

/** The fields of events, by their place. */
export const EVENT_FIELDS: readonly TypedField[] = FIELD_NAMES.map((name) => ({ name, type: typeOfField(name) }));

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the types of one schema, which may name those before them. */
class Types {
  readonly #named = new Map<string, AvroType>();

  read(schema: unknown): AvroType {
    if (Array.isArray(schema)) return { kind: "union", branches: schema.map((branch) => this.#branch(branch)) };
    if (!isObject(schema)) return this.#byName(schema, 1);
    const { type } = schema;
    if (type === "enum") return this.#name(schema, { kind: "enum", symbols: symbolsOf(schema) });
    if (type === "fixed") return this.#name(schema, { kind: "fixed", byteLength: sizeOf(schema) });
    if (isObject(type) || Array.isArray(type)) throw new Error("its schema has a type in a type");
    return this.#byName(type, UNITS_PER_MILLISECOND[String(schema.logicalType)] ?? 1);
  }

  #branch(schema: unknown): AvroType {
    if (Array.isArray(schema)) throw new Error("its schema has a union in a union");
    return this.read(schema);
  }

  #byName(name: unknown, unitsPerMillisecond: number): AvroType {
    const kind = PRIMITIVES.find((primitive) => primitive === name);
    const type = kind === undefined ? this.#named.get(String(name)) : { kind, unitsPerMillisecond };
    if (type === undefined)
      throw new Error(`its schema has the type ${printable(String(name))}; events have none of it`);
    return type;
  }

  #name({ name, namespace }: Json, type: AvroType): AvroType {
    this.#named.set(String(name), type);
    if (typeof namespace === "string") this.#named.set(`${namespace}.${String(name)}`, type);
    return type;
  }
}

function symbolsOf({ symbols }: Json): string[] {
  if (Array.isArray(symbols) && symbols.every((symbol) => typeof symbol === "string")) return symbols;
  throw new Error("its schema has an enum without symbols");
}

function sizeOf({ size }: Json): number {
  if (typeof size === "number" && Number.isInteger(size) && size >= 0) return size;
  throw new Error("its schema has a fixed type without a size");
}

/** Reads the schema of a file. Throws Error that says what is wrong, also if its records are not events. */
export function readSchema(text: string): AvroField[] {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    throw new Error("its schema is not JSON");
  }
  if (!isObject(schema) || schema.type !== "record" || !Array.isArray(schema.fields))
    throw new Error("its schema is not that of records");
  const types = new Types();
  const fields = schema.fields.map((field: unknown) => {
    if (!isObject(field)) throw new Error("its schema has a field that is not an object");
    const place = FIELD_NAMES.indexOf(field.name as FieldName);
    try {
      return { type: types.read(field.type), place: place < 0 ? undefined : place };
    } catch (error) {
      throw new Error(`${(error as Error).message} (field ${printable(String(field.name))})`);
    }
  });
  const places = fields.flatMap(({ place }) => (place === undefined ? [] : [place]));
  if (new Set(places).size < places.length) throw new Error("its schema has a field twice");
  if (places.length === 0) throw new Error("no field is one of events, such as ts or page");
  return fields;
}
