import { createHash } from "node:crypto";

const NEWLINE = 10;
const DIGIT_0 = 48;
/** The time stamp is the first field of a line of JSON. */
const STAMP_AT = '{"ts":'.length;

function stampIn(bytes: Buffer, start: number): number {
  let stamp = 0;
  for (let at = start + STAMP_AT; ; at++) {
    const digit = (bytes[at] as number) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return stamp;
    stamp = stamp * 10 + digit;
  }
}

/** Reads lines of JSON as they arrive, from a run after 1970, and calls `visit` with the time stamp of each. */
export class LineReader {
  lines = 0;
  #rest: Buffer = Buffer.alloc(0);
  readonly #hash = createHash("sha256");

  constructor(private readonly visit: (stamp: number) => void) {}

  take(chunk: Buffer): void {
    this.#hash.update(chunk);
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.visit(stampIn(bytes, start));
      this.lines++;
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
  }

  /** Returns the hash of all bytes. Throws if the last line has no end. */
  end(): string {
    if (this.#rest.length > 0) throw new Error("the last line has no end");
    return this.#hash.digest("hex");
  }
}

/** When lines arrived. */
export class Arrivals {
  /** Their time stamps, and the time of day at which they were read, both in milliseconds since 1970. */
  readonly stamps: number[] = [];
  readonly atMs: number[] = [];
  #nowMs = 0;
  readonly #reader = new LineReader((stamp) => {
    this.stamps.push(stamp);
    this.atMs.push(this.#nowMs);
  });

  take(chunk: Buffer): void {
    this.#nowMs = Date.now();
    this.#reader.take(chunk);
  }

  end(): string {
    return this.#reader.end();
  }

  /**
   * How late each line was, in milliseconds, less than 0 if it was early, in a run that began on time with its window:
   * the n events of a second are spread evenly over it, and simulated time passes `speed` times as fast.
   */
  lateMs(startMs: number, speed: number): number[] {
    const { stamps, atMs } = this;
    const counts = new Map<number, number>();
    for (const stamp of stamps) counts.set(stamp, (counts.get(stamp) ?? 0) + 1);
    let place = 0;
    return stamps.map((stamp, line) => {
      place = stamp === stamps[line - 1] ? place + 1 : 0;
      const simulatedMs = stamp - startMs + (1000 * place) / counts.get(stamp)!;
      return atMs[line]! - (startMs + simulatedMs / speed);
    });
  }
}
