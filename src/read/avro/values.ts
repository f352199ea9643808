import { millisecondsOf } from "../event-json.ts";
import type { AvroType } from "./schema.ts";

const MOST_LONG_BYTES = 10;
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** A value at the bytes of a block. Bytes of fixed types and of `bytes` are passed over, and no value. */
export type AvroValue = string | number | bigint | boolean | null | undefined;

/** Reads values: https://avro.apache.org/docs/1.12.0/specification/#binary-encoding. Throws Error where the bytes are wrong. */
export class ValueReader {
  at = 0;

  constructor(readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** @param isNeeded whether the value is used; if not, a text is passed over */
  value(type: AvroType, isNeeded: boolean): AvroValue {
    switch (type.kind) {
      case "union":
        return this.value(this.#choice(type.branches, "branch"), isNeeded);
      case "enum":
        return this.#choice(type.symbols, "symbol");
      case "fixed":
        this.skip(type.byteLength);
        return undefined;
      default:
        return this.#primitive(type.kind, type.unitsPerMillisecond, isNeeded);
    }
  }

  #primitive(kind: string, unitsPerMillisecond: number, isNeeded: boolean): AvroValue {
    if (kind === "null") return null;
    if (kind === "boolean") return this.#byte() === 1;
    if (kind === "float") return this.bytes.readFloatLE(this.skip(4));
    if (kind === "double") return this.bytes.readDoubleLE(this.skip(8));
    if (kind === "int" || kind === "long") return millisecondsOf(this.long(), unitsPerMillisecond);
    const length = this.length();
    const start = this.skip(length);
    return isNeeded && kind === "string" ? UTF8.decode(this.bytes.subarray(start, start + length)) : undefined;
  }

  #choice<Item>(items: readonly Item[], what: string): Item {
    const index = Number(this.long());
    const item = items[index];
    if (item === undefined) throw new Error(`a value has the ${what} ${index} of ${items.length}`);
    return item;
  }

  /** A whole number in zigzag encoding; a bigint only where a number would not be exact. */
  long(): number | bigint {
    let value = 0;
    const start = this.at;
    for (let index = 0; index < MOST_LONG_BYTES; index++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 128 ** index;
      if (byte >= 0x80) continue;
      if (value > Number.MAX_SAFE_INTEGER) return this.#wide(start);
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new Error("an integer has more than 64 bits");
  }

  #wide(start: number): bigint {
    let value = 0n;
    for (let at = this.at - 1; at >= start; at--) value = value * 128n + BigInt(this.bytes[at]! & 0x7f);
    return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }

  /** A length, not negative and not longer than the bytes. */
  length(): number {
    const length = Number(this.long());
    if (length < 0) throw new Error(`a value declares ${length} bytes`);
    return length;
  }

  /** Moves after the next bytes, and returns their place. */
  skip(length: number): number {
    if (length > this.bytes.length - this.at) throw new Error("it ends within a value");
    this.at += length;
    return this.at - length;
  }

  #byte(): number {
    return this.bytes[this.skip(1)]!;
  }
}
