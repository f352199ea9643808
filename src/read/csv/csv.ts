import { isUtf8 } from "node:buffer";
import { FIELD_NAMES, typeOfField } from "../../schema/choose.ts";
import type { FieldName } from "../../schema/fields.ts";
import { printable } from "../../system/printable.ts";
import { LineWriter, type TypedField } from "../event-json.ts";
import { damagedFile } from "../input.ts";
import { wholeLines } from "../lines.ts";
import { BYTE_ORDER_MARK } from "./header.ts";
import { type Cell, RowReader } from "./rows.ts";

/** A row is bounded as a line of JSON is (lines.ts). */
const MOST_ROW_CHARACTERS = 16 << 20;
/** Programs that have only doubles, or no whole number that may be null, write such numbers with a fraction of zeros. */
const WHOLE = /^(-?\d{1,20})(\.0*)?$/;
const DOUBLE = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$|^(NaN|-?Infinity)$/;
const MOST_DOUBLE_CHARACTERS = 1100;

interface EventColumn {
  /** Its place in the rows. */
  index: number;
  field: TypedField;
  /** A run with a tag has it in every event, so one that is null is a value. */
  isValueIfNull: boolean;
}

/** The columns of events, in the order of the schema. Throws Error that says what is wrong. */
function columnsOf(header: readonly Cell[]): EventColumn[] {
  const names = header.map(({ text }) => text);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  const twice = FIELD_NAMES.find(isTwice);
  if (twice !== undefined) throw new Error(`its header has ${twice} twice`);
  return FIELD_NAMES.filter((name) => names.includes(name)).map((name: FieldName) => ({
    index: names.indexOf(name),
    field: { name, type: typeOfField(name) },
    isValueIfNull: name === "tag",
  }));
}

function readValue({ text }: Cell, { name, type }: TypedField): string | bigint | number {
  if (type === "string") return text;
  if (type === "double") {
    if (text.length <= MOST_DOUBLE_CHARACTERS && DOUBLE.test(text)) return Number(text);
  } else {
    const digits = WHOLE.exec(text)?.[1];
    if (digits !== undefined) return BigInt(digits);
  }
  const what = type === "double" ? "a number" : "a whole number";
  throw new Error(
    `${name} is ${printable(text, 40)}, not ${what}; if the text stands for null, name it with --csv-null`,
  );
}

/** Prints rows as lines. */
class RowPrinter {
  readonly #lines = new LineWriter();
  #columns: EventColumn[] | undefined;
  #width = 0;

  constructor(readonly nullText: string) {}

  /** The lines of a row, if enough are there. Throws Error that says what is wrong. */
  *add(cells: readonly Cell[]): Generator<Buffer> {
    if (this.#columns === undefined) {
      this.#columns = columnsOf(cells);
      this.#width = cells.length;
      return;
    }
    if (cells.length === 1 && cells[0]!.text === "" && !cells[0]!.isQuoted) return;
    if (cells.length !== this.#width)
      throw new Error(`it has ${cells.length} cells, and the header has ${this.#width}`);
    for (const { index, field, isValueIfNull } of this.#columns) {
      const cell = cells[index]!;
      if (cell.isQuoted || (cell.text !== "" && cell.text !== this.nullText))
        this.#lines.add(field, readValue(cell, field));
      else if (isValueIfNull) this.#lines.addJson(field.name, "null");
    }
    if (this.#lines.end()) yield* this.#lines.take();
  }

  take(): Generator<Buffer> {
    return this.#lines.take();
  }
}

/** Rows that arrive in pieces. */
class Rows {
  /** The beginning of a row that is not whole, and pieces after it. */
  #rest = "";
  #waiting = "";
  /** Of the rest, in unpacked bytes. */
  #offset = 0;
  #rows = 0;

  constructor(
    readonly name: string,
    readonly printer: RowPrinter,
  ) {}

  /** A row that is not whole is read again only when twice as much is there; one of many line ends would otherwise take minutes. */
  *lines(piece: string): Generator<Buffer> {
    const isMarked = this.#offset === 0 && piece.startsWith(BYTE_ORDER_MARK);
    if (isMarked) this.#offset = Buffer.byteLength(BYTE_ORDER_MARK);
    this.#waiting += isMarked ? piece.slice(1) : piece;
    const length = this.#rest.length + this.#waiting.length;
    if (this.#waiting.length < this.#rest.length && length <= MOST_ROW_CHARACTERS) return;
    const reader = new RowReader(this.#rest + this.#waiting);
    yield* this.#whole(reader);
    this.#offset += Buffer.byteLength(reader.text.slice(0, reader.at));
    this.#rest = reader.text.slice(reader.at);
    this.#waiting = "";
    if (this.#rest.length > MOST_ROW_CHARACTERS)
      throw damagedFile(this.name, this.#offset, `a row of more than ${MOST_ROW_CHARACTERS >> 20} MiB does not end`);
  }

  *#whole(reader: RowReader): Generator<Buffer> {
    let start = 0;
    try {
      for (let cells = reader.next(); cells !== undefined; cells = reader.next()) {
        yield* this.printer.add(cells);
        start = reader.at;
        this.#rows++;
      }
    } catch (error) {
      yield* this.printer.take();
      const offset = this.#offset + Buffer.byteLength(reader.text.slice(0, start));
      throw damagedFile(this.name, offset, `row ${this.#rows + 1}: ${(error as Error).message}`);
    }
    yield* this.printer.take();
  }

  /** Reads what still waits. Throws RunError if it ends within a row. */
  *end(): Generator<Buffer> {
    const reader = new RowReader(this.#rest + this.#waiting);
    yield* this.#whole(reader);
    if (reader.at === reader.text.length) return;
    const offset = this.#offset + Buffer.byteLength(reader.text.slice(0, reader.at));
    throw damagedFile(
      this.name,
      offset,
      `row ${this.#rows + 1}: the file ends within it, as a closing quote is missing`,
    );
  }
}

/**
 * The events of CSV with a header as lines, row after row; columns that no event has are left out. A cell without quotes is null if it is
 * empty or `nullText`. Throws RunError at a damage, after yielding the lines before it.
 * @param name of the file, for messages
 */
export async function* csvLines(source: AsyncIterable<Buffer>, name: string, nullText: string): AsyncGenerator<Buffer> {
  const rows = new Rows(name, new RowPrinter(nullText));
  let offset = 0;
  for await (const bytes of wholeLines(source, name)) {
    if (!isUtf8(bytes)) throw damagedFile(name, offset, "the text after it is not UTF-8");
    yield* rows.lines(bytes.toString());
    offset += bytes.length;
  }
  yield* rows.end();
}
