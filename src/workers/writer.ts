import type { Sink } from "../sinks/sink.ts";
import { Control, Phase, SLOT_WORDS, SlotWord, Word } from "./control.ts";

/** How long signals and timers may wait for a turn while this thread writes or waits. */
const TURN_MS = 50;
/** Writes this many slots at once at the most, so that the ring's other slots are being filled meanwhile. */
const BATCH_SHARE = 2;

/** What has been written so far. */
export interface Written {
  events: number;
  bytes: number;
  /** Simulated seconds since the start of the window. */
  seconds: number;
}

/** Takes parts in order from the ring and hands them to the sink. */
export class Writer {
  readonly written: Written = { events: 0, bytes: 0, seconds: 0 };
  readonly #control: Control;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #batchLimit: number;
  #lastTurn = performance.now();

  constructor(
    memory: WebAssembly.Memory,
    private readonly ring: { slots: number; slotBytes: number; slotCount: number },
    private readonly sink: Sink,
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
      const count = this.#countReady(part);
      if (count > 0) {
        const pending = this.#write(part, count);
        if (pending !== undefined) await pending;
        part += count;
      } else if (haveEnded || this.#isLast(part)) {
        return await workersEnded;
      } else {
        // Blocks the thread: it has nothing else to do, and a promise for each part would be most of its garbage.
        Atomics.wait(this.#words, Word.Ready, seen, TURN_MS);
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

  #countReady(part: number): number {
    let count = 0;
    while (
      count < this.#batchLimit &&
      Atomics.load(this.#words, this.#slotWord(part + count, SlotWord.Part)) === part + count + 1
    ) {
      count++;
    }
    return count;
  }

  #isLast(part: number): boolean {
    return (
      Atomics.load(this.#words, Word.Phase) === Phase.Done && Atomics.load(this.#words, Word.PartsPlanned) === part
    );
  }

  #write(part: number, count: number): Promise<void> | undefined {
    const parts: Uint8Array[] = [];
    for (let index = part; index < part + count; index++) {
      const start = this.ring.slots + this.#get(index, SlotWord.Place) * this.ring.slotBytes;
      parts.push(this.#bytes.subarray(start, start + this.#get(index, SlotWord.Bytes)));
    }
    const pending = this.sink.write(parts);
    if (pending instanceof Promise) return pending.then(() => this.#release(part, parts));
    this.#release(part, parts);
    return undefined;
  }

  /** The parts are written: counts them and frees their slots. */
  #release(part: number, parts: Uint8Array[]): void {
    const count = parts.length;
    this.#account(part, parts);
    this.#freeSlots(part, count);
    Atomics.store(this.#words, Word.PartsWritten, part + count);
    Atomics.add(this.#words, Word.Signal, 1);
    if (Atomics.load(this.#words, Word.Sleepers) > 0) Atomics.notify(this.#words, Word.Signal);
  }

  #freeSlots(part: number, count: number): void {
    for (let index = part; index < part + count; index++) {
      const taken = Word.Slots + this.#get(index, SlotWord.Place) * SLOT_WORDS + SlotWord.Taken;
      Atomics.store(this.#words, taken, 0);
    }
  }

  #account(part: number, parts: Uint8Array[]): void {
    parts.forEach((bytes, index) => {
      this.written.bytes += bytes.byteLength;
      this.written.events += this.#get(part + index, SlotWord.Events);
    });
    this.written.seconds = this.#get(part + parts.length - 1, SlotWord.LastSecond);
  }
}
