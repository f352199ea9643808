import { UsageError } from "../../system/errors.ts";

const LITTLE_ENDIAN_MARK = 0xfeff;
const BIG_ENDIAN_MARK = 0xfffe;

/** Yields whole 16-bit units: an odd last byte waits for the next piece. */
function* inPairs(path: string, chunks: Iterable<Buffer>, toleratesHalf: boolean): Generator<Buffer> {
  let rest = Buffer.alloc(0);
  for (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.length - (bytes.length % 2);
    rest = bytes.subarray(end);
    if (end > 0) yield bytes.subarray(0, end);
  }
  if (rest.length > 0 && !toleratesHalf) throw noUtf16(path);
}

function noUtf16(path: string): UsageError {
  return new UsageError(`${path}:1: expected UTF-16 text with a byte-order mark; save the file as "UTF-16"`);
}

/**
 * UTF-16 text as UTF-8, in the order of bytes that its byte-order mark states; the mark itself is left out. Halves of surrogate pairs
 * become U+FFFD. Throws UsageError without a mark, and where the text ends within a unit: there TextDecoder would add a U+FFFD, and Node
 * with the small tables of languages has no "utf-16be".
 * @param likeJava reads as Java reads "UTF-16": big-endian if there is no mark
 */
export function* utf16ToUtf8(path: string, chunks: Iterable<Buffer>, likeJava: boolean): Generator<Buffer> {
  const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });
  let isFirst = true;
  let swaps = false;
  for (const pairs of inPairs(path, chunks, likeJava)) {
    let bytes = pairs;
    if (isFirst) {
      const mark = bytes.readUInt16LE(0);
      const isMarked = mark === LITTLE_ENDIAN_MARK || mark === BIG_ENDIAN_MARK;
      if (!isMarked && !likeJava) throw noUtf16(path);
      swaps = mark !== LITTLE_ENDIAN_MARK;
      if (isMarked) bytes = bytes.subarray(2);
      isFirst = false;
    }
    if (swaps) bytes.swap16();
    yield Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (isFirst && !likeJava) throw noUtf16(path);
  yield Buffer.from(decoder.decode());
}
