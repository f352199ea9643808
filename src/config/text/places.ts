/** Keys and indices from the root of a config to one of its values: ["transitions", 12, "p"]. */
export type Path = readonly (string | number)[];

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The position of one of an object's values, and its key. */
interface Member {
  key: number;
  value: number;
}

/**
 * The positions of the values of a JSON text. The members of an object or list are looked up on demand and cached: a syntax tree
 * of the whole text takes twenty times as long as `JSON.parse` and a hundred bytes for each value.
 */
export class Places {
  readonly #objects = new Map<number, ReadonlyMap<string, Member>>();
  readonly #lists = new Map<number, readonly number[]>();
  readonly #root: number;

  constructor(private readonly text: string) {
    this.#root = afterSpace(text, 0);
  }

  /** Offset of the value at the path, or of the innermost value around it that the text has. */
  valueAt(path: Path): number {
    let at = this.#root;
    for (const step of path) {
      const inner = this.#step(at, step)?.value;
      if (inner === undefined) break;
      at = inner;
    }
    return at;
  }

  /** Offset of the key that the path ends with. */
  keyAt(path: Path): number {
    const around = this.valueAt(path.slice(0, -1));
    return this.#step(around, path.at(-1) as string)?.key ?? around;
  }

  /** Offset after the value that begins at an offset. */
  endOf(at: number): number {
    return endOfValue(this.text, at);
  }

  #step(at: number, step: string | number): Member | undefined {
    const code = this.text.charCodeAt(at);
    if (typeof step === "string") return code === OPEN_OBJECT ? this.#object(at).get(step) : undefined;
    const value = code === OPEN_LIST ? this.#list(at)[step] : undefined;
    return value === undefined ? undefined : { key: value, value };
  }

  #object(at: number): ReadonlyMap<string, Member> {
    const known = this.#objects.get(at);
    if (known !== undefined) return known;
    const members = new Map<string, Member>();
    for (const { key, value } of membersOf(this.text, at)) members.set(keyText(this.text, key), { key, value });
    this.#objects.set(at, members);
    return members;
  }

  #list(at: number): readonly number[] {
    const known = this.#lists.get(at);
    if (known !== undefined) return known;
    const values = [...valuesOf(this.text, at)];
    this.#lists.set(at, values);
    return values;
  }
}

/** The key at an offset. */
export function keyText(text: string, at: number): string {
  return JSON.parse(text.slice(at, endOfString(text, at)));
}

/** The members of the object at an offset, including those with a repeated key. */
function* membersOf(text: string, object: number): Generator<Member> {
  let at = afterSpace(text, object + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_OBJECT) {
    const key = at;
    const value = afterSpace(text, text.indexOf(":", endOfString(text, key)) + 1);
    yield { key, value };
    at = afterComma(text, endOfValue(text, value));
  }
}

function* valuesOf(text: string, list: number): Generator<number> {
  let at = afterSpace(text, list + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_LIST) {
    yield at;
    at = afterComma(text, endOfValue(text, at));
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

function afterComma(text: string, from: number): number {
  const at = afterSpace(text, from);
  return text.charCodeAt(at) === COMMA ? afterSpace(text, at + 1) : at;
}

/** Offset after the string that begins at an offset. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text.charCodeAt(first - 1) === BACKSLASH && first - 1 > start) first--;
    // Two backslashes are one character, so an odd one belongs to the quote.
    if ((quote - first) % 2 === 0) return quote + 1;
  }
  return text.length;
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first === OPEN_OBJECT || first === OPEN_LIST) return endOfBrackets(text, start);
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT) break;
  }
  return at;
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Offset of the first bracket that is nested in `most` others, -1 if there is none. */
export function tooDeepAt(text: string, most: number): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
    if (depth > most) return at;
  }
  return -1;
}
