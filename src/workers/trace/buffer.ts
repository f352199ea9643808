/** What a trace tells of: what its events are called, and what their arguments mean. */
const EVENTS = {
  make: { name: "make users", category: "simulate", arguments: ["chunk"] },
  simulate: { name: "simulate", category: "simulate", arguments: ["chunk", "slice"] },
  place: { name: "place", category: "simulate", arguments: ["chunk", "slice"] },
  /** The original's engine fills a buffer with ordered records. */
  fill: { name: "fill", category: "simulate", arguments: ["slice", "room"] },
  /** A moment: all chunks of a slice are simulated. */
  slice: { name: "slice", category: "simulate", arguments: ["slice", "from_s", "to_s", "events"] },
  encode: { name: "encode", category: "encode", arguments: ["batch", "events", "kept"] },
  /** A thread writes by itself. */
  write: { name: "write", category: "output", arguments: ["batch", "batches", "events", "bytes"] },
  /** The main thread has handed batches over; until they are written, others may be under way. */
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
  /** Since the trace began, in microseconds, as Chrome counts them. */
  startUs: number;
  durationUs: number;
  values: number[];
}

/** Kind, start, duration and four values. */
const RECORD_WORDS = 7;
const HEADER_BYTES = 8;
/** Of a thread, and of all: 29 MB of memory and a file of 70 MB at the most, however long the run is. */
const MOST_RECORDS = 1 << 16;
const MOST_RECORDS_IN_ALL = 1 << 19;

/** What a thread needs to write into its buffer. */
export interface TraceChannel {
  shared: SharedArrayBuffer;
  /** `process.hrtime` when the trace began: the clock that all threads have in common. */
  originNs: bigint;
}

/**
 * What one thread did, in memory that the main thread reads also where the thread has died. Where there is more than fits, the first
 * half of the records stays and the second half holds the last ones, so that a trace shows a run's beginning and its end.
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

  /** Memory for a thread, which is touched here, so that it counts before memory is planned. @param threads of the run */
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
    // After the record, so that who reads meanwhile sees whole ones.
    Atomics.store(this.#count, 0, count + 1);
  }

  #slotOf(index: number): number {
    const kept = Math.floor(this.#capacity / 2);
    return index < kept ? index : kept + ((index - kept) % (this.#capacity - kept));
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#count, 0) === 0;
  }

  /** How many records had no room. */
  get missing(): number {
    return Math.max(0, Atomics.load(this.#count, 0) - this.#capacity);
  }

  /** The records before those that are missing, and those after them; each in the order of their starts. */
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
    // What is inside of a step ends before it, and was noted before it.
    return records.sort((one, other) => one.startUs - other.startUs || other.durationUs - one.durationUs);
  }
}
