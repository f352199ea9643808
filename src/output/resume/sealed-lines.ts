import { createHash } from "node:crypto";
import type { Look } from "../places/place.ts";

/** The first line holds a whole configuration. */
const MOST_FIRST_BYTES = 2 ** 25;
/** A path has at most 4,096 bytes, and JSON may write each byte as six. */
const MOST_LINE_BYTES = 2 ** 16;
/** At least a million files, with lines of usual length. */
const MOST_BYTES = 2 ** 29;
const SUM = /^[0-9a-f]{64}$/;
const SUM_LENGTH = 64;

/** The problem of a file that this program wrote, or that looks as if it had. */
export class Damage extends Error {
  /** @param line counts from 1 */
  constructor(
    what: string,
    readonly line: number,
  ) {
    super(what);
  }
}

/**
 * Puts a checksum before each line: the sha256 of the previous checksum and the text. It detects lines that were
 * changed, lost, moved or taken from another file.
 */
export class Seal {
  #before = "";

  add(value: unknown): string {
    const text = JSON.stringify(value);
    return `${this.#next(text)} ${text}\n`;
  }

  /** Returns the line's value. Throws its problem. */
  open(line: string): unknown {
    if (line.startsWith("{"))
      throw new Error("it has no checksum: an earlier version of this program wrote it, or another program");
    const sum = line.slice(0, SUM_LENGTH);
    const text = line.slice(SUM_LENGTH + 1);
    if (!SUM.test(sum) || line[SUM_LENGTH] !== " " || this.#next(text) !== sum)
      throw new Error("its checksum is wrong");
    return JSON.parse(text);
  }

  #next(text: string): string {
    this.#before = createHash("sha256").update(this.#before).update(text).digest("hex");
    return this.#before;
  }
}

/** Yields lines of bounded length. A last line without an end was not finished, and is omitted. */
function* linesOf(chunks: Iterable<Buffer>): Generator<string> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let number = 1;
  for (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]).toString();
      number++;
      [pending, pendingBytes, start] = [[], 0, end + 1];
    }
    pending.push(Buffer.from(chunk.subarray(start)));
    pendingBytes += chunk.byteLength - start;
    if (pendingBytes > (number === 1 ? MOST_FIRST_BYTES : MOST_LINE_BYTES))
      throw new Damage("it is longer than any that this program writes", number);
  }
}

/** Yields the values of a file's sealed lines in bounded memory. Throws Damage, also if the file cannot be read. */
export function* readSealedLines(look: Look, path: string): Generator<unknown> {
  let number = 0;
  try {
    const byteLength = look.sizeOf(path) ?? 0;
    if (byteLength > MOST_BYTES) throw new Damage(`the file has ${byteLength} bytes, more than any journal`, 1);
    const seal = new Seal();
    for (const line of linesOf(look.chunks(path))) {
      number++;
      yield seal.open(line);
    }
    if (number === 0) throw new Error("its first line is not complete");
  } catch (error) {
    throw error instanceof Damage ? error : new Damage((error as Error).message, Math.max(1, number));
  }
}
