import { bytesOf } from "../support/program/command.ts";
import { type ConfigJson, inFile, window } from "../support/sites/shipped.ts";

/** The simulating engine: the default one, or that of `--compat interana`. */
export type Engine = "default" | "interana";

export interface Sampling {
  users: number;
  /** The window's start and end: days such as 2026-01-31. */
  from: string;
  to: string;
  /** One run for each seed. */
  seeds: number[];
}

/**
 * The events of one run, by time, as columns: `seconds` since the window's start, `session` an id of the run, `item` the number in the
 * session, `user` the printed id (0 where it is hidden), `state` an index of `States`.
 */
export interface Events {
  count: number;
  windowSeconds: number;
  seconds: Int32Array;
  session: Float64Array;
  item: Int32Array;
  user: Int32Array;
  state: Uint16Array;
}

/** Numbers for states as the lines spell them, `"page":"Home",...,"level":"free"`: the same number in all runs that share this. */
export class States {
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  get texts(): string[] {
    return [...this.#numbers.keys()];
  }
}

const LINE_FEED = 0x0a;
const DIGIT_0 = 0x30;
const AFTER_STATE = Buffer.from(',"itemInSession":');

/** Reads numbers and texts of a buffer, one after the other. */
class Cursor {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  skip(text: string): void {
    this.#at += text.length;
  }

  /** Reads the decimal number at the current position; 0 if there is none. */
  number(): number {
    let value = 0;
    for (; ; this.#at++) {
      const digit = this.bytes[this.#at]! - DIGIT_0;
      if (!(digit >= 0 && digit <= 9)) return value;
      value = 10 * value + digit;
    }
  }

  textBefore(end: Buffer): string {
    const from = this.#at;
    this.#at = this.bytes.indexOf(end, from);
    return this.bytes.toString("latin1", from, this.#at);
  }

  skipLine(): void {
    this.#at = this.bytes.indexOf(LINE_FEED, this.#at) + 1;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

/**
 * The events after the start and before the end. The original leaves out what happens at the start itself and adds one event at or
 * after the end; both engines are read alike, so neither shows.
 */
function readEvents(bytes: Buffer, startMs: number, endMs: number, states: States): Events {
  const lines = countLines(bytes);
  const events: Events = {
    count: 0,
    windowSeconds: (endMs - startMs) / 1000,
    seconds: new Int32Array(lines),
    session: new Float64Array(lines),
    item: new Int32Array(lines),
    user: new Int32Array(lines),
    state: new Uint16Array(lines),
  };
  // All lines begin alike, which is much quicker to read than any line of JSON: they are millions.
  for (const cursor = new Cursor(bytes); !cursor.isAtEnd; cursor.skipLine()) {
    const at = events.count;
    cursor.skip('{"ts":');
    const time = cursor.number();
    cursor.skip(',"userId":"');
    events.user[at] = cursor.number();
    cursor.skip('","sessionId":');
    events.session[at] = cursor.number();
    cursor.skip(",");
    events.state[at] = states.numberOf(cursor.textBefore(AFTER_STATE));
    cursor.skip(',"itemInSession":');
    events.item[at] = cursor.number();
    events.seconds[at] = (time - startMs) / 1000;
    if (time > startMs && time < endMs) events.count++;
  }
  return events;
}

/**
 * One run for each seed. Unless the site says otherwise, no users leave and none come: the engines differ there on
 * purpose.
 */
export function runsOf(engine: Engine, config: ConfigJson, sampling: Sampling, states = new States()): Events[] {
  const { users, from, to, seeds } = sampling;
  const flags = ["-n", String(users), ...window(from, to), ...(engine === "interana" ? ["--compat", "interana"] : [])];
  return inFile({ ...config, "growth-rate": 0 }, (file) =>
    seeds.map((seed) => {
      const bytes = bytesOf("-c", file, "--randomseed", String(seed), ...flags);
      return readEvents(bytes, Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`), states);
    }),
  );
}
