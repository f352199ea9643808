import { writeSync } from "node:fs";
import type { Control } from "../control/control.ts";
import { Count, SlotWord, Word } from "../control/words.ts";
import type { SlotPlaces } from "../schedule.ts";
import { Pace } from "./pace.ts";

/** Receives each write. */
export interface WriteWatch {
  /** Called before the batches from this one on are written. */
  writes(batch: number): void;
  /** Called after the write, with its number of batches, events and bytes. */
  wrote(batch: number, batches: number, events: number, byteLength: number): void;
}

/** Who may write. */
export const Turn = {
  /** The main thread, through the output. */
  Host: 0,
  /** The workers, and none is writing. */
  Free: 1,
  /** A worker is writing. */
  Taken: 2,
} as const;

/**
 * Writes batches from the thread that encoded them, if the output is a plain descriptor. The worker that finishes the
 * next batch in order writes it and all ready batches after it. No thread has to be woken for it, and the slot is
 * reused while it is in the worker's cache.
 *
 * ```
 * worker 1   encode 5 | encode 7 | write 6, 7 | encode 9 ...          6 is next: 7 waits in the ring
 * worker 2   encode 6 .................. not its turn | encode 8 | write 8 ...
 * ```
 * If a pipe is full, its writer tries again after a pause (pace.ts), while others encode. If the system does not take
 * the bytes, the main thread continues with the rest of the batch and the system's error, because the system reports
 * some errors only once.
 */
export class DirectWriter {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #pace = new Pace();

  constructor(
    memory: WebAssembly.Memory,
    private readonly control: Control,
    private readonly places: SlotPlaces,
    private readonly watch?: Partial<WriteWatch>,
  ) {
    this.#words = control.words;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  get isOn(): boolean {
    return Atomics.load(this.#words, Word.Turn) !== Turn.Host;
  }

  /** Writes the batches that are ready, unless another thread is writing: that thread checks again when it is done. */
  writeReady(): void {
    const { control } = this;
    while (
      this.#isNextReady() &&
      Atomics.compareExchange(this.#words, Word.Turn, Turn.Free, Turn.Taken) === Turn.Free
    ) {
      let isTaken = true;
      while (isTaken && this.#isNextReady()) isTaken = this.#write(this.#next);
      const isOver = !isTaken || control.isBehindLast(this.#next);
      Atomics.store(this.#words, Word.Turn, isTaken ? Turn.Free : Turn.Host);
      if (isOver) control.signal(Word.Ready);
    }
  }

  /** The next batch to write. */
  get #next(): number {
    return Atomics.load(this.#words, Word.BatchesWritten);
  }

  #isNextReady(): boolean {
    return this.control.countReady(this.#next, 1, this.places.slotCount) === 1;
  }

  /** Returns whether the system took all of the batch. */
  #write(batch: number): boolean {
    const { control, places } = this;
    const entry = control.entryOf(batch, places.slotCount);
    const slot = places.slots + control.get(entry + SlotWord.Place) * places.slotBytes;
    const start = control.get(entry + SlotWord.Start);
    // The main thread writes a batch of several ranges, and then returns the turn to the workers.
    if (start < 0) {
      control.set(Word.WriteError, 0);
      return false;
    }
    const byteLength = control.get(entry + SlotWord.Bytes);
    this.watch?.writes?.(batch);
    const { written, errno } = this.#writeAsMuch(control.get(Word.Descriptor), slot + start, byteLength);
    control.addCount(Count.BytesWritten, written);
    const isWhole = written === byteLength;
    this.watch?.wrote?.(batch, Number(isWhole), isWhole ? control.get(entry + SlotWord.Events) : 0, written);
    if (written < byteLength) {
      control.set(entry + SlotWord.Start, start + written);
      control.set(entry + SlotWord.Bytes, byteLength - written);
      control.set(Word.WriteError, errno);
      return false;
    }
    control.addCount(Count.RawBytesWritten, control.get(entry + SlotWord.RawBytes));
    control.addCount(Count.EventsWritten, control.get(entry + SlotWord.Events));
    control.setCount(Count.SecondWritten, control.secondOf(entry, SlotWord.LastSecond));
    control.freeSlots(batch, 1, places.slotCount);
    control.advanceTo(batch + 1);
    return true;
  }

  /**
   * Returns the number of bytes that the system took before it failed or the pipe stayed full, and the last error, 0 if
   * there was none.
   */
  #writeAsMuch(descriptor: number, start: number, byteLength: number): { written: number; errno: number } {
    let written = 0;
    let hasWaited = false;
    for (;;) {
      const { taken, errno, isFull } = writeOnce(descriptor, this.#bytes, start + written, byteLength - written);
      written += taken;
      if (hasWaited) this.#pace.took(taken, written === byteLength);
      if (written === byteLength || !isFull) return { written, errno };
      Atomics.store(this.#words, Word.PipeWasFull, 1);
      if (!this.#pace.pause()) return { written, errno };
      hasWaited = true;
    }
  }
}

/** The result of one write; `errno` is Node's, 0 if there was no error. */
function writeOnce(
  descriptor: number,
  bytes: Uint8Array,
  start: number,
  byteLength: number,
): { taken: number; errno: number; isFull: boolean } {
  try {
    const taken = writeSync(descriptor, bytes, start, byteLength);
    return { taken, errno: 0, isFull: taken < byteLength };
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException;
    return { taken: 0, errno, isFull: code === "EAGAIN" };
  }
}
