import * as layout from "../../../../assembly/layout/arrow.ts";
import { RECORD_BYTES } from "../../../../assembly/layout/record.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import type { Compress } from "../../codecs/codec.ts";
import { Garbage } from "../../codecs/garbage.ts";
import type { ColumnsJob } from "../columns/job.ts";
import type { Encoder, RecordRun } from "../encoder.ts";
import type { EncoderContext } from "../format.ts";
import { type ArrowCompression, compressorFor, putCompressed } from "./buffers.ts";
import { ADDRESSES, arrowColumnsOf, buffersOf, type ColumnPlaces, planBody } from "./layout.ts";
import { type ArrowColumn, aligned, type BufferCodec, type BufferPlace, recordsStart } from "./messages.ts";
import { compressedSlack, openTables } from "./tables.ts";

/** The columns whose bits the kernel writes, for all columns of users and of songs. */
const SHOWN = "location";
const PLAYED = "artist";

/** The body of a batch in a ring slot, not compressed. */
interface Body {
  start: number;
  places: readonly ColumnPlaces[];
  byteLength: number;
  nulls: number[];
}

/** Lets the kernel write the columns of records, at addresses in the slot. */
class Columns {
  readonly #words: Uint32Array;
  readonly #bytes: Uint8Array;

  constructor(
    private readonly kernel: Kernel,
    memory: WebAssembly.Memory,
    private readonly batch: number,
    private readonly columns: readonly ArrowColumn[],
    private readonly job: ColumnsJob,
  ) {
    this.#words = new Uint32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
  }

  write({ buffer, first, count }: RecordRun, start: number): Body {
    const { kernel, batch, columns, job } = this;
    const records = job.ordered.address + buffer * job.ordered.bytes + first * RECORD_BYTES;
    const ids = columns.findIndex(({ field }) => field.name === "userId");
    const before = planBody(columns, job.shape, count, 0).places[ids] as ColumnPlaces;
    this.#words[(batch + layout.ARROW_USER_ENDS) / 4] = start + before.ends!.offset;
    const idStart = start + before.values.offset;
    const idBytes = (kernel.writeArrowIds(batch, records, count, idStart) >>> 0) - idStart;
    const { places, bodyBytes } = planBody(columns, job.shape, count, idBytes);
    this.#putAddresses(start, places);
    kernel.writeArrowNumbers(batch, records, count);
    kernel.writeArrowStates(batch, records, count);
    kernel.writeArrowUsers(batch, records, count);
    kernel.writeArrowSongs(batch, records, count);
    this.#completeBits(start, places);
    for (const { offset, byteLength } of buffersOf(places))
      this.#bytes.fill(0, start + offset + byteLength, start + aligned(offset + byteLength));
    return { start, places, byteLength: bodyBytes, nulls: this.#nullsOf(count) };
  }

  #putAddresses(start: number, places: readonly ColumnPlaces[]): void {
    this.columns.forEach(({ field }, index) => {
      const { bits, ends, values } = places[index] as ColumnPlaces;
      const { name } = field;
      if (name !== "tag") this.#put(ADDRESSES[name as keyof typeof ADDRESSES], start + (ends ?? values).offset);
      else this.#bytes.fill(0, start + bits.offset, start + values.offset + values.byteLength);
      if (name === SHOWN) this.#put(layout.ARROW_SHOWN, start + bits.offset);
      if (name === PLAYED) this.#put(layout.ARROW_PLAYED, start + bits.offset);
    });
  }

  /** Copies the bits of one column of users, and of songs, to the others. */
  #completeBits(start: number, places: readonly ColumnPlaces[]): void {
    const placeOf = (name: string) => places[this.columns.findIndex(({ field }) => field.name === name)]!.bits;
    const sources = { shown: placeOf(SHOWN), played: placeOf(PLAYED) };
    this.columns.forEach(({ field: { presence, name } }, index) => {
      if ((presence !== "shown" && presence !== "played") || name === SHOWN || name === PLAYED) return;
      const { offset, byteLength } = sources[presence];
      const { bits } = places[index] as ColumnPlaces;
      this.#bytes.copyWithin(start + bits.offset, start + offset, start + offset + byteLength);
    });
  }

  #nullsOf(rows: number): number[] {
    const { tag } = this.job.shape;
    const nulls = {
      always: 0,
      shown: rows - this.#word(layout.ARROW_SHOWN_COUNT),
      played: rows - this.#word(layout.ARROW_PLAYED_COUNT),
      tagged: tag === null ? rows : 0,
    };
    return this.columns.map(({ field }) => nulls[field.presence]);
  }

  #word(offset: number): number {
    return this.#words[(this.batch + offset) / 4] as number;
  }

  #put(offset: number, value: number): void {
    this.#words[(this.batch + offset) / 4] = value;
  }
}

/** Compresses the buffers of a body, which begins later, to places from an address on. */
function compressed(
  memory: Uint8Array,
  { start, places }: Body,
  to: number,
  compress: Compress,
): { buffers: BufferPlace[]; byteLength: number } {
  let end = 0;
  const buffers = buffersOf(places).map(({ offset, byteLength }) => {
    const from = memory.subarray(start + offset, start + offset + byteLength);
    const place = { offset: end, byteLength: putCompressed(memory, from, to + end, compress) };
    end = aligned(end + place.byteLength);
    memory.fill(0, to + place.offset + place.byteLength, to + end);
    return place;
  });
  return { buffers, byteLength: end };
}

/** Encodes each batch as a record batch: a message of metadata, and the buffers of the columns. */
export function openArrowEncoder({ worker, kernel, memory, encoding, columns: job }: EncoderContext): Encoder {
  if (job === undefined) throw new Error("the model was not compiled for columns");
  const compress = encoding.compress as ArrowCompression;
  const bytes = new Uint8Array(memory.buffer);
  const garbage = new Garbage();
  const compressor = compressorFor(compress, encoding.level);
  const columns = arrowColumnsOf(job.shape);
  const batch = openTables(kernel, memory, job.start + worker * job.workerBytes, job.shape, columns);
  const writer = new Columns(kernel, memory, batch, columns, job);
  const { places } = planBody(columns, job.shape, 0, 0);
  const codec = compress === "none" ? undefined : (compress satisfies BufferCodec);
  const empty = { rows: 0, nulls: columns.map(() => 0), buffers: buffersOf(places), bodyBytes: 0, codec };
  const startBytes = recordsStart(empty).byteLength;
  const slack = compressor === undefined ? 0 : compressedSlack(columns);
  return {
    encode(records, slot) {
      const to = slot + startBytes;
      const body = writer.write(records, to + slack);
      const packed = compressor && compressed(bytes, body, to, compressor);
      if (packed !== undefined) garbage.add(2 * body.byteLength);
      const buffers = packed?.buffers ?? buffersOf(body.places);
      const bodyBytes = packed?.byteLength ?? body.byteLength;
      bytes.set(recordsStart({ rows: records.count, nulls: body.nulls, buffers, bodyBytes, codec }), slot);
      return [{ address: slot, byteLength: startBytes + bodyBytes, rawBytes: startBytes + body.byteLength }];
    },
    rest: () => garbage.free(),
  };
}
