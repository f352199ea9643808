import { type EventRange, type Range, toGroupEndAfter } from "../../output/cuts.ts";
import type { Records } from "../records.ts";
import type { Schedule } from "../schedule.ts";
import type { DueTimes } from "./due-times.ts";
import { dueOfEvent, rateAt } from "./rate.ts";
import type { LiveSchedule } from "./schedule.ts";
import { dueOfTime, PAST_MS, tickMs, timeWithin } from "./timing.ts";

const MILLISECONDS = 1000;

/** A buffer whose records are cut into batches. */
export interface Filled {
  buffer: number;
  /** Records that are in batches, and all of them. */
  events: number;
  records: number;
  /** Number in the run of the first record, and of records from it to the end of its group. */
  event: number;
  toGroupEnd: number;
}

/** A batch: its records, and when they are due. */
export interface LiveBatch extends Range, DueTimes {}

/**
 * Cuts batches by the time at which their events are due: a batch has the events that are due within a tick of its
 * first one. It is as large as usual in the past, and at most that large later. It never crosses the end of a group, or
 * of a file that is kept.
 *
 * ```
 * due       |: : : : |: : : : |: :     :|          :  ...      one : is an event
 * batches   |  tick  |  tick  |  tick   |          |  tick
 * ```
 */
export class Cutter {
  constructor(
    private readonly records: Records,
    private readonly schedule: Schedule,
    private readonly live: LiveSchedule,
  ) {}

  /** The first simulated second that is not past as a whole. */
  get liveFrom(): number {
    const { timing } = this.live;
    return timing.kind === "time" ? Math.floor(timing.fromMs / MILLISECONDS) : 0;
  }

  /** Returns the batch that begins at this record. */
  next(filled: Filled, first: number): LiveBatch {
    const most = this.#mostFrom(filled, first);
    const event = filled.event + first;
    if (this.#keptAt(event) !== undefined) return { first, count: most, firstMs: PAST_MS, lastMs: PAST_MS };
    if (this.live.hasGroups) {
      const dueMs = Math.ceil(this.#dueOf(filled, first + most - 1));
      return { first, count: most, firstMs: dueMs, lastMs: dueMs };
    }
    const firstMs = this.#dueOf(filled, first);
    const count = this.#countUntil(filled, first, most, this.#endOf(filled, first, firstMs));
    return { first, count, firstMs, lastMs: Math.ceil(this.#dueOf(filled, first + count - 1)) };
  }

  /** Returns the number of batches. */
  count(filled: Filled): number {
    let batches = 0;
    for (let first = 0; first < filled.events; batches++) first += this.next(filled, first).count;
    return batches;
  }

  /**
   * Returns how many of a serial slice's records are in batches, if others follow: those of whole seconds, whose number
   * is known. A buffer that one second fills is used as it is: its events are spread over the second as if it had no more.
   */
  wholeSeconds(buffer: number, records: number): number {
    const lastSecond = this.records.secondOf(buffer, records - 1);
    return this.records.firstAt(buffer, records, lastSecond) || records;
  }

  /** The most events of a batch, by their number. */
  #mostFrom({ events, event, toGroupEnd }: Filled, first: number): number {
    const { cuts } = this.schedule;
    const most = Math.min(cuts.batchEvents, events - first, toGroupEndAfter(first, toGroupEnd, cuts));
    const number = event + first;
    const bound = this.schedule.kept.flat().find((place) => place > number) ?? Number.POSITIVE_INFINITY;
    return Math.min(most, bound - number);
  }

  #keptAt(event: number): EventRange | undefined {
    return this.schedule.kept.find(([from, to]) => event >= from && event < to);
  }

  /** Until when events may be due that are in the batch of this one. */
  #endOf(filled: Filled, first: number, firstMs: number): number {
    if (firstMs === PAST_MS) return PAST_MS;
    return firstMs + tickMs(this.#rateAt(filled, first, firstMs), this.live.flushMs);
  }

  /** Events a second, by the clock. */
  #rateAt(filled: Filled, record: number, dueMs: number): number {
    const { timing } = this.live;
    if (timing.kind === "rate") return rateAt(timing, (dueMs - timing.atMs) / MILLISECONDS);
    return this.#secondAround(filled, record).count * timing.speed;
  }

  /** Returns the number of records, at most `most`, from `first` on that are due until a time; at least one. */
  #countUntil(filled: Filled, first: number, most: number, untilMs: number): number {
    if (this.#dueOf(filled, first + most - 1) <= untilMs) return most;
    let low = 1;
    let high = most - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#dueOf(filled, first + middle - 1) <= untilMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #dueOf(filled: Filled, record: number): number {
    const { timing, hasGroups } = this.live;
    if (timing.kind === "rate") return dueOfEvent(timing, this.#numberOf(filled.event + record));
    const second = this.records.secondOf(filled.buffer, record);
    // Where batches are row groups, a second's events may be in two buffers.
    if (hasGroups) return dueOfTime(timing, (second + 1) * MILLISECONDS);
    const { index, count } = this.#secondAround(filled, record);
    return dueOfTime(timing, timeWithin(second, index, count));
  }

  /** The place of a record in its second, and the number of the second's events. */
  #secondAround({ buffer, records }: Filled, record: number): { index: number; count: number } {
    const second = this.records.secondOf(buffer, record);
    const first = this.records.firstAt(buffer, records, second);
    const end = this.records.firstAt(buffer, records, second + 1);
    // Those before the run's beginning are in an earlier run's output.
    const { begin, disorder } = this.schedule;
    const skipped = second === begin.second && disorder === undefined ? begin.skip : 0;
    return { index: record - first + skipped, count: end - first + skipped };
  }

  /** The number of an event among those that this run has to send. */
  #numberOf(event: number): number {
    const { kept, begin } = this.schedule;
    const others = kept.map(([from, to]) => Math.max(0, Math.min(event, to) - Math.max(from, begin.event)));
    return event - begin.event - others.reduce((sum, events) => sum + events, 0);
  }
}
