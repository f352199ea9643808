// CSV: https://datatracker.ietf.org/doc/html/rfc4180
const QUOTE = '"';
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A cell: what stands between commas, without its quotes. */
export interface Cell {
  text: string;
  isQuoted: boolean;
}

/** Reads rows from a text that may end within one. Throws Error that says what is wrong. */
export class RowReader {
  /** Place of the next row. */
  at = 0;
  #end = 0;

  constructor(readonly text: string) {}

  /** The cells of the next row, or undefined if the text ends before the row does. */
  next(): Cell[] | undefined {
    const cells: Cell[] = [];
    for (this.#end = this.at; ; ) {
      const cell = this.text[this.#end] === QUOTE ? this.#quoted() : this.#bare();
      if (cell === undefined || this.#end === this.text.length) return undefined;
      cells.push(cell);
      if (this.text.charCodeAt(this.#end++) === LINE_FEED) break;
    }
    this.at = this.#end;
    return cells;
  }

  /** Moves to the comma or line feed after the cell. */
  #quoted(): Cell | undefined {
    const start = this.#end + 1;
    let end = this.text.indexOf(QUOTE, start);
    let hasQuotes = false;
    while (end >= 0 && this.text[end + 1] === QUOTE) {
      hasQuotes = true;
      end = this.text.indexOf(QUOTE, end + 2);
    }
    if (end < 0) return undefined;
    this.#end = end + 1;
    this.#skipReturn();
    const after = this.text.charCodeAt(this.#end);
    if (this.#end < this.text.length && after !== COMMA && after !== LINE_FEED)
      throw new Error("something follows the closing quote of a cell");
    const text = this.text.slice(start, end);
    return { text: hasQuotes ? text.replaceAll('""', QUOTE) : text, isQuoted: true };
  }

  #bare(): Cell | undefined {
    const start = this.#end;
    let code = 0;
    while (this.#end < this.text.length) {
      code = this.text.charCodeAt(this.#end);
      if (code === COMMA || code === LINE_FEED) break;
      this.#end++;
    }
    const isAtReturn = code === LINE_FEED && this.text.charCodeAt(this.#end - 1) === CARRIAGE_RETURN;
    const text = this.text.slice(start, Math.max(start, this.#end - (isAtReturn ? 1 : 0)));
    if (text.includes(QUOTE)) throw new Error("a cell has a quote and does not begin with one");
    return { text, isQuoted: false };
  }

  /** Line ends may have two characters. */
  #skipReturn(): void {
    if (this.text.charCodeAt(this.#end) !== CARRIAGE_RETURN) return;
    if (this.#end + 1 === this.text.length || this.text.charCodeAt(this.#end + 1) === LINE_FEED) this.#end++;
  }
}
