import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { LineWriter } from "../event-json.ts";
import type { Source } from "../input.ts";
import { codecNamed } from "./blocks.ts";
import { MAGIC } from "./magic.ts";
import { type AvroField, EVENT_FIELDS, readSchema } from "./schema.ts";
import { type AvroValue, ValueReader } from "./values.ts";

// Object container files: https://avro.apache.org/docs/1.12.0/specification/#object-container-files
//
//   magic | metadata: a map of bytes | marker
//   then, for each block:  number of records | length | records, packed | marker
const MARKER_BYTES = 16;
const MOST_LONG_BYTES = 10;
/** Schemas of events have some kilobytes. */
const MOST_METADATA_BYTES = 4 << 20;

type Unpack = NonNullable<ReturnType<typeof codecNamed>>;

/** Takes the next whole number of the file. */
async function takeLong(source: Source, what: string): Promise<number> {
  const reader = new ValueReader(await source.peek(MOST_LONG_BYTES));
  if (reader.bytes.length === 0) await source.take(1, what); // throws, with the offset of the file's end
  let value: number;
  try {
    value = Number(reader.long());
  } catch (error) {
    throw source.damaged(`${what}: ${(error as Error).message}`);
  }
  await source.take(reader.at, what);
  return value;
}

async function takeBytes(source: Source, most: number, what: string): Promise<Buffer> {
  const length = await takeLong(source, what);
  if (!(length >= 0 && length <= most)) throw source.damaged(`${what} declares ${length} bytes`);
  return source.take(length, what);
}

/** The metadata of a file. A map is in blocks of entries; the last has none. */
async function takeMetadata(source: Source): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const what = "the metadata";
  for (;;) {
    const count = await takeLong(source, what);
    if (count === 0) return entries;
    if (count < 0) await takeLong(source, what); // the length of the block, in bytes
    for (let left = Math.abs(count); left > 0; left--) {
      const key = (await takeBytes(source, MOST_METADATA_BYTES, what)).toString();
      entries.set(key, (await takeBytes(source, MOST_METADATA_BYTES, what)).toString());
      if (source.offset > MOST_METADATA_BYTES) throw source.damaged("the metadata does not end");
    }
  }
}

class RecordPrinter {
  readonly #values: AvroValue[] = new Array<AvroValue>(EVENT_FIELDS.length);
  readonly #lines = new LineWriter();

  constructor(readonly fields: readonly AvroField[]) {}

  /** The lines of a block. Throws Error that says what is wrong, after the lines before it. */
  *lines(content: Buffer, count: number): Generator<Buffer> {
    // A record has at least a byte, or a block of no bytes could declare any number of them.
    if (!(count >= 0 && count <= content.length)) throw new Error(`it declares ${count} records`);
    const reader = new ValueReader(content);
    try {
      for (let left = count; left > 0; left--) {
        this.#read(reader);
        if (this.#print()) yield* this.#lines.take();
      }
    } catch (error) {
      yield* this.#lines.take();
      throw error;
    }
    yield* this.#lines.take();
    if (!reader.isAtEnd) throw new Error("it has more bytes than its records");
  }

  #read(reader: ValueReader): void {
    this.#values.fill(undefined);
    for (const { type, place } of this.fields) {
      const value = reader.value(type, place !== undefined);
      if (place === undefined) continue;
      if (value === undefined) throw new Error(`the field ${EVENT_FIELDS[place]!.name} has bytes for a value`);
      // A field of nothing but null is a value: a tag can be null.
      this.#values[place] = type.kind !== "null" && value === null ? undefined : value;
    }
  }

  #print(): boolean {
    for (let place = 0; place < EVENT_FIELDS.length; place++) {
      const value = this.#values[place];
      const field = EVENT_FIELDS[place]!;
      if (value === null) this.#lines.addJson(field.name, "null");
      else if (value !== undefined) this.#lines.add(field, value);
    }
    return this.#lines.end();
  }
}

function notEvents(source: Source, what: string): RunError {
  return new RunError(
    `${printable(source.name)}: cannot be read as an Avro file of events: ${what}; check that it is one (eventsim schema avro)`,
  );
}

async function takeHead(source: Source): Promise<{ fields: AvroField[]; unpack: Unpack; marker: Buffer }> {
  await source.take(MAGIC.length, "its head");
  const metadata = await takeMetadata(source);
  const marker = Buffer.from(await source.take(MARKER_BYTES, "its head"));
  const codec = metadata.get("avro.codec") ?? "null";
  const unpack = codecNamed(codec);
  if (unpack === undefined)
    throw notEvents(source, `its codec is ${printable(codec)}, and cat reads null, deflate, snappy and zstandard`);
  try {
    return { fields: readSchema(metadata.get("avro.schema") ?? ""), unpack, marker };
  } catch (error) {
    throw notEvents(source, (error as Error).message);
  }
}

/**
 * The events of an Avro object container file as lines, block after block; fields that no event has are left out. Throws RunError at a
 * damage, after yielding the lines before it.
 */
export async function* avroLines(source: Source): AsyncGenerator<Buffer> {
  const { fields, unpack, marker } = await takeHead(source);
  const records = new RecordPrinter(fields);
  while ((await source.peek(1)).length > 0) {
    const start = source.offset;
    const count = await takeLong(source, "a block");
    const packed = Buffer.from(await takeBytes(source, source.mostFrameBytes, "a block"));
    const end = source.offset;
    if (!marker.equals(await source.take(MARKER_BYTES, "the marker of a block")))
      throw source.damaged("a block does not end with the file's marker", end);
    try {
      yield* records.lines(await unpack(packed, source.mostFrameBytes), count);
    } catch (error) {
      throw source.damaged(`the block cannot be read: ${printable((error as Error).message)}`, start);
    }
  }
}
