/** Buckets for each doubling: a quantile is at most 1/16 too large. */
const STEPS = 16;
/** Below this many milliseconds, each has a bucket of its own. */
const LINEAR_MS = STEPS;
/** Doublings above it: 2^44 ms are 500 years. */
const DOUBLINGS = 40;

function bucketOf(ms: number): number {
  if (ms < LINEAR_MS) return Math.floor(ms);
  const doubling = Math.min(DOUBLINGS - 1, Math.floor(Math.log2(ms / LINEAR_MS)));
  const step = Math.min(STEPS - 1, Math.floor((ms / (LINEAR_MS * 2 ** doubling) - 1) * STEPS));
  return LINEAR_MS + doubling * STEPS + step;
}

/** The end of a bucket, excluded. */
function endOf(bucket: number): number {
  if (bucket < LINEAR_MS) return bucket + 1;
  const doubling = Math.floor((bucket - LINEAR_MS) / STEPS);
  const step = (bucket - LINEAR_MS) % STEPS;
  return LINEAR_MS * 2 ** doubling * (1 + (step + 1) / STEPS);
}

/** How late events left, in milliseconds, as a histogram of fixed size. */
export class Lateness {
  readonly #buckets = new Float64Array(LINEAR_MS + DOUBLINGS * STEPS);
  #count = 0;
  #sumMs = 0;
  #maxMs = 0;

  /** Events that were counted. */
  get count(): number {
    return this.#count;
  }

  /** Of all events, in milliseconds. */
  get sumMs(): number {
    return this.#sumMs;
  }

  /** The most; 0 without events. */
  get maxMs(): number {
    return this.#maxMs;
  }

  /** Counts events that were at most this late. */
  add(lateMs: number, events: number): void {
    const ms = Math.max(0, lateMs);
    const bucket = bucketOf(ms);
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + events;
    this.#count += events;
    this.#sumMs += ms * events;
    this.#maxMs = Math.max(this.#maxMs, ms);
  }

  /** Returns the number of events that were less late than this; a bucket counts once all of it is below. */
  below(limitMs: number): number {
    return this.#buckets.reduce((sum, events, bucket) => (endOf(bucket) <= limitMs ? sum + events : sum), 0);
  }

  /** Returns the least of the buckets' ends that this share of the events, 0 to 1, did not exceed; 0 without events. */
  quantile(share: number): number {
    const wanted = share * this.#count;
    let events = 0;
    for (const [bucket, count] of this.#buckets.entries()) {
      events += count;
      if (count > 0 && events >= wanted) return Math.min(endOf(bucket), this.#maxMs);
    }
    return this.#maxMs;
  }
}
