import { FAULT_NONE } from "../../assembly/layout.ts";
import { BUFFER_WORDS, BufferWord, controlWords, eventsLeft, Phase, SLOT_WORDS, SlotWord, Word } from "./control.ts";
import { Lock } from "./lock.ts";

/** How fast slices may grow from one to the next, at most. */
const SLICE_GROWTH = 4;
/** Nothing is known yet of how dense the events are. */
const FIRST_SLICE_SECONDS = 1;

export interface Schedule {
  chunks: number;
  windowSeconds: number;
  sliceRecords: number;
  longestSliceSeconds: number;
  partEvents: number;
  slotCount: number;
}

export type Task =
  | { kind: "make" | "simulate" | "place"; chunk: number; sliceStart: number; sliceEnd: number; buffer: number }
  | { kind: "encode"; buffer: number; part: number; slot: number; first: number; count: number }
  | { kind: "stop" };

/**
 * Hands out the work of a run. Every worker has a scheduler of its own over the same words, under one lock.
 *
 * ```
 * slice k:    simulate (chunks) -> sum -> place (chunks) -> encode (parts) -> ring -> writer
 * slice k+1:                               simulate ...      (while k is encoded)
 * ```
 * There is one pool of unordered records and two buffers of ordered ones, so slice k + 1 is simulated and placed while
 * k is encoded, and k + 2 simulated; it is placed when k's buffer is free. A part is handed out only when the ring has a
 * slot for it, so a slow sink stops the workers.
 */
export class Scheduler {
  readonly #words: Int32Array;
  readonly #eventsLeft: Float64Array;
  readonly #lock: Lock;

  constructor(
    memory: WebAssembly.Memory,
    private readonly schedule: Schedule,
  ) {
    this.#words = controlWords(memory);
    this.#eventsLeft = eventsLeft(memory);
    this.#lock = new Lock(this.#words, Word.Lock);
  }

  /** Sets the control block up. Once, before any worker starts. */
  reset(eventLimit: number): void {
    this.#words.fill(0);
    this.#eventsLeft[0] = eventLimit;
  }

  /** Waits until there is something to do. */
  next(): Task {
    for (;;) {
      // Before the claim: the writer moves its words and then the signal without taking the lock.
      const seen = Atomics.load(this.#words, Word.Signal);
      this.#lock.acquire();
      const task = this.#claim();
      this.#lock.release();
      if (task !== undefined) return task;
      Atomics.add(this.#words, Word.Sleepers, 1);
      Atomics.wait(this.#words, Word.Signal, seen);
      Atomics.sub(this.#words, Word.Sleepers, 1);
    }
  }

  /** @param computePlaces called by whoever finishes a slice's simulation; gives its number of records */
  finish(task: Task, computePlaces: (sliceStart: number, sliceEnd: number) => number): void {
    if (task.kind === "stop") return;
    this.#lock.acquire();
    if (task.kind === "encode") this.#finishPart(task.buffer);
    else if (this.#add(Word.ChunksDone) === this.schedule.chunks) this.#finishPhase(computePlaces);
    this.#wake();
    this.#lock.release();
  }

  #get(word: number): number {
    return this.#words[word] as number;
  }

  #set(word: number, value: number): void {
    this.#words[word] = value;
  }

  /** Adds one; gives the new value. */
  #add(word: number): number {
    const value = this.#get(word) + 1;
    this.#set(word, value);
    return value;
  }

  #wake(): void {
    Atomics.add(this.#words, Word.Signal, 1);
    if (Atomics.load(this.#words, Word.Sleepers) > 0) Atomics.notify(this.#words, Word.Signal);
  }

  #claim(): Task | undefined {
    if (Atomics.load(this.#words, Word.Fault) !== FAULT_NONE) return { kind: "stop" };
    return this.#claimChunk() ?? this.#claimPart() ?? this.#claimEnd();
  }

  #claimChunk(): Task | undefined {
    const phase = this.#get(Word.Phase);
    if (phase !== Phase.Make && phase !== Phase.Simulate && phase !== Phase.Place) return undefined;
    const chunk = this.#get(Word.ChunkNext);
    if (chunk >= this.schedule.chunks) return undefined;
    this.#set(Word.ChunkNext, chunk + 1);
    const kind = phase === Phase.Make ? "make" : phase === Phase.Simulate ? "simulate" : "place";
    const buffer = this.#get(Word.Slice) & 1;
    return { kind, chunk, sliceStart: this.#get(Word.SliceStart), sliceEnd: this.#get(Word.SliceEnd), buffer };
  }

  #claimPart(): Task | undefined {
    const first = this.#bufferWord(0, BufferWord.FirstPart);
    const older = first <= this.#bufferWord(1, BufferWord.FirstPart) ? 0 : 1;
    return this.#claimPartOf(older) ?? this.#claimPartOf(1 - older);
  }

  #claimPartOf(buffer: number): Task | undefined {
    const index = this.#bufferWord(buffer, BufferWord.PartNext);
    if (index >= this.#bufferWord(buffer, BufferWord.Parts)) return undefined;
    const part = this.#bufferWord(buffer, BufferWord.FirstPart) + index;
    const { slotCount, partEvents } = this.schedule;
    if (part - Atomics.load(this.#words, Word.PartsWritten) >= slotCount) return undefined;
    this.#setBufferWord(buffer, BufferWord.PartNext, index + 1);
    const first = index * partEvents;
    const count = Math.min(partEvents, this.#bufferWord(buffer, BufferWord.Events) - first);
    return { kind: "encode", buffer, part, slot: this.#takeSlot(), first, count };
  }

  /** The lowest free slot: what was written last is used again first, while it is still in the caches. */
  #takeSlot(): number {
    let slot = 0;
    while (Atomics.load(this.#words, Word.Slots + slot * SLOT_WORDS + SlotWord.Taken) !== 0) slot++;
    Atomics.store(this.#words, Word.Slots + slot * SLOT_WORDS + SlotWord.Taken, 1);
    return slot;
  }

  #claimEnd(): Task | undefined {
    if (this.#get(Word.Phase) !== Phase.Done) return undefined;
    for (const buffer of [0, 1]) {
      if (this.#bufferWord(buffer, BufferWord.PartNext) < this.#bufferWord(buffer, BufferWord.Parts)) return undefined;
    }
    return { kind: "stop" };
  }

  #finishPhase(computePlaces: (sliceStart: number, sliceEnd: number) => number): void {
    switch (this.#get(Word.Phase)) {
      case Phase.Make:
        this.#startSlice(FIRST_SLICE_SECONDS);
        break;
      case Phase.Simulate:
        this.#computePlaces(computePlaces);
        break;
      case Phase.Place:
        this.#finishSlice();
    }
  }

  /** Outside the lock: it takes a while, and the other workers can encode meanwhile. */
  #computePlaces(computePlaces: (sliceStart: number, sliceEnd: number) => number): void {
    this.#set(Word.Phase, Phase.Sum);
    if (Atomics.load(this.#words, Word.Fault) !== FAULT_NONE) return;
    this.#lock.release();
    const records = computePlaces(this.#get(Word.SliceStart), this.#get(Word.SliceEnd));
    this.#lock.acquire();
    this.#set(Word.SliceRecords, records);
    this.#set(Word.Phase, Phase.Wait);
    this.#placeIfFree();
  }

  #placeIfFree(): void {
    const buffer = this.#get(Word.Slice) & 1;
    if (this.#get(Word.Phase) !== Phase.Wait || this.#bufferWord(buffer, BufferWord.Parts) !== 0) return;
    this.#startChunks(Phase.Place);
  }

  #startChunks(phase: number): void {
    this.#set(Word.ChunkNext, 0);
    this.#set(Word.ChunksDone, 0);
    this.#set(Word.Phase, phase);
  }

  /** The slice is in order: plans its parts and starts the next slice, unless this was the last. */
  #finishSlice(): void {
    const records = this.#get(Word.SliceRecords);
    const left = this.#eventsLeft[0] as number;
    const events = Math.min(records, left);
    this.#eventsLeft[0] = left - events;
    if (events > 0) this.#planParts(this.#get(Word.Slice) & 1, events);
    const seconds = this.#get(Word.SliceEnd) - this.#get(Word.SliceStart);
    this.#set(Word.SliceStart, this.#get(Word.SliceEnd));
    this.#add(Word.Slice);
    const ideal = (seconds * this.schedule.sliceRecords) / Math.max(1, records);
    if (left > events) this.#startSlice(Math.min(Math.floor(ideal), seconds * SLICE_GROWTH));
    else this.#endRun();
  }

  #planParts(buffer: number, events: number): void {
    const parts = Math.ceil(events / this.schedule.partEvents);
    const firstPart = this.#get(Word.PartsPlanned);
    this.#setBufferWord(buffer, BufferWord.FirstPart, firstPart);
    this.#setBufferWord(buffer, BufferWord.Parts, parts);
    this.#setBufferWord(buffer, BufferWord.PartNext, 0);
    this.#setBufferWord(buffer, BufferWord.PartsDone, 0);
    this.#setBufferWord(buffer, BufferWord.Events, events);
    this.#setBufferWord(buffer, BufferWord.Second, this.#get(Word.SliceEnd));
    this.#set(Word.PartsPlanned, firstPart + parts);
  }

  #startSlice(seconds: number): void {
    const start = this.#get(Word.SliceStart);
    if (start >= this.schedule.windowSeconds) {
      this.#endRun();
      return;
    }
    const length = Math.max(1, Math.min(seconds, this.schedule.longestSliceSeconds));
    this.#set(Word.SliceEnd, Math.min(start + length, this.schedule.windowSeconds));
    Atomics.store(this.#words, Word.PoolNext, 0);
    this.#startChunks(Phase.Simulate);
  }

  #endRun(): void {
    // Atomic, so that the writer, which does not take the lock, sees the number of parts that belongs to it.
    Atomics.store(this.#words, Word.Phase, Phase.Done);
    this.#signalWriter();
  }

  #finishPart(buffer: number): void {
    const done = this.#bufferWord(buffer, BufferWord.PartsDone) + 1;
    this.#setBufferWord(buffer, BufferWord.PartsDone, done);
    if (done < this.#bufferWord(buffer, BufferWord.Parts)) return;
    this.#setBufferWord(buffer, BufferWord.Parts, 0);
    this.#setBufferWord(buffer, BufferWord.PartNext, 0);
    this.#placeIfFree();
  }

  /** A part stands in its slot: tells the writer. */
  publish(task: Task & { kind: "encode" }, byteLength: number): void {
    const entry = Word.Slots + (task.part % this.schedule.slotCount) * SLOT_WORDS;
    this.#set(entry + SlotWord.Place, task.slot);
    this.#set(entry + SlotWord.Bytes, byteLength);
    this.#set(entry + SlotWord.Events, task.count);
    this.#set(entry + SlotWord.Second, this.#bufferWord(task.buffer, BufferWord.Second));
    Atomics.store(this.#words, entry + SlotWord.Part, task.part + 1);
    this.#signalWriter();
  }

  #signalWriter(): void {
    Atomics.add(this.#words, Word.Ready, 1);
    Atomics.notify(this.#words, Word.Ready);
  }

  #bufferWord(buffer: number, word: number): number {
    return this.#get(Word.Buffers + buffer * BUFFER_WORDS + word);
  }

  #setBufferWord(buffer: number, word: number, value: number): void {
    this.#set(Word.Buffers + buffer * BUFFER_WORDS + word, value);
  }
}
