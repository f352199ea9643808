import type { Image } from "../image.ts";

// The types of MessagePack that fragments are made of: https://github.com/msgpack/msgpack/blob/master/spec.md

const FIXSTR = 0xa0;
const FIXSTR_LIMIT = 32;
const STR_8 = 0xd9;
const STR_16 = 0xda;
const STR_32 = 0xdb;
const UINT_8 = 0xcc;
const UINT_16 = 0xcd;
const UINT_32 = 0xce;
const INT_8 = 0xd0;
const INT_16 = 0xd1;
const INT_32 = 0xd2;
export const FLOAT_64 = 0xcb;

const scratch = Buffer.alloc(9);

function stringHeader(byteLength: number): Uint8Array {
  if (byteLength < FIXSTR_LIMIT) {
    scratch[0] = FIXSTR | byteLength;
    return scratch.subarray(0, 1);
  }
  const [type, width] = byteLength < 2 ** 8 ? [STR_8, 1] : byteLength < 2 ** 16 ? [STR_16, 2] : [STR_32, 4];
  scratch[0] = type as number;
  scratch.writeUIntBE(byteLength, 1, width as number);
  return scratch.subarray(0, 1 + (width as number));
}

/** A text of less than 32 ASCII characters with its header, one byte a character. */
export function shortString(text: string): string {
  return String.fromCharCode(FIXSTR | text.length) + text;
}

/** The position after a string whose header begins at `start`. */
export function endOfString(bytes: Buffer, start: number): number {
  const type = bytes[start] as number;
  if (type < STR_8) return start + 1 + (type - FIXSTR);
  const width = type === STR_8 ? 1 : type === STR_16 ? 2 : 4;
  return start + 1 + width + bytes.readUIntBE(start + 1, width);
}

/** Appends a string as UTF-8 with the shortest header. */
export function putString(image: Image, text: string): void {
  image.putBytes(stringHeader(Buffer.byteLength(text)));
  image.putText(text);
}

/** Type and width in bytes of the smallest form of an integer that is not written in one byte. */
function formOf(value: number): readonly [type: number, width: number] {
  if (value < 0) return value >= -(2 ** 7) ? [INT_8, 1] : value >= -(2 ** 15) ? [INT_16, 2] : [INT_32, 4];
  return value < 2 ** 8 ? [UINT_8, 1] : value < 2 ** 16 ? [UINT_16, 2] : [UINT_32, 4];
}

/** Appends an integer from -2^31 to 2^32 - 1 as the smallest type that holds it. */
export function putInteger(image: Image, value: number): void {
  if (value < 2 ** 7 && value >= -(2 ** 5)) {
    image.putBytes(Uint8Array.of(value & 0xff));
    return;
  }
  const [type, width] = formOf(value);
  scratch[0] = type;
  if (value < 0) scratch.writeIntBE(value, 1, width);
  else scratch.writeUIntBE(value, 1, width);
  image.putBytes(scratch.subarray(0, 1 + width));
}

/** Appends a number as float 64, also where an integer would do: a reader finds one type in a column. */
export function putDouble(image: Image, value: number): void {
  scratch[0] = FLOAT_64;
  scratch.writeDoubleBE(value, 1);
  image.putBytes(scratch);
}

const NULL = Uint8Array.of(0xc0);

export function putNull(image: Image): void {
  image.putBytes(NULL);
}
