import type { Column } from "./columns.ts";

/** A least or greatest value: bytes or text of a string, microseconds of a timestamp, or a number. */
export type Bound = number | bigint | string | Uint8Array;
export type End = "minimum" | "maximum";

function encodeDouble(bytes: DataView, value: number, end: End): void {
  // Readers may tell the two zeros apart, so parquet.thrift has writers choose the outer one.
  const outerZero = end === "minimum" ? -0 : 0;
  bytes.setFloat64(0, value === 0 ? outerZero : value, true);
}

/**
 * Returns the bytes of a bound in statistics and in column indexes: PLAIN, but without the length of a string. NaN is in no
 * order, so it has none.
 * @throws RangeError if an INT32 or INT64 does not hold the number
 */
export function encodeBound(
  { name, physicalType }: Column,
  bound: Bound | undefined,
  end: End,
): Uint8Array | undefined {
  if (bound === undefined || Number.isNaN(bound)) return undefined;
  if (physicalType === "BYTE_ARRAY") {
    if (typeof bound === "number" || typeof bound === "bigint") throw new TypeError(`${name}: ${bound} is no string`);
    return Buffer.from(bound as string);
  }
  if (typeof bound === "object" || typeof bound === "string") throw new TypeError(`${name}: ${bound} is no number`);
  const bytes = new DataView(new ArrayBuffer(physicalType === "INT32" ? 4 : 8));
  if (physicalType === "DOUBLE") encodeDouble(bytes, Number(bound), end);
  else encodeInteger(bytes, bound, name);
  return new Uint8Array(bytes.buffer);
}

function encodeInteger(bytes: DataView, bound: number | bigint, name: string): void {
  const whole = BigInt(bound);
  const bits = bytes.byteLength * 8;
  if (BigInt.asIntN(bits, whole) !== whole) throw new RangeError(`${name}: ${bound} needs more than ${bits} bits`);
  if (bits === 32) bytes.setInt32(0, Number(whole), true);
  else bytes.setBigInt64(0, whole, true);
}

/** Compares two encoded bounds in the order of the column's type. That of strings is the one of their unsigned bytes. */
export function compareBounds({ physicalType }: Column, left: Uint8Array, right: Uint8Array): number {
  if (physicalType === "BYTE_ARRAY") return Buffer.compare(left, right);
  const [a, b] = [left, right].map((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (physicalType === "DOUBLE") return view.getFloat64(0, true);
    return physicalType === "INT32" ? view.getInt32(0, true) : view.getBigInt64(0, true);
  }) as [number | bigint, number | bigint];
  return a < b ? -1 : a > b ? 1 : 0;
}
