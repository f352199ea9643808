// Zstandard frames: https://datatracker.ietf.org/doc/html/rfc8878#section-3.1
export const MAGIC = 0xfd2fb528;
export const MAGIC_BYTES = 4;
export const DESCRIPTOR_SINGLE_SEGMENT = 1 << 5;
export const DESCRIPTOR_CHECKSUM = 1 << 2;
export const CHECKSUM_BYTES = 4;

/** A field of one byte says less than this, one of two bytes so much more than its own number, and one of four bytes what is left. */
const ONE_BYTE_LIMIT = 256;
const TWO_BYTES_LIMIT = 65_536 + ONE_BYTE_LIMIT;
/** The low half of xxHash64 with seed 0 of nothing, as the hash's specification says it (0xef46db3751d8e999). */
const CHECKSUM_OF_NOTHING = 0x51d8e999;
/** The head of a last block, of plain bytes, without any. */
const EMPTY_LAST_BLOCK = Buffer.of(1, 0, 0);

/** How far back a frame with this window descriptor may refer (RFC 8878, 3.1.1.1.2). */
export function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/**
 * The header of a frame with a checksum that says how long its content is. Content that is not longer than the window is a single
 * segment: its own length is the window then, and a reader can unpack it at once into as much memory. Longer content keeps the window; it has more than
 * 1 KiB then, so that code 0, which means no size where there is a window, is never needed for it.
 */
export function sizedHeader(windowDescriptor: number, contentBytes: number): Uint8Array {
  const isSingle = contentBytes <= windowBytes(windowDescriptor);
  const flags = (isSingle ? DESCRIPTOR_SINGLE_SEGMENT : 0) | DESCRIPTOR_CHECKSUM;
  const { code, size } = sizeField(contentBytes);
  const header = Buffer.alloc(MAGIC_BYTES);
  header.writeUInt32LE(MAGIC);
  return Buffer.concat([header, Buffer.of((code << 6) | flags, ...(isSingle ? [] : [windowDescriptor])), size]);
}

/** The field of the content's size, less than 4 GiB, and what stands for its length in the descriptor. */
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
