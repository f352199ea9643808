import { CONTROL, CONTROL_END } from "../../../assembly/layout/control.ts";
import { DAY_SECONDS } from "../../system/day.ts";
import { BUFFER_WORDS, CONTROL_WORDS, COUNTS, Phase, SLOT_WORDS, SlotWord, Word } from "./words.ts";

/**
 * After a pipe was full, the reader sets the pace, so only this share of the ring is filled: what is written is still in
 * the caches. Runs into `cat` in turn, two workers, 9.5 GB: 3.55 s with 4 of 14 slots, 3.65 with 3, 3.84 with 14.
 */
const FULL_PIPE_SHARE = 4;

/** The words and counts of a run's control block, with plain access for the holder of the lock. */
export class Control {
  readonly words: Int32Array;
  readonly #counts: Float64Array;

  constructor(memory: WebAssembly.Memory) {
    this.words = new Int32Array(memory.buffer, CONTROL, CONTROL_WORDS);
    this.#counts = new Float64Array(memory.buffer, CONTROL_END - 8 * COUNTS, COUNTS);
  }

  get(word: number): number {
    return this.words[word] as number;
  }

  set(word: number, value: number): void {
    this.words[word] = value;
  }

  /** Adds one and returns the new value. */
  add(word: number): number {
    const value = this.get(word) + 1;
    this.set(word, value);
    return value;
  }

  /** Returns a word of one of the two ordered buffers, by `BufferWord`. */
  getOf(buffer: number, word: number): number {
    return this.get(Word.Buffers + buffer * BUFFER_WORDS + word);
  }

  setOf(buffer: number, word: number, value: number): void {
    this.set(Word.Buffers + buffer * BUFFER_WORDS + word, value);
  }

  /** Returns a double, by `Count`. */
  getCount(index: number): number {
    return this.#counts[index] as number;
  }

  setCount(index: number, value: number): void {
    this.#counts[index] = value;
  }

  addCount(index: number, value: number): void {
    this.setCount(index, this.getCount(index) + value);
  }

  /** Returns the index of the first word of a batch's entry in the ring. */
  entryOf(batch: number, slotCount: number): number {
    return Word.Slots + (batch % slotCount) * SLOT_WORDS;
  }

  /** Returns the origin of an entry's times, in seconds since the window's start. */
  originSecondsOf(entry: number): number {
    return this.get(entry + SlotWord.OriginDays) * DAY_SECONDS;
  }

  /** Returns a second of an entry, since the window's start. */
  secondOf(entry: number, word: number): number {
    return this.originSecondsOf(entry) + this.get(entry + word);
  }

  /** Returns the number, at most `limit`, of consecutive batches from `batch` on that are ready. */
  countReady(batch: number, limit: number, slotCount: number): number {
    let count = 0;
    while (
      count < limit &&
      Atomics.load(this.words, this.entryOf(batch + count, slotCount) + SlotWord.Batch) === batch + count + 1
    ) {
      count++;
    }
    return count;
  }

  /** Returns the most batches that may be unwritten at a time, whether ready or being encoded. */
  mostBatches(slotCount: number): number {
    return Atomics.load(this.words, Word.PipeWasFull) === 0 ? slotCount : Math.ceil(slotCount / FULL_PIPE_SHARE);
  }

  /** Whether this batch follows the last one of the run. */
  isBehindLast(batch: number): boolean {
    const { words } = this;
    return Atomics.load(words, Word.Phase) === Phase.Done && Atomics.load(words, Word.BatchesPlanned) === batch;
  }

  /** Returns the lowest free slot, so that recently written slots are reused while they are in the caches. */
  takeSlot(): number {
    const { words } = this;
    let slot = 0;
    while (Atomics.load(words, Word.Slots + slot * SLOT_WORDS + SlotWord.Taken) !== 0) slot++;
    Atomics.store(words, Word.Slots + slot * SLOT_WORDS + SlotWord.Taken, 1);
    return slot;
  }

  /** Releases the memory of these batches. */
  freeSlots(first: number, count: number, slotCount: number): void {
    for (let batch = first; batch < first + count; batch++) {
      const place = this.get(this.entryOf(batch, slotCount) + SlotWord.Place);
      Atomics.store(this.words, Word.Slots + place * SLOT_WORDS + SlotWord.Taken, 0);
    }
  }

  /** Records that all batches before this one are written. Their entries are free, and waiting threads are woken. */
  advanceTo(batch: number): void {
    Atomics.store(this.words, Word.BatchesWritten, batch);
    this.wakeSleepers();
  }

  /** Wakes workers that sleep, as there may be work. */
  wakeSleepers(): void {
    Atomics.add(this.words, Word.Signal, 1);
    if (Atomics.load(this.words, Word.Sleepers) > 0) Atomics.notify(this.words, Word.Signal);
  }

  /** No more batches are needed: each worker ends after its current task. */
  stopWorkers(): void {
    Atomics.store(this.words, Word.Stop, 1);
    this.wakeSleepers();
  }

  /** This worker has done its last task. */
  noteEnd(): void {
    this.signal(Word.Ended);
  }

  /** Blocks this thread until so many workers have done their last task, for a time at most. */
  waitForEnds(workers: number, mostMs: number): void {
    const limitMs = performance.now() + mostMs;
    for (;;) {
      const ended = Atomics.load(this.words, Word.Ended);
      const leftMs = limitMs - performance.now();
      if (ended >= workers || leftMs <= 0) return;
      Atomics.wait(this.words, Word.Ended, ended, leftMs);
    }
  }

  /** Increments a word that threads sleep on, and wakes them. */
  signal(word: number): void {
    Atomics.add(this.words, word, 1);
    Atomics.notify(this.words, word);
  }
}
