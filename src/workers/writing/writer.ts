import type { RunContainer, Written } from "../../output/containers/container.ts";
import type { Batch } from "../../output/formats/encoder.ts";
import { RunError } from "../../system/errors.ts";
import { Control } from "../control/control.ts";
import { Count, Word } from "../control/words.ts";
import type { Lateness } from "../live/lateness.ts";
import { Ring, type RingPlaces } from "../ring.ts";
import type { WriterOptions } from "./clock.ts";
import { Turn } from "./direct.ts";
import { Held } from "./held.ts";
import { UnderWay } from "./under-way.ts";
import { addTo, attemptedWith, systemError, totalOf } from "./written.ts";

/** Longest milliseconds without a turn of the event loop, for signals and timers, while this thread writes or waits. */
const TURN_MS = 50;
/** Longest wait of a few batches, for which no worker wakes this thread. */
const WAIT_MS = 2;
/** How long this thread sleeps while workers write. */
const WATCH_MS = 10;
/** Takes at most 1 / GROUP_SHARE of the slots at once, so that workers can fill the others meanwhile. */
const GROUP_SHARE = 2;

/**
 * Takes batches in order from the ring and passes them to a container, which may have several groups of them under way.
 * If the container has a descriptor, that covers only the first batches: then the workers write (direct.ts), and this
 * thread watches their progress until they are done or meet an error. It also writes what they leave: if nobody reads a
 * pipe, it waits for the reader, and then hands over again.
 */
export class Writer {
  readonly written: Written = totalOf([]);
  /** The total including batches being written. If a write fails, it tells how much room the run needs. */
  attempted: Written = this.written;
  readonly #control: Control;
  readonly #words: Int32Array;
  readonly #ring: Ring;
  readonly #groupLimit: number;
  readonly #underWay: UnderWay;
  /** The first batch that was not passed to the container. */
  #taken = 0;
  #lastTurn = performance.now();
  /** Whether workers may write later, may write now, or have met an error. */
  #workersTurn: "later" | "now" | "over" = "later";
  /** The next batch at the last check. */
  #lastSeen = -1;
  /** A worker's write error. The system reports some errors once, and accepts the next write. */
  #failure: Error | undefined;
  readonly #held: Held;
  /** Whether the run was ended by `stop`. */
  isStopped = false;
  #abandonment: RunError | undefined;

  constructor(
    memory: WebAssembly.Memory,
    private readonly places: RingPlaces,
    private readonly container: RunContainer,
    private readonly options: WriterOptions = {},
  ) {
    this.#control = new Control(memory);
    this.#words = this.#control.words;
    this.#ring = new Ring(memory, this.#control, places, places.slotRecords);
    this.#held = new Held(options);
    this.#groupLimit = Math.max(1, Math.floor(places.slotCount / GROUP_SHARE));
    this.#underWay = new UnderWay(
      (first, count) => this.#control.freeSlots(first, count, places.slotCount),
      (first, batches) => this.#advance(first, batches),
    );
  }

  /** How late events leave; undefined unless a clock counts it. */
  get lateness(): Lateness | undefined {
    return this.options.clock?.lateness;
  }

  /** Encoded batches that wait to be written, and the number of batches for which there is room. */
  get ring(): { readyBatches: number; slots: number } {
    const { slotCount } = this.places;
    return { readyBatches: this.#control.countReady(this.#next(), slotCount, slotCount), slots: slotCount };
  }

  /** Ends the run: what was passed to the container is completed, and nothing more follows. */
  stop(): void {
    this.isStopped = true;
    this.#control.stopWorkers();
  }

  /** Lets `run` reject at its next step: nothing more is passed to the container, which is aborted. The caller ends the workers. */
  abandon(): void {
    this.#abandonment = new RunError("the run was given up");
  }

  /** Resolves when the run's last batch is written. @param workersEnded rejects if a worker died */
  async run(workersEnded: Promise<void>): Promise<void> {
    let haveEnded = false;
    const wakeAtEnd = () => {
      haveEnded = true;
      this.#control.signal(Word.Ready);
    };
    workersEnded.then(wakeAtEnd, wakeAtEnd);
    const { mostTakes = 1 } = this.container;
    for (;;) {
      if (this.#abandonment !== undefined) throw this.#abandonment;
      this.#underWay.check();
      if (this.isStopped) return await this.#end(workersEnded);
      const seen = Atomics.load(this.#words, Word.Ready);
      const isHost = Atomics.load(this.#words, Word.Turn) === Turn.Host || this.#takeBack(haveEnded);
      const batch = this.#next();
      const mayTake = isHost && this.#underWay.count < mostTakes;
      const ready = mayTake ? this.#control.countReady(batch, this.#groupLimit, this.places.slotCount) : 0;
      const count = mayTake ? this.#held.countDue(batch, ready) : 0;
      if (this.#workersTurn === "now") this.#takeNote(isHost);
      if (count > 0) {
        this.#take(batch, count);
        const hadToWait = this.#underWay.count > 0;
        while (this.#underWay.count >= mostTakes) await this.#underWay.next();
        if (hadToWait && !haveEnded) this.#handOver();
      } else if (haveEnded || this.#control.isBehindLast(batch) || this.container.isComplete) {
        if (!this.#held.isHolding || this.container.isComplete) return await this.#end(workersEnded);
        await this.#wait(seen);
      } else if (this.#underWay.count > 0 || this.#held.isHolding) {
        await this.#wait(seen);
      } else if (!(isHost && this.#handOverUnlessReady(batch))) {
        const waitMs = isHost ? WAIT_MS : WATCH_MS;
        if (this.options.isPolite) await Atomics.waitAsync(this.#words, Word.Ready, seen, waitMs).value;
        // Blocks the thread: it has nothing else to do, and a promise for each batch would be most of its garbage.
        else Atomics.wait(this.#words, Word.Ready, seen, waitMs);
      }
      if (performance.now() - this.#lastTurn >= TURN_MS) await this.#takeTurn();
    }
  }

  /** Completes the run. A thread that ends before it has started reports nothing, so missing batches are an error. */
  async #end(workersEnded: Promise<void>): Promise<void> {
    while (this.#underWay.count > 0) await this.#underWay.next();
    if (!this.isStopped) await workersEnded;
    if (this.#abandonment !== undefined) throw this.#abandonment;
    if (this.isStopped || this.container.isComplete || this.#control.isBehindLast(this.#next())) return;
    throw new RunError("all workers ended before the run did; the output is incomplete");
  }

  /** The first batch that neither this thread nor a worker has taken. */
  #next(): number {
    return Math.max(this.#taken, Atomics.load(this.#words, Word.BatchesWritten));
  }

  /** Waits for an acknowledgement, for a ready batch, or until a delayed batch may leave. */
  async #wait(seen: number): Promise<void> {
    const isBusy = this.#underWay.count > 0;
    if (this.#held.isHolding) {
      this.#held.passTime(this.container, this.#ring.get(this.#next()));
      const held = this.#held.sleep(isBusy);
      return isBusy ? this.#underWay.next(held) : held;
    }
    const { value } = Atomics.waitAsync(this.#words, Word.Ready, seen, WAIT_MS);
    await this.#underWay.next(Promise.resolve(value));
  }

  /** Lets the event loop handle signals, draw progress, and notice a dead worker. */
  async #takeTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#lastTurn = performance.now();
  }

  /**
   * Lets the workers write from the next batch on, if something was written here, such as a file's first bytes. Returns
   * whether the workers may write now. Whichever worker finishes a batch also writes those that are ready already.
   */
  #handOver(): boolean {
    const { descriptor } = this.container;
    const { events, bytes, rawBytes, seconds } = this.written;
    if (this.#workersTurn !== "later" || descriptor === undefined || events === 0) return false;
    // This thread writes while a clock delays batches or writes are under way.
    if (this.options.clock !== undefined || this.#underWay.count > 0) return false;
    const control = this.#control;
    control.setCount(Count.EventsWritten, events);
    control.setCount(Count.BytesWritten, bytes);
    control.setCount(Count.RawBytesWritten, rawBytes);
    control.setCount(Count.SecondWritten, seconds);
    control.set(Word.Descriptor, descriptor);
    this.#workersTurn = "now";
    Atomics.store(this.#words, Word.Turn, Turn.Free);
    return true;
  }

  /**
   * The same if no batch was ready. If one has become ready meanwhile, takes the turn back, unless a worker has seen
   * the batch: no worker would come for it. Returns whether there may be work now.
   */
  #handOverUnlessReady(batch: number): boolean {
    return this.#handOver() && this.#isReady(batch) && this.#retake();
  }

  /** Takes the turn back if a batch is ready and no worker comes for it: all have ended, or have been busy for long. */
  #takeBack(haveEnded: boolean): boolean {
    const batch = this.#next();
    const isAgain = batch === this.#lastSeen;
    this.#lastSeen = batch;
    return (haveEnded || isAgain) && this.#isReady(batch) && this.#retake();
  }

  /** Takes the workers' turn, unless one of them is writing. */
  #retake(): boolean {
    if (Atomics.compareExchange(this.#words, Word.Turn, Turn.Free, Turn.Host) !== Turn.Free) return false;
    // A batch that was written meanwhile still looks ready.
    this.#takeNote(false);
    this.#workersTurn = "later";
    return true;
  }

  /** Reads the workers' progress. @param isOver they met an error, or a pipe that nobody reads: this thread continues */
  #takeNote(isOver: boolean): void {
    const control = this.#control;
    this.written.events = control.getCount(Count.EventsWritten);
    this.written.bytes = control.getCount(Count.BytesWritten);
    this.written.rawBytes = control.getCount(Count.RawBytesWritten);
    this.written.seconds = control.getCount(Count.SecondWritten);
    this.attempted = this.written;
    if (isOver) {
      this.#failure = systemError(control.get(Word.WriteError));
      this.#workersTurn = this.#failure === undefined ? "later" : "over";
    }
    this.container.noteWritten?.(this.written);
    if (this.container.isComplete) this.#control.stopWorkers();
  }

  #isReady(batch: number): boolean {
    return this.#control.countReady(batch, 1, this.places.slotCount) > 0;
  }

  #take(first: number, count: number): void {
    const batches = Array.from({ length: count }, (_, index) => this.#ring.get(first + index));
    this.attempted = attemptedWith([...this.#underWay.batches, ...batches], this.written, this.container);
    if (this.#failure !== undefined) throw this.#failure;
    this.#taken = first + count;
    this.options.watch?.writes(first);
    this.#held.leave(first, batches);
    this.#underWay.add(first, batches, this.container.take(batches) ?? undefined);
    if (this.container.isComplete) this.#control.stopWorkers();
  }

  /** The batches and all before them are acknowledged: counts them, and frees their entries. */
  #advance(first: number, batches: readonly Batch[]): void {
    const { events, bytes } = totalOf(batches);
    this.options.watch?.wrote(first, batches.length, events, bytes);
    addTo(this.written, batches);
    this.written.bytes = this.container.packedBytes ?? this.written.bytes;
    this.#control.advanceTo(first + batches.length);
    if (this.container.isComplete) this.#control.stopWorkers();
  }
}
