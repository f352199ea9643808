import type { Input, Source } from "../input.ts";
import { Table } from "./flatbuffers.ts";
import { CONTINUATION, FILE_HEAD_BYTES, FILE_MAGIC, startsArrowFile } from "./magic.ts";

// https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format
//
//   continuation | length of the metadata | metadata, filled up to 8 bytes | body
const PREFIX_BYTES = 8;
const LENGTH_BYTES = 4;
const MOST_METADATA_BYTES = 4 << 20;
/** It has 24 bytes for each batch. */
const MOST_FOOTER_BYTES = 8 << 20;
/** The fourth version of the metadata; those before it are of 2016. */
const LEAST_VERSION = 3;

export const MESSAGE_SCHEMA = 1;
export const MESSAGE_DICTIONARY = 2;
export const MESSAGE_RECORDS = 3;

export interface Message {
  kind: number;
  header: Table;
  /** A copy. */
  body: Buffer;
  /** Where it begins, in unpacked bytes. */
  offset: number;
}

/** Reads the metadata of a message. Throws Error that says what is wrong. */
function readHeader(metadata: Uint8Array, mostBytes: number): { kind: number; header: Table; bodyBytes: number } {
  const message = Table.root(metadata);
  if (message.int16(0) < LEAST_VERSION)
    throw new Error("its version is of before 2017, which this program does not read");
  const bodyBytes = message.int64(3);
  if (!(bodyBytes >= 0 && bodyBytes <= mostBytes))
    throw new Error(`it declares a body of ${bodyBytes} bytes, and this program takes at most ${mostBytes}`);
  const header = message.table(2);
  if (header === undefined) throw new Error("it has no header");
  return { kind: message.byte(1), header, bodyBytes };
}

/** Runs a step of reading a message; its errors name the place. */
function inMessage<Result>(source: Source, offset: number, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    // A DataView throws a RangeError at its end.
    const what = error instanceof RangeError ? "its metadata is not whole" : (error as Error).message;
    throw source.damaged(`the message cannot be read: ${what}`, offset);
  }
}

async function takeMessage(source: Source): Promise<Message | undefined> {
  const offset = source.offset;
  const prefix = await source.take(PREFIX_BYTES, "a message");
  if (prefix.readUInt32LE(0) !== CONTINUATION) throw source.damaged("no message begins here", offset);
  const length = prefix.readUInt32LE(4);
  if (length === 0) return undefined;
  if (length > MOST_METADATA_BYTES) throw source.damaged(`a message declares metadata of ${length} bytes`, offset);
  const metadata = Buffer.from(await source.take(length, "the metadata of a message"));
  const { kind, header, bodyBytes } = inMessage(source, offset, () => readHeader(metadata, source.mostFrameBytes));
  const body = Buffer.from(await source.take(bodyBytes, "the body of a message"));
  return { kind, header, body, offset };
}

/**
 * The messages of a stream, in order; and of a file that comes from a pipe or is compressed, as it has a stream in it. Throws RunError that
 * names the place of a damage.
 */
export async function* takeMessages(source: Source): AsyncGenerator<Message> {
  const isFile = startsArrowFile(await source.peek(FILE_HEAD_BYTES));
  if (isFile) await source.take(FILE_HEAD_BYTES, "its head");
  // A stream may end without a mark of its end; a file may not.
  while (isFile || (await source.peek(1)).length > 0) {
    const message = await takeMessage(source);
    if (message === undefined) {
      await skipFooter(source, isFile);
      return;
    }
    yield message;
  }
}

/** Passes over what follows the messages: in a file a footer, which ends as the file begins. */
async function skipFooter(source: Source, isFile: boolean): Promise<void> {
  let last = Buffer.alloc(0);
  for (let bytes = await source.takeSome(); bytes.length > 0; bytes = await source.takeSome())
    last = Buffer.concat([last, bytes.subarray(-FILE_MAGIC.length)]).subarray(-FILE_MAGIC.length);
  if (isFile && last.toString("latin1") !== FILE_MAGIC)
    throw source.damaged(`the file does not end with ${FILE_MAGIC}: its writer did not finish it`);
  if (!isFile && last.length > 0) throw source.damaged("something follows the end of the stream");
}

/** The footer of a file: its schema, and where its messages are. */
export interface Footer {
  schema: Table;
  /** Dictionaries come first. */
  blocks: { offset: number; metadataBytes: number; bodyBytes: number }[];
}

/** Reads the footer. Throws RunError if it is not whole, so a file that its writer did not finish is refused before its first event. */
export async function readFooter(input: Input, fileBytes: number): Promise<Footer> {
  const tailBytes = FILE_MAGIC.length + LENGTH_BYTES;
  const start = fileBytes - tailBytes;
  const tail = start < FILE_HEAD_BYTES ? Buffer.alloc(tailBytes) : Buffer.from(await input.readAt(start, tailBytes));
  if (tail.toString("latin1", LENGTH_BYTES) !== FILE_MAGIC)
    throw input.damaged(`the file does not end with ${FILE_MAGIC}: its writer did not finish it`, fileBytes);
  const length = tail.readUInt32LE(0);
  if (length > Math.min(MOST_FOOTER_BYTES, start - FILE_HEAD_BYTES))
    throw input.damaged(`the footer declares ${length} bytes`, start);
  const bytes = await input.readAt(start - length, length);
  return inMessage(input, start - length, () => {
    const footer = Table.root(bytes);
    const schema = footer.table(1);
    if (schema === undefined) throw new Error("the footer has no schema");
    const blocks = [...footer.numbers(2, 3), ...footer.numbers(3, 3)].map(([offset, metadataBytes, bodyBytes]) => ({
      offset: offset!,
      // A number of 32 bits, and 32 bits that have no meaning.
      metadataBytes: Number(BigInt.asUintN(32, BigInt(metadataBytes!))),
      bodyBytes: bodyBytes!,
    }));
    return { schema, blocks };
  });
}

/** The messages of a file, which some writers do not put into a stream. Throws RunError that names the place of a damage. */
export async function* readMessages(input: Input, fileBytes: number, { blocks }: Footer): AsyncGenerator<Message> {
  let left = fileBytes;
  for (const { offset, metadataBytes, bodyBytes } of blocks) {
    left -= metadataBytes + bodyBytes;
    // Blocks that share bytes would make a small file endless.
    if (!(bodyBytes >= 0 && left >= 0) || metadataBytes < PREFIX_BYTES || metadataBytes > MOST_METADATA_BYTES)
      throw input.damaged(`the footer declares a block of ${metadataBytes} and ${bodyBytes} bytes`, offset);
    const bytes = Buffer.from(await input.readAt(offset, metadataBytes));
    const isOld = bytes.readUInt32LE(0) !== CONTINUATION;
    const metadata = bytes.subarray(isOld ? LENGTH_BYTES : PREFIX_BYTES);
    const message = inMessage(input, offset, () => readHeader(metadata, input.mostFrameBytes));
    if (message.bodyBytes > bodyBytes) throw input.damaged("a message is longer than its block", offset);
    const body = Buffer.from(await input.readAt(offset + metadataBytes, message.bodyBytes));
    yield { kind: message.kind, header: message.header, body, offset };
  }
}
