import { getSystemErrorMap } from "node:util";
import type { Batch, Output, Written } from "../output/containers/batch.ts";
import { RunError } from "../system/errors.ts";
import { Control, Count, SlotWord, Word } from "./control.ts";
import { Turn } from "./direct.ts";
import type { SlotPlaces } from "./schedule.ts";

/** How long signals and timers may wait for a turn while this thread writes or waits. */
const TURN_MS = 50;
/** How long batches may wait that are too few for a worker to wake this thread for. */
const WAIT_MS = 2;
/** How long this thread sleeps while workers write. */
const WATCH_MS = 10;
/** Writes this many slots at once at the most, so that the ring's other slots are being filled meanwhile. */
const GROUP_SHARE = 2;

export interface Ring extends SlotPlaces {
  /** Where in its slot a batch's records stand; 0 where nobody needs them. */
  slotRecords: number;
}

/**
 * Takes batches in order from the ring and hands them to the output. Where that has a descriptor, only the first ones: then
 * the workers write (direct.ts), and this thread looks how far they are, until they are done or meet an error. It also
 * writes what they leave: where nobody reads a pipe, it waits for the reader, and then lets them go on.
 */
export class Writer {
  readonly written: Written = { events: 0, keptEvents: 0, rawBytes: 0, bytes: 0, seconds: 0 };
  /** The same with what is being written: where that fails, it says how much the run needs. */
  attempted: Written = this.written;
  readonly #control: Control;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #groupLimit: number;
  #lastTurn = performance.now();
  /** Whether workers write, may do so when they are told to, or have met an error. */
  #workersTurn: "later" | "now" | "over" = "later";
  /** The next batch at the last look. */
  #lastSeen = -1;
  /** What the system said to a worker: some errors it tells once, and takes the next write. */
  #failure: Error | undefined;

  constructor(
    memory: WebAssembly.Memory,
    private readonly ring: Ring,
    private readonly output: Output,
  ) {
    this.#control = new Control(memory);
    this.#words = this.#control.words;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#groupLimit = Math.max(1, Math.floor(ring.slotCount / GROUP_SHARE));
  }

  /** Resolves when the run's last batch is written. @param workersEnded rejects where a worker died */
  async run(workersEnded: Promise<void>): Promise<void> {
    let haveEnded = false;
    const wakeAtEnd = () => {
      haveEnded = true;
      this.#control.signal(Word.Ready);
    };
    workersEnded.then(wakeAtEnd, wakeAtEnd);
    for (;;) {
      const seen = Atomics.load(this.#words, Word.Ready);
      const isHost = Atomics.load(this.#words, Word.Turn) === Turn.Host || this.#takeBack(haveEnded);
      const batch = Atomics.load(this.#words, Word.BatchesWritten);
      const count = isHost ? this.#control.countReady(batch, this.#groupLimit, this.ring.slotCount) : 0;
      if (this.#workersTurn === "now") this.#takeNote(isHost);
      if (count > 0) {
        const pending = this.#write(batch, count);
        if (pending !== undefined) {
          await pending;
          if (!haveEnded) this.#handOver();
        }
      } else if (haveEnded || this.#control.isBehindLast(batch) || this.output.isComplete) {
        return await this.#end(workersEnded);
      } else if (!(isHost && this.#handOverUnlessReady(batch))) {
        // Blocks the thread: it has nothing else to do, and a promise for each batch would be most of its garbage.
        Atomics.wait(this.#words, Word.Ready, seen, isHost ? WAIT_MS : WATCH_MS);
      }
      if (performance.now() - this.#lastTurn >= TURN_MS) await this.#takeTurn();
    }
  }

  /** Nothing more comes. A thread that ends before it has begun says nothing: what is missing then is an error. */
  async #end(workersEnded: Promise<void>): Promise<void> {
    await workersEnded;
    if (this.output.isComplete || this.#control.isBehindLast(Atomics.load(this.#words, Word.BatchesWritten))) return;
    throw new RunError("all workers ended before the run did; the output is incomplete");
  }

  /** Lets signals be heard, progress be drawn, and a dead worker be noticed. */
  async #takeTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#lastTurn = performance.now();
  }

  /**
   * Lets the workers write from the next batch on, if something was written here: what a file begins with, too. Returns
   * whether it is their turn now. Whoever finishes a batch writes those that are ready already.
   */
  #handOver(): boolean {
    const { descriptor } = this.output;
    const { events, bytes, rawBytes, seconds } = this.written;
    if (this.#workersTurn !== "later" || descriptor === undefined || events === 0) return false;
    const control = this.#control;
    control.setCount(Count.EventsWritten, events);
    control.setCount(Count.BytesWritten, bytes);
    control.setCount(Count.RawBytesWritten, rawBytes);
    control.set(Word.SecondWritten, seconds);
    control.set(Word.Descriptor, descriptor);
    this.#workersTurn = "now";
    Atomics.store(this.#words, Word.Turn, Turn.Free);
    return true;
  }

  /**
   * The same where no batch was ready. If one has become ready meanwhile, the turn is taken back, unless a worker has seen
   * it: nobody would come for it. Returns whether there may be something to do now.
   */
  #handOverUnlessReady(batch: number): boolean {
    return this.#handOver() && this.#isReady(batch) && this.#retake();
  }

  /** Takes the turn back where a batch is ready and no worker comes for it: all have ended, or have been away for long. */
  #takeBack(haveEnded: boolean): boolean {
    const batch = Atomics.load(this.#words, Word.BatchesWritten);
    const isAgain = batch === this.#lastSeen;
    this.#lastSeen = batch;
    return (haveEnded || isAgain) && this.#isReady(batch) && this.#retake();
  }

  /** Takes the workers' turn, unless one of them is writing. */
  #retake(): boolean {
    if (Atomics.compareExchange(this.#words, Word.Turn, Turn.Free, Turn.Host) !== Turn.Free) return false;
    // A batch that was written since then still looks ready.
    this.#takeNote(false);
    this.#workersTurn = "later";
    return true;
  }

  /** How far the workers are. @param isOver they met an error, or a pipe that nobody reads: this thread goes on */
  #takeNote(isOver: boolean): void {
    const control = this.#control;
    this.written.events = control.getCount(Count.EventsWritten);
    this.written.bytes = control.getCount(Count.BytesWritten);
    this.written.rawBytes = control.getCount(Count.RawBytesWritten);
    this.written.seconds = control.get(Word.SecondWritten);
    this.attempted = this.written;
    if (isOver) {
      this.#failure = systemError(control.get(Word.WriteError));
      this.#workersTurn = this.#failure === undefined ? "later" : "over";
    }
    this.output.noteWritten?.(this.written);
    if (this.output.isComplete) this.#stop();
  }

  /** Nothing more is wanted. */
  #stop(): void {
    Atomics.store(this.#words, Word.Stop, 1);
    this.#control.wakeSleepers();
  }

  #isReady(batch: number): boolean {
    return this.#control.countReady(batch, 1, this.ring.slotCount) > 0;
  }

  /** A word of the entry of a batch that is ready. */
  #get(batch: number, word: number): number {
    return this.#control.get(this.#control.entryOf(batch, this.ring.slotCount) + word);
  }

  #write(first: number, count: number): Promise<void> | undefined {
    const batches = Array.from({ length: count }, (_, index) => this.#batchOf(first + index));
    this.attempted = { ...this.written };
    addTo(this.attempted, batches);
    this.attempted.bytes = this.written.bytes + this.#bytesOf(batches);
    if (this.#failure !== undefined) throw this.#failure;
    const pending = this.output.write(batches);
    if (pending instanceof Promise) return pending.then(() => this.#release(first, batches));
    this.#release(first, batches);
    return undefined;
  }

  #batchOf(batch: number): Batch {
    const slot = this.ring.slots + this.#get(batch, SlotWord.Place) * this.ring.slotBytes;
    const start = slot + this.#get(batch, SlotWord.Start);
    return {
      bytes: this.#bytes.subarray(start, start + this.#get(batch, SlotWord.Bytes)),
      events: this.#get(batch, SlotWord.Events),
      rawBytes: this.#get(batch, SlotWord.RawBytes),
      firstSecond: this.#get(batch, SlotWord.FirstSecond),
      lastSecond: this.#get(batch, SlotWord.LastSecond),
      records: slot + this.ring.slotRecords,
    };
  }

  /** What the batches become, or about that where the output makes other bytes of them. */
  #bytesOf(batches: readonly Batch[]): number {
    const sum = batches.reduce((total, { bytes }) => total + bytes.byteLength, 0);
    const { rawBytes } = this.written;
    return this.output.packedBytes === undefined || rawBytes === 0 ? sum : (sum * this.output.packedBytes) / rawBytes;
  }

  /** The batches are written: counts them and frees their slots. */
  #release(first: number, batches: Batch[]): void {
    addTo(this.written, batches);
    this.written.bytes = this.output.packedBytes ?? this.written.bytes;
    this.#control.release(first, batches.length, this.ring.slotCount);
    if (this.output.isComplete) this.#stop();
  }
}

/** An error as Node's own; none where the descriptor only was not ready. */
function systemError(errno: number): Error | undefined {
  const [code, text] = getSystemErrorMap().get(errno) ?? ["EAGAIN"];
  if (code === "EAGAIN") return undefined;
  return Object.assign(new Error(`${code}: ${text}, write`), { code, errno, syscall: "write" });
}

function addTo(written: Written, batches: readonly Batch[]): void {
  for (const { bytes, rawBytes, events, lastSecond } of batches) {
    written.bytes += bytes.byteLength;
    written.rawBytes += rawBytes;
    written.events += events;
    if (bytes.byteLength === 0) written.keptEvents += events;
    written.seconds = lastSecond;
  }
}
