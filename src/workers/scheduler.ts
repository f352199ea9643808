import { FAULT_NONE } from "../../assembly/layout/control.ts";
import { Origin } from "../memory/origin/origin.ts";
import type { RangePlace } from "../output/formats/encoder.ts";
import { Batches } from "./batches.ts";
import { Control } from "./control/control.ts";
import { Lock } from "./control/lock.ts";
import { BufferWord, Count, Phase, SlotWord, Word } from "./control/words.ts";
import { Records } from "./records.ts";
import { Ring } from "./ring.ts";
import type { Schedule } from "./schedule.ts";
import { type ComputePlaces, Slices } from "./slices.ts";
import type { Task } from "./task.ts";
import { DirectWriter, type WriteWatch } from "./writing/direct.ts";

/** Where a slice is placed that is put into the order of arrival afterwards: after the two buffers. */
const UNARRANGED = 2;

/** What is done with each chunk in a phase. */
const KINDS: Readonly<Partial<Record<number, "make" | "simulate" | "place" | "move">>> = {
  [Phase.Make]: "make",
  [Phase.Simulate]: "simulate",
  [Phase.Place]: "place",
  [Phase.Move]: "move",
};

/** The writer is woken when this share of the ring is ready. */
const WAKE_SHARE = 4;

/**
 * Hands out the work of a run. Every worker has its own scheduler over the same words, which one lock protects.
 *
 * ```
 * slice k:    simulate (chunks) -> sum -> place (chunks) -> encode (batches) -> ring -> writer
 * slice k+1:                               simulate ...      (while k is encoded)
 * ```
 * There is one pool of unordered records and two buffers of ordered ones. So slice k + 1 is simulated and placed while
 * k is encoded; k + 2 is simulated then too, and placed when k's buffer is free. A batch is handed out only when the
 * ring has a free slot, so a slow destination stops the workers (backpressure). The records after a slice's last whole
 * batch move to the front of the next slice's buffer. Where events leave in another order than they happen, a slice has a
 * place of its own, from which one worker fills free buffers in the order of arrival. In serial mode a slice is one task,
 * which fills a buffer up to a number of records once that buffer is free.
 */
export class Scheduler {
  readonly #records: Records;
  readonly #control: Control;
  readonly #lock: Lock;
  readonly #ring: Ring;
  readonly #direct: DirectWriter;
  readonly #slices: Slices;
  readonly #chunks: number;
  readonly #batches: Batches;

  constructor(
    memory: WebAssembly.Memory,
    private readonly schedule: Schedule,
    watch?: Partial<WriteWatch>,
  ) {
    this.#records = new Records(memory, schedule);
    this.#control = new Control(memory);
    this.#lock = new Lock(this.#control.words, Word.Lock);
    this.#ring = new Ring(memory, this.#control, schedule);
    this.#direct = new DirectWriter(memory, this.#control, schedule, watch);
    this.#batches = new Batches(memory, this.#records, this.#control, schedule);
    const origin = new Origin(memory);
    this.#slices = new Slices(this.#records, this.#control, this.#lock, schedule, this.#batches, origin);
    this.#chunks = schedule.serial ? 1 : schedule.chunks;
  }

  /** Initializes the control block. Called once, before any worker starts. */
  reset(eventLimit: number): void {
    this.#control.words.fill(0);
    this.#control.setCount(Count.EventsLeft, eventLimit - this.schedule.begin.event);
    const { cuts, begin } = this.schedule;
    this.#control.setCount(Count.ToGroupEnd, cuts.groupEvents);
    this.#control.setCount(Count.NextEvent, begin.event);
    this.#control.setCount(Count.ToDrop, begin.skip);
    this.#control.setCount(Count.SliceStart, begin.second);
  }

  /** Waits until there may be work. */
  next(): Task {
    const { words } = this.#control;
    for (;;) {
      // Read before the claim: the writer changes its words and then the signal, without taking the lock.
      const seen = Atomics.load(words, Word.Signal);
      this.#lock.acquire();
      const task = this.#claim();
      this.#lock.release();
      if (task !== undefined) return task;
      Atomics.add(words, Word.Sleepers, 1);
      Atomics.wait(words, Word.Signal, seen);
      Atomics.sub(words, Word.Sleepers, 1);
    }
  }

  /** @param computePlaces called by the worker that finishes a slice's simulation */
  finish(task: Task, computePlaces: ComputePlaces): void {
    if (task.kind === "stop") return;
    this.#lock.acquire();
    if (task.kind === "encode") this.#finishBatch(task.buffer);
    else if (this.#control.add(Word.ChunksDone) === this.#chunks) this.#slices.finishPhase(computePlaces);
    this.#control.wakeSleepers();
    this.#lock.release();
  }

  /** The origin has moved: the chunks follow. */
  finishMoveOrigin(): void {
    this.#lock.acquire();
    this.#slices.moveChunks();
    this.#control.wakeSleepers();
    this.#lock.release();
  }

  /** A serial slice's buffer now holds this many records. */
  finishFill(task: Task & { kind: "fill" }, records: number): void {
    this.#lock.acquire();
    this.#slices.finishFill(records, task.limit);
    this.#control.wakeSleepers();
    this.#lock.release();
  }

  /** A buffer now holds this many records in the order of arrival. @param isAtEnd all that arrive in the slice are there */
  finishArrange(records: number, isAtEnd: boolean): void {
    this.#lock.acquire();
    this.#slices.finishArrange(records, isAtEnd);
    this.#control.wakeSleepers();
    this.#lock.release();
  }

  /** This worker has done its last task. */
  leave(): void {
    this.#control.noteEnd();
  }

  /** Copies the batch's records to an address where they stay until it is written. */
  copyRecords(task: Task & { kind: "encode" }, target: number): void {
    this.#records.copy(task.buffer, task, target);
  }

  /** A batch is complete in its slot: notifies the writer, or writes it if workers write. */
  publish(task: Task & { kind: "encode" }, ranges: readonly RangePlace[]): void {
    const control = this.#control;
    const { batch, buffer, first, count, slot: place } = task;
    const firstSecond = this.#records.sinceOrigin(buffer, first);
    const lastSecond = this.#records.sinceOrigin(buffer, first + count - 1);
    const { originDays } = this.#records;
    this.#ring.put(batch, { place, events: count, firstSecond, lastSecond, originDays }, ranges);
    Atomics.store(control.words, control.entryOf(batch, this.schedule.slotCount) + SlotWord.Batch, batch + 1);
    if (this.#direct.isOn) this.#direct.writeReady();
    else if (this.#isWorthWaking(batch)) control.signal(Word.Ready);
  }

  /**
   * Whether enough batches are ready for the writer, or this was the run's last. Waking the writer costs as much as a
   * hundred events and takes the processor from a worker. The writer finds smaller numbers of batches by itself
   * (WAIT_MS).
   */
  #isWorthWaking(batch: number): boolean {
    const { words } = this.#control;
    const { slotCount } = this.schedule;
    const enough = Math.max(1, Math.floor(slotCount / WAKE_SHARE));
    const ready = this.#control.countReady(Atomics.load(words, Word.BatchesWritten), enough, slotCount);
    return ready === enough || this.#control.isBehindLast(batch + 1);
  }

  #claim(): Task | undefined {
    const { words } = this.#control;
    if (Atomics.load(words, Word.Fault) !== FAULT_NONE || Atomics.load(words, Word.Stop) !== 0) return { kind: "stop" };
    // While live, a slice that is made ahead can wait, and a batch that is due soon cannot.
    if (this.schedule.live !== undefined) return this.#claimBatch() ?? this.#claimChunk() ?? this.#claimEnd();
    return this.#claimChunk() ?? this.#claimBatch() ?? this.#claimEnd();
  }

  #claimChunk(): Task | undefined {
    const control = this.#control;
    const phase = control.get(Word.Phase);
    const isForOne = phase === Phase.Arrange || phase === Phase.MoveOrigin;
    const kind = KINDS[phase];
    if (!isForOne && kind === undefined) return undefined;
    const chunk = control.get(Word.ChunkNext);
    if (chunk >= (isForOne ? 1 : this.#chunks)) return undefined;
    control.set(Word.ChunkNext, chunk + 1);
    const buffer = control.get(Word.Buffer);
    const sliceEnd = control.getCount(Count.SliceEnd);
    if (this.schedule.serial && phase === Phase.Simulate) return this.#fill(buffer, sliceEnd);
    if (phase === Phase.MoveOrigin) return { kind: "move origin" };
    if (kind === undefined) return this.#arrange(buffer, sliceEnd);
    const place = this.schedule.disorder === undefined ? buffer : UNARRANGED;
    return { kind, chunk, sliceStart: control.getCount(Count.SliceStart), sliceEnd, buffer: place };
  }

  /** It ends with the last event that the run may have, so that nothing after that is told to have happened. */
  #arrange(buffer: number, sliceEnd: number): Task {
    const control = this.#control;
    const first = control.get(Word.Carry);
    const left = control.getCount(Count.EventsLeft) + control.getCount(Count.ToDrop);
    return { kind: "arrange", buffer, first, limit: Math.min(first + this.schedule.sliceRecords, left), sliceEnd };
  }

  #fill(buffer: number, sliceEnd: number): Task {
    const first = this.#control.get(Word.Carry);
    const { sliceRecords, cuts } = this.schedule;
    // While live, more than a batch may be left over; the buffer has room for one.
    const limit = this.schedule.live === undefined ? first + sliceRecords : sliceRecords + cuts.batchEvents;
    return { kind: "fill", buffer, first, limit, sliceEnd };
  }

  #claimBatch(): Task | undefined {
    const first = this.#control.getOf(0, BufferWord.FirstBatch);
    const older = first <= this.#control.getOf(1, BufferWord.FirstBatch) ? 0 : 1;
    return this.#claimBatchOf(older) ?? this.#claimBatchOf(1 - older);
  }

  #claimBatchOf(buffer: number): Task | undefined {
    const control = this.#control;
    const index = control.getOf(buffer, BufferWord.BatchNext);
    if (index >= control.getOf(buffer, BufferWord.Batches)) return undefined;
    const batch = control.getOf(buffer, BufferWord.FirstBatch) + index;
    const ahead = batch - Atomics.load(control.words, Word.BatchesWritten);
    if (ahead >= control.mostBatches(this.schedule.slotCount)) return undefined;
    control.setOf(buffer, BufferWord.BatchNext, index + 1);
    const { first, count } = this.#batches.rangeOf(buffer, index, batch);
    const event = control.getCount(Count.BufferEvent + buffer) + first;
    const isKept = this.schedule.kept.some(([from, to]) => event >= from && event < to);
    return { kind: "encode", buffer, batch, slot: control.takeSlot(), first, count, isKept };
  }

  #claimEnd(): Task | undefined {
    const control = this.#control;
    if (control.get(Word.Phase) !== Phase.Done) return undefined;
    for (const buffer of [0, 1]) {
      if (control.getOf(buffer, BufferWord.BatchNext) < control.getOf(buffer, BufferWord.Batches)) return undefined;
    }
    return { kind: "stop" };
  }

  #finishBatch(buffer: number): void {
    const control = this.#control;
    const done = control.getOf(buffer, BufferWord.BatchesDone) + 1;
    control.setOf(buffer, BufferWord.BatchesDone, done);
    if (done < control.getOf(buffer, BufferWord.Batches)) return;
    control.setOf(buffer, BufferWord.Batches, 0);
    control.setOf(buffer, BufferWord.BatchNext, 0);
    this.#slices.goOnIfFree();
  }
}
