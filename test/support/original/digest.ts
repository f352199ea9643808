import { createHash, type Hash } from "node:crypto";
import type { Expected } from "./conformance.ts";

const LINE_FEED = 10;
const HASH_DIGITS = 16;

/** Reads an output as it arrives, and finds the first difference from the original's. */
export class Digest {
  readonly #hash: Hash = createHash("sha256");
  /** The start of a line of the head whose end has not arrived. */
  #partial: Buffer = Buffer.alloc(0);
  #lines = 0;
  #bytes = 0;
  #prefixes = 0;
  #difference: string | undefined;

  constructor(private readonly expected: Expected) {}

  add(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, end + 1)) {
      this.#lines++;
      const isInHead = this.#lines <= this.expected.head.length;
      const isPrefix = this.#lines === this.#nextPrefix()?.[0];
      if (!isInHead && !isPrefix) continue;
      const line = bytes.subarray(start, end + 1);
      this.#hash.update(line);
      if (isInHead) this.#compare(Buffer.concat([this.#partial, line]).toString());
      if (isPrefix) this.#checkPrefix();
      this.#partial = Buffer.alloc(0);
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    if (this.#lines < this.expected.head.length) this.#partial = Buffer.concat([this.#partial, rest]);
    this.#hash.update(rest);
    this.#bytes += bytes.length;
  }

  /** The first difference in words; undefined if the output is the original's. */
  finish(): string | undefined {
    const { events, bytes, sha256, head, last } = this.expected;
    if (this.#difference !== undefined) return this.#difference;
    if (this.#lines < Math.min(events, head.length))
      return `the output ends after line ${this.#lines}\noriginal: ${head[this.#lines]}`;
    if (this.#lines === events && this.#bytes === bytes && this.#hash.digest("hex") === sha256) return undefined;
    const sizes = `${this.#lines} lines of ${events}, ${this.#bytes} bytes of ${bytes}`;
    return `a line behind line ${this.#lastChecked()} differs: ${sizes}\noriginal, last: ${last}`;
  }

  #nextPrefix(): [number, string] | undefined {
    return this.expected.prefix_sha256_at_event[this.#prefixes];
  }

  #lastChecked(): number {
    return this.expected.prefix_sha256_at_event[this.#prefixes - 1]?.[0] ?? this.expected.head.length;
  }

  #compare(line: string): void {
    const wanted = this.expected.head[this.#lines - 1];
    if (line !== wanted) this.#difference ??= `line ${this.#lines} differs\nours:     ${line}original: ${wanted}`;
  }

  #checkPrefix(): void {
    const [events, wanted] = this.#nextPrefix()!;
    if (this.#hash.copy().digest("hex").slice(0, HASH_DIGITS) !== wanted)
      this.#difference ??= `the first line that differs is one of ${this.#lastChecked() + 1} to ${events}`;
    this.#prefixes++;
  }
}
