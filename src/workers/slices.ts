import { FAULT_NONE } from "../../assembly/layout/control.ts";
import { eraEndAfter, isBehindEra, type Origin } from "../memory/origin/origin.ts";
import { periodEndAfter } from "../output/cuts.ts";
import type { Batches } from "./batches.ts";
import type { Control } from "./control/control.ts";
import type { Lock } from "./control/lock.ts";
import { BufferWord, Count, Phase, Word } from "./control/words.ts";
import type { Records } from "./records.ts";
import type { DisorderSchedule, Schedule } from "./schedule.ts";
import { FIRST_SLICE_SECONDS, nextSeconds } from "./slice-length.ts";

/**
 * Computes the places of chunks. Returns the number of records in a slice's buffer: `carry` at the front, and those of
 * its chunks. Seconds are the window's.
 */
export type ComputePlaces = (sliceStart: number, sliceEnd: number, carry: number) => number;

/** What simulated time ends: a group of batches, an era of the origin. */
interface Ending {
  group?: boolean;
  era?: boolean;
}

/**
 * The current slice, from phase to phase. The caller holds the lock.
 *
 * ```
 * parallel    Simulate (chunks) -> Sum -> Wait -> Place (chunks) -> batches are planned, next slice
 * serial                                  Wait -> Simulate       -> batches are planned, next slice
 * disorder    Simulate (chunks) -> Sum -> Place (chunks) -> Wait -> Arrange -> batches are planned, Wait or next slice
 * at an era's end                         Drain -> MoveOrigin -> Move (chunks) -> next slice
 * ```
 */
export class Slices {
  constructor(
    private readonly records: Records,
    private readonly control: Control,
    private readonly lock: Lock,
    private readonly schedule: Schedule,
    private readonly batches: Batches,
    private readonly origin: Origin,
  ) {}

  /** The last chunk of the phase is finished. */
  finishPhase(computePlaces: ComputePlaces): void {
    switch (this.control.get(Word.Phase)) {
      case Phase.Make:
      case Phase.Move:
        this.#startSlice(FIRST_SLICE_SECONDS);
        break;
      case Phase.Simulate:
        this.#computePlaces(computePlaces);
        break;
      case Phase.Place:
        if (this.schedule.disorder !== undefined) {
          this.#waitForBuffer();
          break;
        }
        this.#finishSlice(this.control.getCount(Count.SliceEnd) >= this.schedule.windowSeconds, this.#ending());
    }
  }

  /** A serial slice's buffer now holds this many records; fewer than `limit` if the slice's end was reached. */
  finishFill(records: number, limit: number): void {
    this.control.set(Word.SliceRecords, records);
    const isAtEnd = records < limit;
    this.#finishSlice(isAtEnd && this.control.getCount(Count.SliceEnd) >= this.schedule.windowSeconds, {
      group: isAtEnd,
    });
  }

  /** A buffer now holds this many records in the order of arrival; all that arrive in the slice, or as many as it can. */
  finishArrange(records: number, isAtEnd: boolean): void {
    const { control, schedule } = this;
    control.set(Word.SliceRecords, records);
    const isLast = isAtEnd && control.getCount(Count.SliceEnd) >= (schedule.disorder as DisorderSchedule).endSeconds;
    this.#finishSlice(isLast, isAtEnd ? this.#ending() : {}, isAtEnd);
  }

  /** A buffer has been encoded: the slice goes on if it waits for that. */
  goOnIfFree(): void {
    if (this.control.get(Word.Phase) === Phase.Drain) this.#moveIfDrained();
    else this.#goOnWithBuffer();
  }

  /** The origin has moved. */
  moveChunks(): void {
    this.#startChunks(Phase.Move);
  }

  #moveIfDrained(): void {
    if ([0, 1].every((buffer) => this.control.getOf(buffer, BufferWord.Batches) === 0))
      this.#startChunks(Phase.MoveOrigin);
  }

  /** The slice continues with its buffer, unless that is still being encoded. */
  #goOnWithBuffer(): void {
    const buffer = this.control.get(Word.Buffer);
    if (this.control.get(Word.Phase) !== Phase.Wait || this.control.getOf(buffer, BufferWord.Batches) !== 0) return;
    this.#carryOver(buffer);
    this.#startChunks(this.#phaseWithBuffer());
  }

  #phaseWithBuffer(): number {
    if (this.schedule.serial) return Phase.Simulate;
    return this.schedule.disorder === undefined ? Phase.Place : Phase.Arrange;
  }

  #waitForBuffer(): void {
    this.control.set(Word.Phase, Phase.Wait);
    this.#goOnWithBuffer();
  }

  /** Runs without the lock: it takes a while, and other workers can encode meanwhile. */
  #computePlaces(computePlaces: ComputePlaces): void {
    const { control } = this;
    control.set(Word.Phase, Phase.Sum);
    if (Atomics.load(control.words, Word.Fault) !== FAULT_NONE) return;
    this.lock.release();
    const isArranged = this.schedule.disorder !== undefined;
    const carry = isArranged ? 0 : control.get(Word.Carry);
    const records = computePlaces(control.getCount(Count.SliceStart), control.getCount(Count.SliceEnd), carry);
    this.lock.acquire();
    if (isArranged) {
      control.setCount(Count.SliceMade, records);
      this.#startChunks(Phase.Place);
    } else {
      control.set(Word.SliceRecords, records);
      this.#waitForBuffer();
    }
  }

  /**
   * Copies the records that the previous slice left over, less than a batch, to the front of this slice's buffer. They are
   * there already if no batch was complete: the slice has the same buffer, so that a batch of many slices is not copied for each.
   */
  #carryOver(buffer: number): void {
    const first = this.control.get(Word.CarryFrom);
    if (first === 0) return;
    this.records.move(1 - buffer, { first, count: this.control.get(Word.Carry) }, buffer);
  }

  #startChunks(phase: number): void {
    this.control.set(Word.ChunkNext, 0);
    this.control.set(Word.ChunksDone, 0);
    this.control.set(Word.Phase, phase);
  }

  /**
   * The slice is in order: plans its batches and starts the next slice, unless this was the last.
   * @param ends what simulated time ends here, so that nothing is carried over
   * @param isWhole false if the buffer could not take all of the slice, which goes on with the next buffer
   */
  #finishSlice(isLast: boolean, { group: endsGroup = false, era: endsEra = false }: Ending, isWhole = true): void {
    const { control, schedule } = this;
    const records = this.#dropFirst(control.get(Word.SliceRecords));
    const made =
      schedule.disorder === undefined ? records - control.get(Word.Carry) : control.getCount(Count.SliceMade);
    const left = control.getCount(Count.EventsLeft);
    const ends = isLast || records >= left;
    const buffer = control.get(Word.Buffer);
    const planned = this.batches.plan(buffer, records, Math.min(records, left), ends || endsGroup || endsEra);
    control.setCount(Count.EventsLeft, left - planned);
    if (endsGroup) control.setCount(Count.ToGroupEnd, schedule.cuts.groupEvents);
    control.set(Word.CarryFrom, planned);
    control.set(Word.Carry, records - planned);
    if (planned > 0) control.set(Word.Buffer, 1 - buffer);
    if (!isWhole && !ends) this.#waitForBuffer();
    else this.#endSlice(ends, endsGroup, made);
  }

  /** Ends the slice, of which `made` records came, and starts the next one unless the run ends with it. */
  #endSlice(ends: boolean, endsGroup: boolean, made: number): void {
    const { control, schedule } = this;
    const seconds = control.getCount(Count.SliceEnd) - control.getCount(Count.SliceStart);
    // A serial slice ends when its buffer is full, which is before its end in time, unless the period ends with it.
    if (endsGroup || !schedule.serial) control.setCount(Count.SliceStart, control.getCount(Count.SliceEnd));
    control.add(Word.Slice);
    if (ends) this.#endRun();
    else this.#startSlice(nextSeconds(control, schedule, { made, seconds }));
  }

  /**
   * Removes the events before the run's beginning: all are in the first second and so in the first slice, unless events
   * leave in another order than they happen. Then the run is simulated from its start, and nothing is carried over before
   * the first event that is kept.
   */
  #dropFirst(records: number): number {
    const { begin, disorder } = this.schedule;
    const left = this.control.getCount(Count.ToDrop);
    if (left === 0) return records;
    // The position came from another program.
    if (disorder === undefined && left > records)
      throw new RangeError(`second ${begin.second} has ${records} events and not ${begin.skip}`);
    const dropped = Math.min(left, records);
    this.control.setCount(Count.ToDrop, left - dropped);
    const buffer = this.control.get(Word.Buffer);
    this.records.move(buffer, { first: dropped, count: records - dropped }, buffer);
    return records - dropped;
  }

  #startSlice(seconds: number): void {
    const { control, schedule } = this;
    const start = control.getCount(Count.SliceStart);
    if (isBehindEra(start, this.origin.seconds, schedule.eraSeconds)) {
      control.set(Word.Phase, Phase.Drain);
      this.#moveIfDrained();
      return;
    }
    const length = Math.max(1, Math.min(seconds, schedule.longestSliceSeconds));
    const end = schedule.serial ? Number.POSITIVE_INFINITY : start + length;
    // After the window nothing happens, but what happened in it may arrive.
    const isAfterWindow = schedule.disorder !== undefined && start >= schedule.windowSeconds;
    const mostEnd = isAfterWindow ? schedule.disorder!.endSeconds : schedule.windowSeconds;
    const periodEnd = Math.min(mostEnd, periodEndAfter(start, schedule.cuts), eraEndAfter(start, schedule.eraSeconds));
    control.setCount(Count.SliceEnd, Math.min(end, periodEnd, this.#pastEnd(start)));
    Atomics.store(control.words, Word.PoolNext, 0);
    if (schedule.serial || isAfterWindow) {
      control.setCount(Count.SliceMade, 0);
      this.#waitForBuffer();
    } else {
      this.#startChunks(Phase.Simulate);
    }
  }

  /** A parallel slice of a live run is past as a whole, or not at all. */
  #pastEnd(start: number): number {
    const { liveFrom } = this.batches;
    return !this.schedule.serial && start < liveFrom ? liveFrom : Number.POSITIVE_INFINITY;
  }

  /** What the slice's end ends besides. */
  #ending(): Ending {
    const { control, schedule } = this;
    const start = control.getCount(Count.SliceStart);
    const end = control.getCount(Count.SliceEnd);
    return {
      group: end === periodEndAfter(start, schedule.cuts),
      era: end === eraEndAfter(start, schedule.eraSeconds),
    };
  }

  #endRun(): void {
    // Atomic, so that the writer, which does not take the lock, sees the matching number of batches.
    Atomics.store(this.control.words, Word.Phase, Phase.Done);
    this.control.signal(Word.Ready);
  }
}
