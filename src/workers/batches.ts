import { batchRange, type Range, toGroupEndAfter, wholeBatches } from "../output/cuts.ts";
import type { Control } from "./control/control.ts";
import { BufferWord, Count, Word } from "./control/words.ts";
import { Cutter, type Filled } from "./live/cutter.ts";
import { DueTimesTable } from "./live/due-times.ts";
import type { Records } from "./records.ts";
import type { Schedule } from "./schedule.ts";

interface Live {
  cutter: Cutter;
  dueTimes: DueTimesTable;
}

/** Which records of a buffer are a batch: planned when the buffer is complete, and cut when one is handed out. The caller holds the lock. */
export class Batches {
  readonly #live: Live | undefined;

  constructor(
    memory: WebAssembly.Memory,
    records: Records,
    private readonly control: Control,
    private readonly schedule: Schedule,
  ) {
    const { live, slotCount } = schedule;
    this.#live = live && {
      cutter: new Cutter(records, schedule, live),
      dueTimes: new DueTimesTable(memory, live.dueTimes, slotCount),
    };
  }

  /** The first simulated second that is not past as a whole; 0 unless the run is live. */
  get liveFrom(): number {
    return this.#live?.cutter.liveFrom ?? 0;
  }

  /** Returns the records of a batch: the `index`-th of the buffer. */
  rangeOf(buffer: number, index: number, batch: number): Range {
    return this.#live === undefined ? this.#usualRangeOf(buffer, index) : this.#cut(this.#live, buffer, batch);
  }

  /**
   * Plans batches. Returns the number of records, of the buffer's first `events`, that are in batches now: all, or
   * those in whole batches. @param records all records of the buffer, including those after the run's last event
   */
  plan(buffer: number, records: number, events: number, all: boolean): number {
    const { control, schedule } = this;
    const toGroupEnd = control.getCount(Count.ToGroupEnd);
    const whole = wholeBatches(events, toGroupEnd, schedule.cuts);
    const inWhole = batchRange(whole, toGroupEnd, schedule.cuts).first;
    const planned = all ? events : (this.#liveEvents(buffer, events) ?? inWhole);
    const batches = this.#liveBatches(buffer, records, planned) ?? (planned > inWhole ? whole + 1 : whole);
    const firstBatch = control.get(Word.BatchesPlanned);
    control.setOf(buffer, BufferWord.FirstBatch, firstBatch);
    control.setOf(buffer, BufferWord.Batches, batches);
    control.setOf(buffer, BufferWord.BatchNext, 0);
    control.setOf(buffer, BufferWord.BatchesDone, 0);
    control.setOf(buffer, BufferWord.Events, planned);
    control.setCount(Count.BufferToGroupEnd + buffer, toGroupEnd);
    control.setCount(Count.BufferEvent + buffer, control.getCount(Count.NextEvent));
    control.setCount(Count.NextEvent, control.getCount(Count.NextEvent) + planned);
    control.setCount(Count.ToGroupEnd, toGroupEndAfter(planned, toGroupEnd, schedule.cuts));
    control.set(Word.BatchesPlanned, firstBatch + batches);
    return planned;
  }

  /** While live: the number of records that are in batches if others follow; undefined if the usual ones are. */
  #liveEvents(buffer: number, events: number): number | undefined {
    const { schedule } = this;
    const cutter = this.#live?.cutter;
    if (cutter === undefined || schedule.live?.hasGroups || this.control.getCount(Count.SliceEnd) <= cutter.liveFrom)
      return undefined;
    return schedule.serial ? cutter.wholeSeconds(buffer, events) : events;
  }

  /** While live: the number of batches. */
  #liveBatches(buffer: number, records: number, events: number): number | undefined {
    const { control } = this;
    const cutter = this.#live?.cutter;
    if (cutter === undefined) return undefined;
    control.setOf(buffer, BufferWord.Records, records);
    control.setOf(buffer, BufferWord.RecordNext, 0);
    const event = control.getCount(Count.NextEvent);
    return cutter.count({ buffer, events, records, event, toGroupEnd: control.getCount(Count.ToGroupEnd) });
  }

  #usualRangeOf(buffer: number, index: number): Range {
    const toGroupEnd = this.control.getCount(Count.BufferToGroupEnd + buffer);
    const { first, count } = batchRange(index, toGroupEnd, this.schedule.cuts);
    return { first, count: Math.min(count, this.control.getOf(buffer, BufferWord.Events) - first) };
  }

  /** Cuts the next batch of a live run from the buffer. */
  #cut({ cutter, dueTimes }: Live, buffer: number, batch: number): Range {
    const { control } = this;
    const first = control.getOf(buffer, BufferWord.RecordNext);
    const filled: Filled = {
      buffer,
      events: control.getOf(buffer, BufferWord.Events),
      records: control.getOf(buffer, BufferWord.Records),
      event: control.getCount(Count.BufferEvent + buffer),
      toGroupEnd: control.getCount(Count.BufferToGroupEnd + buffer),
    };
    const { count, ...due } = cutter.next(filled, first);
    control.setOf(buffer, BufferWord.RecordNext, first + count);
    dueTimes.put(batch, due);
    return { first, count };
  }
}
