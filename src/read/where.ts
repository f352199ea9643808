import { quote } from "../model/formats/text.ts";
import { UsageError } from "../system/errors.ts";
import { suggestion } from "../system/nearest.ts";

const LINE_FEED = 10;
const COMMA = 0x2c;
const CLOSE = 0x7d;
const NUMBER = /^-?\d[\d.E-]*$/;

/** The keys of an event, in their order (README.md, "What comes out"). */
const KEYS = ["ts", "userId", "sessionId", "page", "auth", "method", "status", "level", "itemInSession"].concat([
  "location",
  "userAgent",
  "lastName",
  "firstName",
  "registration",
  "gender",
  "tag",
  "artist",
  "song",
  "length",
]);

/** Finds `"key":value` in the lines of a chunk, from left to right; what was found last is kept. */
class Finder {
  #chunk: Buffer = Buffer.alloc(0);
  #found = -1;

  /** A number's end must be looked for: 20 is the beginning of 200. */
  constructor(
    readonly text: Buffer,
    readonly isNumber: boolean,
  ) {}

  start(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#found = -1;
  }

  /** The first place at or behind `from`, which may not go down; infinite where there is none. */
  next(from: number): number {
    if (this.#found >= from) return this.#found;
    let at = this.#chunk.indexOf(this.text, from);
    while (at >= 0 && !this.#ends(at + this.text.length)) at = this.#chunk.indexOf(this.text, at + 1);
    this.#found = at < 0 ? Number.POSITIVE_INFINITY : at;
    return this.#found;
  }

  #ends(at: number): boolean {
    return !this.isNumber || this.#chunk[at] === COMMA || this.#chunk[at] === CLOSE;
  }
}

/** A condition holds where one of its finders finds something: the value may stand there as a text or as a number. */
type Condition = Finder[];

/**
 * Reads `key=value`. The value is compared with what a line shows, without quotes around it. Throws UsageError for
 * anything else and for keys that no event has.
 */
function readCondition(text: string): Condition {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(0, equals));
  const value = text.slice(equals + 1);
  if (key === "") throw new UsageError(`--where ${text}: write it as key=value, such as page=NextSong`);
  if (!KEYS.includes(key)) {
    const advice = suggestion(key, KEYS, `the keys are ${KEYS.join(", ")}`);
    throw new UsageError(`--where ${text}: no event has a key "${key}"${advice}`);
  }
  const finders = [new Finder(Buffer.from(`"${key}":${quote(value)}`), false)];
  if (NUMBER.test(value)) finders.push(new Finder(Buffer.from(`"${key}":${value}`), true));
  return finders;
}

/**
 * Picks lines in which all of some conditions hold. They are found as bytes, without reading the lines as JSON: in our
 * compact lines a quote that is not escaped stands only around keys and texts, so `"page":"NextSong"` is that key with that
 * value wherever it stands.
 */
export class LineFilter {
  readonly #conditions: Condition[];

  constructor(conditions: readonly string[]) {
    this.#conditions = conditions.map(readCondition);
  }

  /** The lines of the chunk, which holds whole ones, that match; the chunk itself without conditions. */
  pick(chunk: Buffer): Buffer {
    if (this.#conditions.length === 0) return chunk;
    for (const finder of this.#conditions.flat()) finder.start(chunk);
    const picked = [...this.#matches(chunk)];
    return picked.length === 1 ? picked[0]! : Buffer.concat(picked);
  }

  /** Each round skips to the line of the condition that holds next furthest away: before it, that one never does. */
  *#matches(chunk: Buffer): Generator<Buffer> {
    for (let from = 0; from < chunk.length; ) {
      const furthest = Math.max(...this.#conditions.map((condition) => nextOf(condition, from)));
      if (furthest === Number.POSITIVE_INFINITY) return;
      const start = chunk.lastIndexOf(LINE_FEED, furthest) + 1;
      const end = chunk.indexOf(LINE_FEED, furthest) + 1;
      if (this.#conditions.every((condition) => nextOf(condition, start) < end)) yield chunk.subarray(start, end);
      from = end;
    }
  }
}

function nextOf(condition: Condition, from: number): number {
  return Math.min(...condition.map((finder) => finder.next(from)));
}
