import { javaDouble, quote } from "../model/texts/text.ts";
import type { FieldType } from "../schema/fields.ts";

/** An event's texts, and the event, are bounded as a line is (lines.ts). */
const MOST_LINE_CHARACTERS = 16 << 20;
const FLUSH_CHARACTERS = 1 << 20;

export interface TypedField {
  name: string;
  type: FieldType;
}

/** A value as the JSON of a run has it. Throws Error if it is not of the field's type. */
export function jsonOf(value: unknown, { type, name }: TypedField): string {
  if (type === "string" && typeof value === "string") {
    if (value.length > MOST_LINE_CHARACTERS)
      throw new Error(`a ${name} has more than ${MOST_LINE_CHARACTERS} characters`);
    return quote(value);
  }
  if (type === "double" && typeof value === "number")
    return Number.isFinite(value) ? javaDouble(value) : quote(String(value));
  if (type.startsWith("int") && (typeof value === "bigint" || Number.isInteger(value))) return String(value);
  throw new Error(`the field ${name} has a value that is not of the type ${type}`);
}

/** The lines of events, in pieces of about a megabyte. */
export class LineWriter {
  #line = "";
  #lines = "";

  /** Adds a key and its value to the event. Throws Error if the value is not of the field's type, or the event too long. */
  add(field: TypedField, value: unknown): void {
    this.addJson(field.name, jsonOf(value, field));
  }

  addJson(name: string, json: string): void {
    this.#line += `${this.#line === "" ? "" : ","}"${name}":${json}`;
    if (this.#line.length > MOST_LINE_CHARACTERS)
      throw new Error(`an event has more than ${MOST_LINE_CHARACTERS} characters`);
  }

  /** Ends the event. Returns whether the lines are to be taken. */
  end(): boolean {
    this.#lines += `{${this.#line}}\n`;
    this.#line = "";
    return this.#lines.length >= FLUSH_CHARACTERS;
  }

  /** Yields the whole lines, if there are some. */
  *take(): Generator<Buffer> {
    if (this.#lines !== "") yield Buffer.from(this.#lines);
    this.#lines = "";
  }
}

/** Units of times in a second, of which events have milliseconds. */
export function millisecondsOf(value: bigint | number, unitsPerMillisecond: number): bigint | number {
  if (unitsPerMillisecond === 1) return value;
  if (typeof value === "number") return Math.floor(value / unitsPerMillisecond);
  const unit = BigInt(unitsPerMillisecond);
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}
