import type { Image } from "../image.ts";

// Avro's binary encoding: https://avro.apache.org/docs/1.12.0/specification/#binary-encoding

/** The branches of a union of null and another type, as in the schema. */
export const NULL_BRANCH = 0;
export const VALUE_BRANCH = 2;
const LEAST_CONTINUED = 0x80;

/** Returns an integer below 2^52 in size: zigzag, seven bits a byte, the lowest first. */
export function longBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= LEAST_CONTINUED; rest = Math.floor(rest / LEAST_CONTINUED))
    bytes.push((rest % LEAST_CONTINUED) | LEAST_CONTINUED);
  return Uint8Array.of(...bytes, rest);
}

/** Returns a string, or a map's key. */
export function stringBytes(text: string): Uint8Array {
  return Buffer.concat([longBytes(Buffer.byteLength(text)), Buffer.from(text)]);
}

export function putString(image: Image, text: string): void {
  image.putBytes(longBytes(Buffer.byteLength(text)));
  image.putText(text);
}

export function putDouble(image: Image, value: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  image.putBytes(bytes);
}

/** The position after a string that begins at `start`. */
export function endOfString(bytes: Buffer, start: number): number {
  let at = start;
  let length = 0;
  let scale = 0.5; // zigzag: twice the length
  for (; (bytes[at] as number) >= LEAST_CONTINUED; at++) {
    length += ((bytes[at] as number) - LEAST_CONTINUED) * scale;
    scale *= LEAST_CONTINUED;
  }
  return at + 1 + length + (bytes[at] as number) * scale;
}
