import {
  type Batch,
  type EncodedRange,
  NO_FACTS,
  RANGE_WORDS,
  type RangePlace,
  rangeTableBytes,
} from "../output/formats/encoder.ts";
import type { Control } from "./control/control.ts";
import { SlotWord } from "./control/words.ts";
import type { SlotPlaces } from "./schedule.ts";

/**
 * A batch of one plain range is described by its ring entry alone. Several ranges, or ranges with facts or a partition,
 * have a table after them in the slot: their number, then these words for each. `SlotWord.Start` is then negative: the
 * complement of the table's offset.
 *
 * ```
 * slot  | range 0 | range 1 | facts of 0 | facts of 1 | 2 | words of 0 | words of 1 |
 * ```
 */
const RangeWord = {
  Start: 0,
  Bytes: 1,
  RawBytes: 2,
  Events: 3,
  FirstSecond: 4,
  LastSecond: 5,
  Partition: 6,
  FactsStart: 7,
  FactsBytes: 8,
} as const;

export interface RingPlaces extends SlotPlaces {
  /** Offset of a batch's records in its slot; 0 if they are not needed. */
  slotRecords: number;
}

/** Metadata of a batch, besides its ranges. Times are simulated seconds since an origin, and so are those of its ranges. */
export interface BatchFacts {
  /** Number of its slot in the ring. */
  place: number;
  events: number;
  firstSecond: number;
  lastSecond: number;
  /** Whole days from the window's start to the origin; 0 if absent. */
  originDays?: number;
}

function isPlain([range, ...others]: readonly RangePlace[]): boolean {
  return others.length === 0 && range?.facts === undefined && (range?.partition ?? 0) === 0;
}

/** The ring's entries and slots. Workers fill them and the writer reads them. */
export class Ring {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  /** @param recordsOffset offset of a batch's records in its slot; 0 if they are not needed */
  constructor(
    memory: WebAssembly.Memory,
    private readonly control: Control,
    private readonly places: SlotPlaces,
    private readonly recordsOffset = 0,
  ) {
    this.#words = new Int32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** Fills a batch's entry, except the word that marks it ready. @param ranges empty if the batch's file is kept */
  put(batch: number, facts: BatchFacts, ranges: readonly RangePlace[]): void {
    const { control } = this;
    const entry = control.entryOf(batch, this.places.slotCount);
    const slot = this.#addressOf(facts.place);
    const sum = (key: "byteLength" | "rawBytes") => ranges.reduce((total, range) => total + range[key], 0);
    const [first] = ranges;
    const start =
      first === undefined ? 0 : isPlain(ranges) ? first.address - slot : ~this.#putTable(slot, facts, ranges);
    control.set(entry + SlotWord.Place, facts.place);
    control.set(entry + SlotWord.Start, start);
    control.set(entry + SlotWord.Bytes, sum("byteLength"));
    control.set(entry + SlotWord.RawBytes, sum("rawBytes"));
    control.set(entry + SlotWord.Events, facts.events);
    control.set(entry + SlotWord.FirstSecond, facts.firstSecond);
    control.set(entry + SlotWord.LastSecond, facts.lastSecond);
    control.set(entry + SlotWord.OriginDays, facts.originDays ?? 0);
  }

  /** Returns a batch that is ready. Its bytes are views of the shared memory, valid until its slot is freed. */
  get(batch: number): Batch {
    const entry = this.control.entryOf(batch, this.places.slotCount);
    const word = (index: number) => this.control.get(entry + index);
    const slot = this.#addressOf(word(SlotWord.Place));
    const whole = {
      events: word(SlotWord.Events),
      rawBytes: word(SlotWord.RawBytes),
      firstSecond: this.control.secondOf(entry, SlotWord.FirstSecond),
      lastSecond: this.control.secondOf(entry, SlotWord.LastSecond),
    };
    const originSeconds = this.control.originSecondsOf(entry);
    const start = word(SlotWord.Start);
    const byteLength = word(SlotWord.Bytes);
    const records = slot + this.recordsOffset;
    if (start < 0)
      return { ranges: this.#getTable(slot, ~start, originSeconds), byteLength, ...whole, records, originSeconds };
    const bytes = this.#bytes.subarray(slot + start, slot + start + byteLength);
    const ranges = byteLength === 0 ? [] : [{ bytes, ...whole, partition: 0, facts: NO_FACTS }];
    return { ranges, byteLength, ...whole, records, originSeconds };
  }

  #addressOf(place: number): number {
    return this.places.slots + place * this.places.slotBytes;
  }

  /** Returns the table's offset in the slot. */
  #putTable(slot: number, batch: BatchFacts, ranges: readonly RangePlace[]): number {
    const ends = ranges.flatMap(({ address, byteLength, facts }) => [
      address + byteLength,
      ...(facts === undefined ? [] : [facts.address + facts.byteLength]),
    ]);
    const table = Math.ceil(Math.max(...ends) / 4) * 4;
    if (table + rangeTableBytes(ranges.length) > slot + this.places.slotBytes)
      throw new RangeError(`${ranges.length} ranges of a batch leave no room for their table in the slot`);
    this.#words[table / 4] = ranges.length;
    ranges.forEach((range, index) => {
      const first = table / 4 + 1 + index * RANGE_WORDS;
      this.#words[first + RangeWord.Start] = range.address - slot;
      this.#words[first + RangeWord.Bytes] = range.byteLength;
      this.#words[first + RangeWord.RawBytes] = range.rawBytes;
      this.#words[first + RangeWord.Events] = range.events ?? batch.events;
      this.#words[first + RangeWord.FirstSecond] = range.firstSecond ?? batch.firstSecond;
      this.#words[first + RangeWord.LastSecond] = range.lastSecond ?? batch.lastSecond;
      this.#words[first + RangeWord.Partition] = range.partition ?? 0;
      this.#words[first + RangeWord.FactsStart] = (range.facts?.address ?? slot) - slot;
      this.#words[first + RangeWord.FactsBytes] = range.facts?.byteLength ?? 0;
    });
    return table - slot;
  }

  #getTable(slot: number, offset: number, originSeconds: number): EncodedRange[] {
    const table = (slot + offset) / 4;
    return Array.from({ length: this.#words[table] as number }, (_, index) => {
      const word = (key: number) => this.#words[table + 1 + index * RANGE_WORDS + key] as number;
      const view = (start: number, byteLength: number) => this.#bytes.subarray(slot + start, slot + start + byteLength);
      return {
        bytes: view(word(RangeWord.Start), word(RangeWord.Bytes)),
        events: word(RangeWord.Events),
        rawBytes: word(RangeWord.RawBytes),
        firstSecond: originSeconds + word(RangeWord.FirstSecond),
        lastSecond: originSeconds + word(RangeWord.LastSecond),
        partition: word(RangeWord.Partition),
        facts: view(word(RangeWord.FactsStart), word(RangeWord.FactsBytes)),
      };
    });
  }
}
