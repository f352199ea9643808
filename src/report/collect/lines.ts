import { isUtf8 } from "node:buffer";
import { FIELD_NAMES } from "../../schema/choose.ts";
import { type EventTexts, emptyEvent, NO_TEXT, REPORT_FIELDS, type ReportField, type SeenEvent } from "./event.ts";
import { HASH_START, hashStep, type Texts } from "./texts.ts";
import { problemOfNumbers, readValues, TEXTS } from "./values.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const MINUS = 0x2d;
const ZERO = 0x30;
const LINE_FEED = 10;
const MOST_KEY_BYTES = 16;
/** 1 for each byte that stands for itself in a text and does not end it. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
/** 1 for digits, a point, signs and exponents. */
const IS_OF_NUMBER = Uint8Array.from({ length: 256 }, (_, byte) =>
  "0123456789.-+eE".includes(String.fromCharCode(byte)) ? 1 : 0,
);
/** So many digits are exact in a double. */
const MOST_DIGITS = 15;

interface Key {
  bytes: Buffer;
  /** The field, unless a report does not need it. */
  field: ReportField | undefined;
  /** The key that came after it last, which mostly comes again. */
  next: Key | undefined;
}

const keyOf = (name: string, field?: ReportField): Key => ({ bytes: Buffer.from(name), field, next: undefined });
/** Stands before a line's first key. */
const START = keyOf("");
const KEYS: readonly Key[] = [
  ...REPORT_FIELDS.map((name) => keyOf(name, name)),
  ...FIELD_NAMES.filter((name) => !(REPORT_FIELDS as readonly string[]).includes(name)).map((name) => keyOf(name)),
];
const KEYS_BY_LENGTH: readonly (readonly Key[])[] = Array.from({ length: MOST_KEY_BYTES + 1 }, (_, length) =>
  KEYS.filter(({ bytes }) => bytes.length === length),
);

/** Whether a key and the quote after it begin there. */
function isAt(bytes: Uint8Array, start: number, key: Key): boolean {
  const { length } = key.bytes;
  let at = 0;
  while (at < length && bytes[start + at] === key.bytes[at]) at++;
  return at === length && bytes[start + at] === QUOTE;
}

function keyAt(bytes: Uint8Array, start: number): Key | undefined {
  let end = start;
  while (bytes[end] !== QUOTE) if (end++ - start >= MOST_KEY_BYTES) return undefined;
  return KEYS_BY_LENGTH[end - start]!.find((key) => isAt(bytes, start, key));
}

/**
 * Reads lines of JSON as the program writes them, without making strings of what is known. Every other line is parsed as any JSON:
 * with spaces, escapes, further keys or keys in another order.
 */
export class LineReader {
  readonly event: SeenEvent = emptyEvent();
  #bytes: Uint8Array = new Uint8Array(0);
  /** Place after what has been read. */
  #at = 0;
  /** The hash of the text that has been read. */
  #hash = 0;

  constructor(private readonly texts: EventTexts) {}

  /**
   * Reads each event of whole lines into `event`, then calls `add`.
   * @returns what is wrong with the line after those that were added; undefined if all were
   */
  read(lines: Buffer, add: (event: SeenEvent) => void): string | undefined {
    this.#bytes = lines;
    for (let start = 0; start < lines.length; start = this.#at + 1) {
      const isOurs = this.#scan(start) && lines[this.#at] === LINE_FEED;
      if (!isOurs && !this.#findEnd(lines, start)) continue;
      const problem = isOurs ? problemOfNumbers(this.event) : this.#parse(lines.subarray(start, this.#at));
      if (problem !== undefined) return problem;
      add(this.event);
    }
    return undefined;
  }

  /** Moves to the end of a line. Returns whether anything is in it. */
  #findEnd(lines: Buffer, start: number): boolean {
    const end = lines.indexOf(LINE_FEED, start);
    this.#at = end < 0 ? lines.length : end;
    return this.#at > start;
  }

  #clear(): void {
    const { event } = this;
    event.ts = event.sessionId = event.itemInSession = event.user = event.registration = Number.NaN;
    event.page = event.level = event.location = event.artist = event.song = NO_TEXT;
  }

  /** Whether a line of ours begins there. It is complete if `#at` then is at its end. */
  #scan(start: number): boolean {
    const bytes = this.#bytes;
    this.#clear();
    if (bytes[start] !== OPEN) return false;
    let before = START;
    for (let at = start + 1; ; at++) {
      if (bytes[at++] !== QUOTE) return false;
      const { next } = before;
      const key = next !== undefined && isAt(bytes, at, next) ? next : keyAt(bytes, at);
      if (key === undefined) return false;
      before.next = key;
      before = key;
      at += key.bytes.length + 1;
      if (bytes[at] !== COLON) return false;
      this.#at = at + 1;
      if (!this.#value(key.field)) return false;
      at = this.#at;
      if (bytes[at] === CLOSE) break;
      if (bytes[at] !== COMMA) return false;
    }
    this.#at++;
    const { event } = this;
    return event.page >= 0 && event.level >= 0 && !Number.isNaN(event.ts) && !Number.isNaN(event.itemInSession);
  }

  #value(field: ReportField | undefined): boolean {
    const isText = this.#bytes[this.#at] === QUOTE;
    if (field === undefined) return isText ? this.#skipText() : this.#skipNumber();
    const { event, texts } = this;
    switch (field) {
      case "ts":
      case "sessionId":
      case "itemInSession":
      case "registration":
        return !isText && this.#whole(field);
      case "userId":
        return isText && this.#userId();
      default: {
        if (!isText) return false;
        const id = this.#text(texts[TEXTS[field]]);
        event[field] = id;
        return id >= 0;
      }
    }
  }

  /** A text without escapes, hashed on the way. Returns its end, or -1. */
  #textEnd(start: number): number {
    const bytes = this.#bytes;
    let hash = HASH_START;
    let at = start;
    for (let byte = bytes[at]!; IS_PLAIN[byte] === 1; byte = bytes[++at]!) hash = hashStep(hash, byte);
    this.#hash = hash;
    return bytes[at] === QUOTE ? at : -1;
  }

  #text(texts: Texts): number {
    const start = this.#at + 1;
    const end = this.#textEnd(start);
    if (end < 0) return -1;
    this.#at = end + 1;
    return texts.ofBytes(this.#bytes, start, end, this.#hash);
  }

  #userId(): boolean {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let value = 0;
    let at = start;
    for (; ; at++) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    const isPlain =
      bytes[at] === QUOTE && at - start <= MOST_DIGITS && at > start && (bytes[start] !== ZERO || at - start === 1);
    if (isPlain) {
      this.event.user = value;
      this.#at = at + 1;
    } else if (bytes[start] === QUOTE) this.#at = start + 1;
    else {
      const id = this.#text(this.texts.userIds);
      if (id < 0) return false;
      this.event.user = -1 - id;
    }
    return true;
  }

  #skipText(): boolean {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    while (IS_PLAIN[bytes[at]!] === 1) at++;
    this.#at = at + 1;
    return bytes[at] === QUOTE;
  }

  #skipNumber(): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    // Whether they are in order does not matter to a report.
    while (IS_OF_NUMBER[bytes[this.#at]!] === 1) this.#at++;
    const after = bytes[this.#at];
    return this.#at > start && (after === COMMA || after === CLOSE);
  }

  #whole(field: "ts" | "sessionId" | "itemInSession" | "registration"): boolean {
    const bytes = this.#bytes;
    const isNegative = bytes[this.#at] === MINUS;
    const start = isNegative ? this.#at + 1 : this.#at;
    let value = 0;
    let at = start;
    for (; ; at++) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    if (at === start || at - start > MOST_DIGITS) return false;
    this.event[field] = isNegative ? -value : value;
    this.#at = at;
    return true;
  }

  /** Reads any line of JSON. Returns what is wrong with it. */
  #parse(line: Buffer): string | undefined {
    if (!isUtf8(line)) return "a text of it is not UTF-8";
    let values: Record<string, unknown>;
    try {
      values = JSON.parse(line.toString()) as Record<string, unknown>;
    } catch {
      return "it is no line of JSON";
    }
    if (typeof values !== "object" || values === null) return "it is no object";
    this.#clear();
    return (
      readValues(this.event, this.texts, (field) => (Object.hasOwn(values, field) ? values[field] : undefined)) ??
      problemOfNumbers(this.event)
    );
  }
}
