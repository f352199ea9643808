/**
 * Cuts the records of a run into batches, and batches into groups: a file, an object in a store, a row group. Cuts do
 * not depend on files; the rules that end a file are one user of them (containers/split-rules.ts).
 *
 * ```
 * group     |--------------------- groupEvents ---------------------|------ ...
 * batches   | batchEvents | batchEvents | batchEvents | batchEvents | rest | batchEvents ...
 * buffer                        |<- toGroupEnd -------------------->|        (starts at a batch's start)
 * ```
 * Events, time or bytes end a group, whichever comes first, and no batch crosses its end. The number of bytes is known
 * only after a batch is encoded, so bytes end a group between two batches. Partitions end ranges, not batches: records
 * of all partitions are mixed in time, and an encoder sorts the records of one batch (formats/encoder.ts). Cuts do not
 * depend on where slices end, nor on workers and memory: a batch that the end of a slice cuts off continues in the next
 * slice.
 */
export interface Cuts extends GroupLimits {
  batchEvents: number;
}

/** Limits of a group; Infinity means no limit. */
export interface GroupLimits {
  groupEvents: number;
  /** Bytes as written. Only a single batch may exceed it. */
  groupBytes: number;
  /** Simulated time ends a group at `firstPeriodEnd` and every `periodSeconds` after it, relative to the window's start. */
  periodSeconds: number;
  firstPeriodEnd: number;
}

/** The cuts that depend on the number of events alone. */
export type EventCuts = Pick<Cuts, "batchEvents" | "groupEvents">;
type Periods = Pick<Cuts, "periodSeconds" | "firstPeriodEnd">;

/** Events by their number in the run: the first, and the end, which is excluded. */
export type EventRange = readonly [number, number];

/** A range of the records in a buffer. */
export interface Range {
  first: number;
  count: number;
}

/** Returns the `index`-th batch of a buffer whose first record is `toGroupEnd` records before the end of its group. */
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

/** Returns the number of whole batches in the first `events` records of a buffer. */
export function wholeBatches(events: number, toGroupEnd: number, { batchEvents, groupEvents }: EventCuts): number {
  if (events < toGroupEnd) return Math.floor(events / batchEvents);
  const beyond = events - toGroupEnd;
  const groups = Math.floor(beyond / groupEvents);
  const rest = Math.floor((beyond % groupEvents) / batchEvents);
  return Math.ceil(toGroupEnd / batchEvents) + groups * Math.ceil(groupEvents / batchEvents) + rest;
}

/** Returns the number of records from the end of the buffer's first `events` records to the end of their group. */
export function toGroupEndAfter(
  events: number,
  toGroupEnd: number,
  { groupEvents }: Pick<EventCuts, "groupEvents">,
): number {
  if (events < toGroupEnd) return toGroupEnd - events;
  return groupEvents - ((events - toGroupEnd) % groupEvents);
}

/** Returns the number, from 0, of the period that a second is in. */
export function periodOf(second: number, { firstPeriodEnd, periodSeconds }: Periods): number {
  if (second < firstPeriodEnd) return 0;
  return Math.floor((second - firstPeriodEnd) / periodSeconds) + 1;
}

/** Returns the end of the period that a second is in. */
export function periodEndAfter(second: number, periods: Periods): number {
  const period = periodOf(second, periods);
  return period === 0 ? periods.firstPeriodEnd : periods.firstPeriodEnd + period * periods.periodSeconds;
}

/** A group that receives batches. */
export class Group {
  readonly period: number;
  #events = 0;

  /** @param firstSecond simulated second of its first event */
  constructor(
    private readonly limits: GroupLimits,
    firstSecond: number,
  ) {
    this.period = periodOf(firstSecond, limits);
  }

  /** Whether a batch belongs to the next group. @param byteLength size of the group if it ended after the batch */
  isOverBefore(batch: { firstSecond: number }, byteLength: number): boolean {
    const { groupEvents, groupBytes } = this.limits;
    if (this.#events >= groupEvents || periodOf(batch.firstSecond, this.limits) !== this.period) return true;
    return this.#events > 0 && byteLength > groupBytes;
  }

  /** Whether time has ended the group when a second begins, if no event of the group follows. */
  isOverAt(second: number): boolean {
    return periodOf(second, this.limits) > this.period;
  }

  add({ events }: { events: number }): void {
    this.#events += events;
  }
}
