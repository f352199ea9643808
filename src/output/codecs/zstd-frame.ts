// Zstandard frames: https://datatracker.ietf.org/doc/html/rfc8878#section-3.1
export const MAGIC = 0xfd2fb528;
export const MAGIC_BYTES = 4;
export const DESCRIPTOR_SINGLE_SEGMENT = 1 << 5;
export const DESCRIPTOR_CHECKSUM = 1 << 2;
export const CHECKSUM_BYTES = 4;

/**
 * Sizes below this take a field of one byte, the next 65,536 a field of two bytes that stores size - 256, larger ones
 * four.
 */
const ONE_BYTE_LIMIT = 256;
const TWO_BYTES_LIMIT = 65_536 + ONE_BYTE_LIMIT;
/** The low half of the xxHash64 of no bytes with seed 0; the hash's specification lists it (0xef46db3751d8e999). */
const CHECKSUM_OF_NOTHING = 0x51d8e999;
/** The lowest bits of the header of a last block that is raw; its size is above them. */
const LAST_RAW_BLOCK = 1;
/** Header of such a block that is empty. */
const EMPTY_LAST_BLOCK = Buffer.of(LAST_RAW_BLOCK, 0, 0);

/** Returns the window size, in bytes, that a window descriptor stands for (RFC 8878, 3.1.1.1.2). */
export function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/**
 * Returns the header of a frame with a checksum and a content size. If the content fits the window, the frame is a
 * single segment: the content size is its window, and a reader can unpack it in one buffer of that size. Longer content
 * keeps the window. It then exceeds 1 KiB, so it never needs code 0, which means "no size" in a frame with a window.
 */
export function sizedHeader(windowDescriptor: number, contentBytes: number): Uint8Array {
  const isSingle = contentBytes <= windowBytes(windowDescriptor);
  const flags = (isSingle ? DESCRIPTOR_SINGLE_SEGMENT : 0) | DESCRIPTOR_CHECKSUM;
  const { code, size } = sizeField(contentBytes);
  const header = Buffer.alloc(MAGIC_BYTES);
  header.writeUInt32LE(MAGIC);
  return Buffer.concat([header, Buffer.of((code << 6) | flags, ...(isSingle ? [] : [windowDescriptor])), size]);
}

/** Returns the content size field, for sizes below 4 GiB, and the code for its length in the descriptor. */
function sizeField(contentBytes: number): { code: number; size: Buffer } {
  if (contentBytes < ONE_BYTE_LIMIT) return { code: 0, size: Buffer.of(contentBytes) };
  const size = Buffer.alloc(4);
  size.writeUInt32LE(contentBytes < TWO_BYTES_LIMIT ? contentBytes - ONE_BYTE_LIMIT : contentBytes);
  return contentBytes < TWO_BYTES_LIMIT ? { code: 1, size: size.subarray(0, 2) } : { code: 2, size };
}

/** A frame without content. */
export function emptyFrame(): Uint8Array {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(CHECKSUM_OF_NOTHING);
  return Buffer.concat([sizedHeader(0, 0), EMPTY_LAST_BLOCK, checksum]);
}

/**
 * Returns a frame with its size and without a checksum, whose content is stored as it is.
 * @param content at most 255 bytes
 */
export function storedFrame(content: Uint8Array): Uint8Array {
  const start = Buffer.alloc(MAGIC_BYTES + 2 + 3);
  start.writeUInt32LE(MAGIC);
  start.writeUInt8(DESCRIPTOR_SINGLE_SEGMENT, MAGIC_BYTES);
  start.writeUInt8(content.byteLength, MAGIC_BYTES + 1);
  start.writeUIntLE((content.byteLength << 3) | LAST_RAW_BLOCK, MAGIC_BYTES + 2, 3);
  return Buffer.concat([start, content]);
}

/** Memory of one zstd compressor, by the highest level that needs no more. Measured: 3, 17, 45 and 85 MiB. */
const STATE_MEBIBYTES: readonly (readonly [level: number, mebibytes: number])[] = [
  [6, 8],
  [9, 32],
  [12, 52],
];
const LARGEST_STATE_MEBIBYTES = 112;

/** Returns the most bytes that a compressor of this level allocates for its window and tables. */
export function stateBytes(level: number): number {
  const found = STATE_MEBIBYTES.find(([highest]) => level <= highest);
  return (found?.[1] ?? LARGEST_STATE_MEBIBYTES) * 2 ** 20;
}
