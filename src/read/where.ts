import { quote } from "../model/texts/text.ts";
import { FIELD_NAMES, typeOfField } from "../schema/choose.ts";
import type { FieldType } from "../schema/fields.ts";
import { UsageError } from "../system/errors.ts";
import { suggestion } from "../system/nearest.ts";

const LINE_FEED = 10;
const COMMA = 0x2c;
const CLOSE = 0x7d;
/** The values that a line can have without quotes. */
const BARE = /^(-?\d[\d.E-]*|null)$/;

const WHOLE = { form: /^-?\d+$/, what: "a whole number" };
/** The forms of a number in a line. The original also writes NaN and infinities. */
const NUMBERS: Readonly<Record<Exclude<FieldType, "string">, { form: RegExp; what: string }>> = {
  int32: WHOLE,
  int64: WHOLE,
  double: { form: /^-?(\d[\d.E-]*|NaN|Infinity)$/, what: "a number as events have it, such as 180.0" },
};

/** Finds `"key":value` in the lines of a chunk, from left to right; keeps the last result. */
class Finder {
  #chunk: Buffer = Buffer.alloc(0);
  #found = -1;

  /** @param isBare without quotes, so that its end must be looked for: 20 is the beginning of 200 */
  constructor(
    readonly text: Buffer,
    readonly isBare: boolean,
  ) {}

  start(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#found = -1;
  }

  /** The first place at or after `from`, which must not decrease between calls; infinite if there is none. */
  next(from: number): number {
    if (this.#found >= from) return this.#found;
    let at = this.#chunk.indexOf(this.text, from);
    while (at >= 0 && !this.#ends(at + this.text.length)) at = this.#chunk.indexOf(this.text, at + 1);
    this.#found = at < 0 ? Number.POSITIVE_INFINITY : at;
    return this.#found;
  }

  #ends(at: number): boolean {
    return !this.isBare || this.#chunk[at] === COMMA || this.#chunk[at] === CLOSE;
  }
}

/** A condition for a reader of columns: one of the texts is the value as JSON. */
export interface FieldCondition {
  name: string;
  type: FieldType;
  texts: readonly string[];
}

/**
 * Reads `key=value`. The value is compared with the line's text of it, without quotes. Throws UsageError for
 * anything else, for keys that no event has, and for values of numeric keys that are not numbers.
 */
function readCondition(text: string): FieldCondition {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(0, equals));
  const value = text.slice(equals + 1);
  if (key === "") throw new UsageError(`--where ${text}: write it as key=value, such as page=NextSong`);
  const name = FIELD_NAMES.find((known) => known === key);
  if (name === undefined) {
    const advice = suggestion(key, FIELD_NAMES, `the keys are ${FIELD_NAMES.join(", ")}`);
    throw new UsageError(`--where ${text}: no event has a key "${key}"${advice}`);
  }
  const type = typeOfField(name);
  if (type !== "string" && !NUMBERS[type].form.test(value))
    throw new UsageError(`--where ${text}: ${key} is ${NUMBERS[type].what}; no event has this value`);
  return { name, type, texts: BARE.test(value) ? [quote(value), value] : [quote(value)] };
}

/** A condition holds in a line in which one of its finders matches. */
type Condition = Finder[];

const findersOf = ({ name, texts }: FieldCondition): Condition =>
  texts.map((text) => new Finder(Buffer.from(`"${name}":${text}`), !text.startsWith('"')));

/**
 * Selects the lines in which all conditions hold. They are searched as bytes, without parsing the lines as JSON: in our
 * compact lines unescaped quotes occur only around keys and texts, so `"page":"NextSong"` is always that key with that
 * value.
 */
export class LineFilter {
  /** For readers of columns, which then decode fewer of them. */
  readonly fields: readonly FieldCondition[];
  readonly #conditions: Condition[];

  constructor(conditions: readonly string[]) {
    this.fields = conditions.map(readCondition);
    this.#conditions = this.fields.map(findersOf);
  }

  /** The matching lines of a chunk of whole lines; the chunk itself if there are no conditions. */
  pick(chunk: Buffer): Buffer {
    if (this.#conditions.length === 0) return chunk;
    for (const finder of this.#conditions.flat()) finder.start(chunk);
    const picked = [...this.#matches(chunk)];
    return picked.length === 1 ? picked[0]! : Buffer.concat(picked);
  }

  /** Each round skips to the line of the condition whose next match is furthest away: no line before it can match. */
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
