/**
 * Where a run of records ends that is encoded as one batch, and where a group of batches ends: a file, an object of a store,
 * a row group. Cutting knows nothing of files; what ends a file is one user of it (containers/split-rules.ts).
 *
 * ```
 * group     |--------------------- groupEvents ---------------------|------ ...
 * batches   | batchEvents | batchEvents | batchEvents | batchEvents | rest | batchEvents ...
 * buffer                        |<- toGroupEnd -------------------->|        (starts at a batch's start)
 * ```
 * Events, time and bytes end a group, whichever comes first, and no batch reaches over its end. Bytes are known only when a batch is
 * encoded, so they end a group between two batches. Partitions end ranges and not batches: the records of all of them are
 * mixed in time, and an encoder sorts those of one batch (formats/encoder.ts). Where slices end plays no role, so neither do
 * workers and memory: a batch that is cut off by its slice's end is carried over to the next slice.
 */
export interface Cuts {
  batchEvents: number;
  /** Infinity for each limit that a group does not have. */
  groupEvents: number;
  /** Of what is written. One batch may pass it alone. */
  groupBytes: number;
  /** Simulated time ends a group at `firstPeriodEnd` and every `periodSeconds` after it, relative to the window's start. */
  periodSeconds: number;
  firstPeriodEnd: number;
}

/** Everything in one group. */
export const ONE_GROUP: Omit<Cuts, "batchEvents"> = {
  groupEvents: Number.POSITIVE_INFINITY,
  groupBytes: Number.POSITIVE_INFINITY,
  periodSeconds: Number.POSITIVE_INFINITY,
  firstPeriodEnd: Number.POSITIVE_INFINITY,
};

/** What of the cuts counts events alone. */
export type EventCuts = Pick<Cuts, "batchEvents" | "groupEvents">;
type Periods = Pick<Cuts, "periodSeconds" | "firstPeriodEnd">;

/** Events by their number in the run: the first, and the end, which is excluded. */
export type EventRange = readonly [number, number];

/** A range of the records in a buffer. */
export interface Range {
  first: number;
  count: number;
}

/** The `index`-th batch of a buffer whose first record is `toGroupEnd` records before the end of its group. */
export function batchRange(index: number, toGroupEnd: number, { batchEvents, groupEvents }: EventCuts): Range {
  const inFirstGroup = Math.ceil(toGroupEnd / batchEvents);
  if (index < inFirstGroup) {
    const first = index * batchEvents;
    return { first, count: Math.min(batchEvents, toGroupEnd - first) };
  }
  const inGroup = Math.ceil(groupEvents / batchEvents);
  const groups = Math.floor((index - inFirstGroup) / inGroup);
  const offset = ((index - inFirstGroup) % inGroup) * batchEvents;
  return { first: toGroupEnd + groups * groupEvents + offset, count: Math.min(batchEvents, groupEvents - offset) };
}

/** The number of whole batches that the first `events` records of a buffer make. */
export function wholeBatches(events: number, toGroupEnd: number, { batchEvents, groupEvents }: EventCuts): number {
  if (events < toGroupEnd) return Math.floor(events / batchEvents);
  const beyond = events - toGroupEnd;
  const groups = Math.floor(beyond / groupEvents);
  const rest = Math.floor((beyond % groupEvents) / batchEvents);
  return Math.ceil(toGroupEnd / batchEvents) + groups * Math.ceil(groupEvents / batchEvents) + rest;
}

/** How far the group's end is from the record that follows the first `events` of a buffer. */
export function toGroupEndAfter(
  events: number,
  toGroupEnd: number,
  { groupEvents }: Pick<EventCuts, "groupEvents">,
): number {
  if (events < toGroupEnd) return toGroupEnd - events;
  return groupEvents - ((events - toGroupEnd) % groupEvents);
}

/** Number of the period that a second lies in, from 0. */
export function periodOf(second: number, { firstPeriodEnd, periodSeconds }: Periods): number {
  if (second < firstPeriodEnd) return 0;
  return Math.floor((second - firstPeriodEnd) / periodSeconds) + 1;
}

/** The end of the period that a second lies in. */
export function periodEndAfter(second: number, periods: Periods): number {
  const period = periodOf(second, periods);
  return period === 0 ? periods.firstPeriodEnd : periods.firstPeriodEnd + period * periods.periodSeconds;
}

/** A group as batches come into it. */
export class Group {
  readonly period: number;
  #events = 0;

  /** @param firstSecond simulated second of its first event */
  constructor(
    private readonly cuts: Omit<Cuts, "batchEvents">,
    firstSecond: number,
  ) {
    this.period = periodOf(firstSecond, cuts);
  }

  /** Whether a batch belongs into the next group. @param byteLength of the group, if it ended after the batch */
  isOverBefore(batch: { firstSecond: number }, byteLength: number): boolean {
    const { groupEvents, groupBytes } = this.cuts;
    if (this.#events >= groupEvents || periodOf(batch.firstSecond, this.cuts) !== this.period) return true;
    return this.#events > 0 && byteLength > groupBytes;
  }

  add({ events }: { events: number }): void {
    this.#events += events;
  }
}
