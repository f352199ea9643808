import * as layout from "../../../../assembly/layout/columns.ts";
import { RECORD_BYTES } from "../../../../assembly/layout/record.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { Origin } from "../../../memory/origin/origin.ts";
import type { DictionaryName } from "../../../model/columns/dictionaries.ts";
import type { RecordRun } from "../encoder.ts";
import { leastAndGreatest, secondOf } from "../record-times.ts";
import { dictionaryOffset, putGroup } from "./header.ts";
import { type GroupPlaces, MOST_TIMES_FOR_A_ROW, TIMES_PAGE_ROWS, type TimesPage } from "./places.ts";
import type { Ordered, Shape } from "./shape.ts";
import { bitsBelow, widthsOf } from "./widths.ts";

/** Bits of a PLAIN value of an item. */
const ITEM_BITS = 32;
const MICROSECONDS = 1_000_000;

/**
 * Turns the records of one batch into packed columns. What it returns is in the worker's regions, valid until the next group.
 */
export class RowGroup {
  /** Rows of the group, and those that show the user and that play a song. */
  rows = 0;
  shown = 0;
  played = 0;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #origin: Origin;
  /** Address after the last dictionary page. */
  #pagesEnd = 0;
  #records = 0;

  constructor(
    private readonly kernel: Kernel,
    memory: WebAssembly.Memory,
    private readonly places: GroupPlaces,
    private readonly shape: Shape,
    private readonly ordered: Ordered,
  ) {
    this.#view = new DataView(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#origin = new Origin(memory);
    putGroup(this.#view, places, shape);
  }

  /** Numbers, gathers and packs the columns of the records. */
  make({ buffer, first, count }: RecordRun): void {
    const { kernel, places, shape } = this;
    this.rows = count;
    this.#records = this.ordered.address + buffer * this.ordered.bytes + first * RECORD_BYTES;
    this.#pagesEnd = places.pages;
    kernel.numberRecords(places.group, this.#records, count, shape.stateCount, places.numbers);
    kernel.makeUserRows(places.group);
    kernel.makeSongRows(places.group);
    this.#putStreams();
    this.#packStrips();
  }

  /** Bits of the packed values of a column of a strip (STRIP_...); WIDTH_PLAIN if they are not packed. */
  widthOf(column: number): number {
    return this.#bytes[this.places.group + layout.GROUP_WIDTHS + column] as number;
  }

  /** The packed values of a column of a strip. */
  streamOf(column: number): Uint8Array {
    const start = this.places.streams[column] as number;
    return this.#bytes.subarray(start, this.#word(layout.GROUP_ENDS + column * 4));
  }

  /** Whether a dictionary of the times is smaller than their differences. Out of order, a time would be in it more than once. */
  get hasFewTimes(): boolean {
    return this.shape.isInOrder && this.#word(layout.GROUP_TIMES) < this.rows * MOST_TIMES_FOR_A_ROW;
  }

  /** The times of all rows as numbers of a dictionary, in pages; only if there are few. */
  numberedTimes(): { pages: TimesPage[]; width: number; bytes: Uint8Array; count: number } {
    const start = Math.ceil(this.#pagesEnd / 8) * 8;
    const count = this.#word(layout.GROUP_TIMES);
    const width = bitsBelow(count);
    this.#setWord(layout.GROUP_TIMES_DONE, 0);
    this.#setWord(layout.GROUP_TIMES_NEXT, start);
    const { group } = this.places;
    const startMicroseconds = this.#startMicroseconds();
    const pages = this.#pagesOfTimes((first, rows, out) =>
      this.kernel.packTimeRuns(group, first, rows, (width + 7) >> 3, startMicroseconds, MICROSECONDS, out),
    );
    this.#pagesEnd = start + count * 8;
    return { pages, width, bytes: this.#at(start, count * 8), count };
  }

  /** The times of all rows as differences, in pages. */
  times(): TimesPage[] {
    const startMicroseconds = this.#startMicroseconds();
    return this.#pagesOfTimes((first, rows, out) =>
      this.kernel.packTimes(first, rows, startMicroseconds, MICROSECONDS, out),
    );
  }

  #pagesOfTimes(pack: (first: number, rows: number, out: number) => number): TimesPage[] {
    const pages: TimesPage[] = [];
    let out = this.places.times;
    for (let row = 0; row < this.rows; row += TIMES_PAGE_ROWS) {
      const rows = Math.min(TIMES_PAGE_ROWS, this.rows - row);
      const first = this.#records + row * RECORD_BYTES;
      const end = pack(first, rows, out) >>> 0;
      const values = this.#bytes.subarray(out, end);
      pages.push({ rows, values, ...this.#boundsOfTimes(first, rows) });
      out = end;
    }
    return pages;
  }

  #boundsOfTimes(first: number, rows: number): Pick<TimesPage, "minimum" | "maximum"> {
    const last = first + (rows - 1) * RECORD_BYTES;
    const [least, greatest] = this.shape.isInOrder ? [first, last] : leastAndGreatest(this.#words, first, rows);
    return { minimum: this.#timeOf(least), maximum: this.#timeOf(greatest) };
  }

  get users(): number {
    return this.#word(layout.GROUP_NEXT_USER) - this.#word(layout.GROUP_FIRST_USER);
  }

  get leastItem(): number {
    return this.#word(layout.GROUP_LEAST_ITEM);
  }

  get greatestItem(): number {
    return this.#word(layout.GROUP_GREATEST_ITEM);
  }

  /** The group's sessions by number, and its registrations. */
  sessions(): { bytes: Uint8Array; count: number } {
    const count = this.#word(layout.GROUP_NEXT_SESSION) - this.#word(layout.GROUP_FIRST_SESSION);
    return { bytes: this.#at(this.places.sessions, count * 8), count };
  }

  registrations(): { bytes: Uint8Array; count: number } {
    const count = this.#word(layout.GROUP_REGISTRATION_COUNT);
    return { bytes: this.#at(this.places.registrations, count * 8), count };
  }

  /** Returns the least and the greatest of i64 values, such as those of `sessions`. */
  boundsOf({ bytes, count }: { bytes: Uint8Array; count: number }): { minimum: bigint; maximum: bigint } {
    // The strip is not in use between two groups.
    const { strip } = this.places;
    this.kernel.findBounds(bytes.byteOffset, count, strip);
    return { minimum: this.#view.getBigInt64(strip, true), maximum: this.#view.getBigInt64(strip + 8, true) };
  }

  /** The ids of the users by number, after the empty text that stands for a hidden user, and the least and greatest in any row. */
  userIds(): { bytes: Uint8Array; minimum: Uint8Array; maximum: Uint8Array } {
    const start = this.#pagesEnd;
    this.#pagesEnd = this.kernel.writeUserIds(this.places.group, start) >>> 0;
    const least = this.shown < this.rows ? start : this.#word(layout.GROUP_LEAST_ID);
    const greatest = this.#word(layout.GROUP_GREATEST_ID) || start;
    return {
      bytes: this.#bytes.subarray(start, this.#pagesEnd),
      minimum: this.#textAt(least),
      maximum: this.#textAt(greatest),
    };
  }

  /** The values of a dictionary that the group has, in order, and addresses of the first and the last one. */
  dictionary(name: DictionaryName): { bytes: Uint8Array; count: number; first: Uint8Array; last: Uint8Array } {
    const { places } = this.shape.dictionaries[name];
    const { entries } = this.places.dictionaries[name];
    const count = this.usedOf(name);
    const start = this.#pagesEnd;
    this.#pagesEnd = this.kernel.copyValues(places, entries, count, start) >>> 0;
    const valueAt = (index: number) => {
      const rank = this.#words[entries / 4 + index] as number;
      const place = places / 4 + rank;
      return this.#bytes.subarray(this.#words[place] as number, this.#words[place + 1] as number);
    };
    const bytes = this.#bytes.subarray(start, this.#pagesEnd);
    return { bytes, count, first: valueAt(0), last: valueAt(count - 1) };
  }

  /** The number of values of a dictionary that the group has. */
  usedOf(name: DictionaryName): number {
    return this.#word(dictionaryOffset(name) + layout.DICTIONARY_USED);
  }

  isStateUsed(state: number): boolean {
    return this.#bytes[this.places.usedStates + state] === 1;
  }

  #packStrips(): void {
    const { kernel, places, rows } = this;
    this.shown = 0;
    this.played = 0;
    for (let row = 0; row < rows; row += layout.STRIP_ROWS) {
      const count = Math.min(layout.STRIP_ROWS, rows - row);
      const left = [this.#word(layout.GROUP_SHOWN), this.#word(layout.GROUP_PLAYED)] as const;
      const numbers = places.numbers + row * layout.NUMBERS_BYTES;
      kernel.gatherStrip(places.group, this.#records + row * RECORD_BYTES, numbers, count, places.strip);
      this.shown += this.#word(layout.GROUP_SHOWN) - left[0];
      this.played += this.#word(layout.GROUP_PLAYED) - left[1];
      kernel.packStrip(places.group, places.strip, count, row + count === rows ? 1 : 0);
    }
  }

  /** Sets the width of each column, and where its stream begins. */
  #putStreams(): void {
    const widths = widthsOf(this.shape, {
      users: this.users,
      sessions: this.sessions().count,
      registrations: this.registrations().count,
      itemBits: this.#itemWidth(),
      usedOf: (name) => this.usedOf(name),
    });
    for (let column = 0; column < layout.STRIP_COLUMNS; column++) {
      this.#bytes[this.places.group + layout.GROUP_WIDTHS + column] = widths[column] as number;
      this.#setWord(layout.GROUP_ENDS + column * 4, this.places.streams[column] as number);
    }
  }

  /** Items are packed if the dictionary of all of them, from 0 to the greatest, costs less than it saves. */
  #itemWidth(): number {
    const width = bitsBelow(this.greatestItem + 1);
    const isWorthIt = (this.greatestItem + 1) * ITEM_BITS < this.rows * (ITEM_BITS - width);
    return isWorthIt ? width : layout.WIDTH_PLAIN;
  }

  /** The time of a record whose seconds are 0, in microseconds since 1970. */
  #startMicroseconds(): bigint {
    return this.shape.startMicroseconds + BigInt(this.#origin.seconds) * BigInt(MICROSECONDS);
  }

  #timeOf(record: number): bigint {
    return this.#startMicroseconds() + BigInt(secondOf(this.#words, record)) * BigInt(MICROSECONDS);
  }

  #textAt(address: number): Uint8Array {
    return this.#at(address + 4, this.#view.getUint32(address, true));
  }

  #at(address: number, byteLength: number): Uint8Array {
    return this.#bytes.subarray(address, address + byteLength);
  }

  #word(offset: number): number {
    return this.#view.getUint32(this.places.group + offset, true);
  }

  #setWord(offset: number, value: number): void {
    this.#view.setUint32(this.places.group + offset, value, true);
  }
}
