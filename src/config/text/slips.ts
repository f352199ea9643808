import { createRequire } from "node:module";

/** Syntax that people use in JSON because other languages allow it; its meaning is clear. */
interface Slip {
  offset: number;
  length: number;
  text: string;
}

// Kinds of tokens as the parser numbers them; its enumeration is there for compilers only.
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, COLON] = [1, 2, 3, 4, 5, 6];
const [LINE_COMMENT, BLOCK_COMMENT, LINE_END, SPACE, END] = [12, 13, 14, 15, 17];

/** The text with spaces for its comments and for commas before a closing bracket, and the slips replaced, in the order of the text. */
export function withoutSlips(text: string): { json: string; slips: readonly Slip[] } {
  const slips = slipsOf(text).sort((one, other) => one.offset - other.offset);
  const pieces: string[] = [];
  let copied = 0;
  for (const { offset, length } of slips) {
    pieces.push(text.slice(copied, offset), " ".repeat(length));
    copied = offset + length;
  }
  return { json: `${pieces.join("")}${text.slice(copied)}`, slips };
}

function slipsOf(text: string): Slip[] {
  const scanner = jsonParser().createScanner(text, false);
  const slips: Slip[] = [];
  const commas = new Commas();
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const isComment = kind === LINE_COMMENT || kind === BLOCK_COMMENT;
    if (isComment && scanner.getTokenError() === 0)
      slips.push({ offset, length: scanner.getTokenLength(), text: "JSON has no comments; remove this one" });
    if (isComment || kind === LINE_END || kind === SPACE) continue;
    const comma = commas.closedBy(kind, offset);
    if (comma !== undefined)
      slips.push({ offset: comma, length: 1, text: `JSON has no comma before "${text[offset]}"; remove it` });
  }
  return slips;
}

/** Finds trailing commas: those after a value and before the bracket that closes the list or object. */
class Commas {
  readonly #open: number[] = [];
  #beforeLast = 0;
  #last = 0;
  #lastOffset = 0;

  /** Takes the next token; if it closes a list or object, returns the offset of the comma before it. */
  closedBy(kind: number, offset: number): number | undefined {
    const closes = kind === CLOSE_BRACE ? OPEN_BRACE : kind === CLOSE_BRACKET ? OPEN_BRACKET : undefined;
    const isOpen = closes !== undefined && this.#open.pop() === closes;
    if (kind === OPEN_BRACE || kind === OPEN_BRACKET) this.#open.push(kind);
    const isAfterValue = ![0, OPEN_BRACE, OPEN_BRACKET, COMMA, COLON].includes(this.#beforeLast);
    const comma = isOpen && this.#last === COMMA && isAfterValue ? this.#lastOffset : undefined;
    this.#beforeLast = this.#last;
    this.#last = kind;
    this.#lastOffset = offset;
    return comma;
  }
}

/** The parser that knows positions, loaded when a config turns out to need one: loading it takes 10 ms of every start. */
export function jsonParser(): typeof import("jsonc-parser") {
  return createRequire(import.meta.url)("jsonc-parser");
}
