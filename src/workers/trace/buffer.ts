/** The kinds of trace records: their names and the meanings of their arguments. */
const EVENTS = {
  make: { name: "make users", category: "simulate", arguments: ["chunk"] },
  simulate: { name: "simulate", category: "simulate", arguments: ["chunk", "slice"] },
  place: { name: "place", category: "simulate", arguments: ["chunk", "slice"] },
  /** The origin of times moves, and then the chunks' times with it. */
  moveOrigin: { name: "move origin", category: "simulate", arguments: [] },
  move: { name: "move", category: "simulate", arguments: ["chunk", "slice"] },
  /** The original's engine fills a buffer with ordered records. */
  fill: { name: "fill", category: "simulate", arguments: ["slice", "room"] },
  /** A slice is put into the order of arrival. */
  arrange: { name: "arrange", category: "simulate", arguments: ["slice", "room"] },
  /** An instant: all chunks of a slice are simulated. */
  slice: { name: "slice", category: "simulate", arguments: ["slice", "from_s", "to_s", "events"] },
  encode: { name: "encode", category: "encode", arguments: ["batch", "events", "kept"] },
  /** A thread writes directly. */
  write: { name: "write", category: "output", arguments: ["batch", "batches", "events", "bytes"] },
  /** The main thread has handed batches over. Until they are written, other batches may be under way. */
  handed: { name: "write", category: "output", arguments: ["batch", "batches", "events", "bytes"] },
  ringFull: { name: "ring full", category: "wait", arguments: [] },
  idle: { name: "idle", category: "wait", arguments: [] },
} as const;

export type TraceKind = keyof typeof EVENTS;
export const TRACE_KINDS = Object.keys(EVENTS) as TraceKind[];
export const TRACE_EVENTS: Readonly<
  Record<TraceKind, { name: string; category: string; arguments: readonly string[] }>
> = EVENTS;

export interface TraceRecord {
  kind: TraceKind;
  /** Microseconds since the trace began, as Chrome counts them. */
  startUs: number;
  durationUs: number;
  values: number[];
}

/** Kind, start, duration and four values. */
const RECORD_WORDS = 7;
const HEADER_BYTES = 8;
/** Per thread, and in total. They bound the memory to 29 MB and the file to 70 MB, however long the run is. */
const MOST_RECORDS = 1 << 16;
const MOST_RECORDS_IN_ALL = 1 << 19;

/** What a thread needs to write into its buffer. */
export interface TraceChannel {
  shared: SharedArrayBuffer;
  /** `process.hrtime` when the trace began: a clock that all threads share. */
  originNs: bigint;
}

/**
 * The records of one thread, in memory that the main thread can read even if the thread has died. When the buffer is
 * full, its first half stays and its second half holds the latest records: a trace shows the beginning and the end of a
 * run.
 */
export class TraceBuffer {
  readonly #count: Int32Array;
  readonly #words: Float64Array;
  readonly #capacity: number;
  readonly #originNs: bigint;

  constructor({ shared, originNs }: TraceChannel) {
    this.#count = new Int32Array(shared, 0, 1);
    this.#words = new Float64Array(shared, HEADER_BYTES);
    this.#capacity = Math.floor(this.#words.length / RECORD_WORDS);
    this.#originNs = originNs;
  }

  /**
   * Allocates memory for a thread, and touches it, so that the memory plan accounts for it. @param threads number in
   * the run
   */
  static channel(originNs: bigint, threads: number, mostRecords = MOST_RECORDS): TraceChannel {
    const records = Math.min(mostRecords, Math.floor(MOST_RECORDS_IN_ALL / threads));
    const shared = new SharedArrayBuffer(HEADER_BYTES + records * RECORD_WORDS * 8);
    new Float64Array(shared).fill(0);
    return { shared, originNs };
  }

  /** Microseconds since the trace began. */
  now(): number {
    return Number(process.hrtime.bigint() - this.#originNs) / 1000;
  }

  /** @param values at most four, as `TRACE_EVENTS` names them */
  add(kind: TraceKind, startUs: number, durationUs: number, ...values: number[]): void {
    const count = Atomics.load(this.#count, 0);
    const at = this.#slotOf(count) * RECORD_WORDS;
    this.#words.set([TRACE_KINDS.indexOf(kind), startUs, durationUs, ...values], at);
    // Written after the record, so that concurrent readers see only complete records.
    Atomics.store(this.#count, 0, count + 1);
  }

  #slotOf(index: number): number {
    const kept = Math.floor(this.#capacity / 2);
    return index < kept ? index : kept + ((index - kept) % (this.#capacity - kept));
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#count, 0) === 0;
  }

  /** Number of records that were overwritten. */
  get missing(): number {
    return Math.max(0, Atomics.load(this.#count, 0) - this.#capacity);
  }

  /** Returns the records before and after the missing ones, each part sorted by start. */
  read(): { first: TraceRecord[]; last: TraceRecord[] } {
    const count = Atomics.load(this.#count, 0);
    const kept = Math.min(count, Math.floor(this.#capacity / 2));
    const begin = Math.max(kept, count - (this.#capacity - Math.floor(this.#capacity / 2)));
    return { first: this.#records(0, kept), last: this.#records(begin, count) };
  }

  #records(from: number, to: number): TraceRecord[] {
    const records: TraceRecord[] = [];
    for (let index = from; index < to; index++) {
      const at = this.#slotOf(index) * RECORD_WORDS;
      const [kind = 0, startUs = 0, durationUs = 0, ...values] = this.#words.subarray(at, at + RECORD_WORDS);
      records.push({ kind: TRACE_KINDS[kind] as TraceKind, startUs, durationUs, values });
    }
    // Sorted, because a nested record ends, and is added, before the record around it.
    return records.sort((one, other) => one.startUs - other.startUs || other.durationUs - one.durationUs);
  }
}
