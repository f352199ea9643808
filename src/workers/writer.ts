import type { Output, Part } from "../output/part.ts";
import { Control, Phase, SLOT_WORDS, SlotWord, Word } from "./control.ts";

/** How long signals and timers may wait for a turn while this thread writes or waits. */
const TURN_MS = 50;
/** How long parts may wait that are too few for a worker to wake this thread for. */
const WAIT_MS = 2;
/** Writes this many slots at once at the most, so that the ring's other slots are being filled meanwhile. */
const BATCH_SHARE = 2;

/** What has been written so far. */
export interface Written {
  events: number;
  /** Those of them that are in files of an earlier run. */
  keptEvents: number;
  bytes: number;
  /** Simulated seconds since the start of the window. */
  seconds: number;
}

/** Where the ring's slots stand in memory, and where in its slot a part's records do (0: nowhere). */
export interface Ring {
  slots: number;
  slotBytes: number;
  slotRecords: number;
  slotCount: number;
}

/** Takes parts in order from the ring and hands them to the output. */
export class Writer {
  readonly written: Written = { events: 0, keptEvents: 0, bytes: 0, seconds: 0 };
  /** The same with what is being written: where that fails, it says how much the run needs. */
  attempted: Written = this.written;
  readonly #control: Control;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #batchLimit: number;
  #lastTurn = performance.now();

  constructor(
    memory: WebAssembly.Memory,
    private readonly ring: Ring,
    private readonly output: Output,
  ) {
    this.#control = new Control(memory);
    this.#words = this.#control.words;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#batchLimit = Math.max(1, Math.floor(ring.slotCount / BATCH_SHARE));
  }

  /** Resolves when the run's last part is written. @param workersEnded rejects where a worker died */
  async run(workersEnded: Promise<void>): Promise<void> {
    let haveEnded = false;
    const wakeAtEnd = () => {
      haveEnded = true;
      this.#control.signal(Word.Ready);
    };
    workersEnded.then(wakeAtEnd, wakeAtEnd);
    for (let part = 0; ; ) {
      const seen = Atomics.load(this.#words, Word.Ready);
      const count = this.#control.countReady(part, this.#batchLimit, this.ring.slotCount);
      if (count > 0) {
        const pending = this.#write(part, count);
        if (pending !== undefined) await pending;
        part += count;
      } else if (haveEnded || this.#isLast(part) || this.output.isComplete) {
        return await workersEnded;
      } else {
        // Blocks the thread: it has nothing else to do, and a promise for each part would be most of its garbage.
        Atomics.wait(this.#words, Word.Ready, seen, WAIT_MS);
      }
      if (performance.now() - this.#lastTurn >= TURN_MS) await this.#takeTurn();
    }
  }

  /** Lets signals be heard, progress be drawn, and a dead worker be noticed. */
  async #takeTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#lastTurn = performance.now();
  }

  #slotWord(part: number, word: number): number {
    return this.#control.entryOf(part, this.ring.slotCount) + word;
  }

  /** A word of the entry of a part that is ready. */
  #get(part: number, word: number): number {
    return this.#control.get(this.#slotWord(part, word));
  }

  #isLast(part: number): boolean {
    return (
      Atomics.load(this.#words, Word.Phase) === Phase.Done && Atomics.load(this.#words, Word.PartsPlanned) === part
    );
  }

  #write(first: number, count: number): Promise<void> | undefined {
    const parts = Array.from({ length: count }, (_, index) => this.#partOf(first + index));
    this.attempted = { ...this.written };
    addTo(this.attempted, parts);
    const pending = this.output.write(parts);
    if (pending instanceof Promise) return pending.then(() => this.#release(first, parts));
    this.#release(first, parts);
    return undefined;
  }

  #partOf(part: number): Part {
    const slot = this.ring.slots + this.#get(part, SlotWord.Place) * this.ring.slotBytes;
    const start = slot + this.#get(part, SlotWord.Start);
    return {
      bytes: this.#bytes.subarray(start, start + this.#get(part, SlotWord.Bytes)),
      events: this.#get(part, SlotWord.Events),
      rawBytes: this.#get(part, SlotWord.RawBytes),
      firstSecond: this.#get(part, SlotWord.FirstSecond),
      lastSecond: this.#get(part, SlotWord.LastSecond),
      records: slot + this.ring.slotRecords,
    };
  }

  /** The parts are written: counts them and frees their slots. */
  #release(first: number, parts: Part[]): void {
    addTo(this.written, parts);
    parts.forEach((_, index) => {
      const taken = Word.Slots + this.#get(first + index, SlotWord.Place) * SLOT_WORDS + SlotWord.Taken;
      Atomics.store(this.#words, taken, 0);
    });
    Atomics.store(this.#words, Word.PartsWritten, first + parts.length);
    if (this.output.isComplete) Atomics.store(this.#words, Word.Stop, 1);
    Atomics.add(this.#words, Word.Signal, 1);
    if (Atomics.load(this.#words, Word.Sleepers) > 0) Atomics.notify(this.#words, Word.Signal);
  }
}

function addTo(written: Written, parts: readonly Part[]): void {
  for (const { bytes, events, lastSecond } of parts) {
    written.bytes += bytes.byteLength;
    written.events += events;
    if (bytes.byteLength === 0) written.keptEvents += events;
    written.seconds = lastSecond;
  }
}
