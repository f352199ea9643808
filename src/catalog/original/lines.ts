import { isAscii, isUtf8 } from "node:buffer";
import { UsageError } from "../../system/errors.ts";
import { quoted } from "../../system/printable.ts";

const LONGEST_QUOTE = 60;
/** Texts of an event have at most 65,535 bytes, and a row has few columns beside them. */
const LONGEST_LINE_BYTES = 2 ** 20;
/** The most lines of a file: they are read within seconds, and the largest known list of similar songs has a fraction of them. */
const MOST_LINES = 100_000_000;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = "\ufeff";

/** A line's position and expected form, for messages. */
export interface Place {
  path: string;
  /** From 1. */
  line: number;
}

export type Encoding = "utf8" | "latin1";

/** A line that is not UTF-8. */
export class NotUtf8 extends Error {
  constructor(readonly line: number) {
    super(`line ${line} is not UTF-8`);
  }
}

/** Called with each line; returning false ends the reading. */
export type LineReader = (line: string, place: Place) => boolean | undefined;

/**
 * Splits pieces of a file into lines, which end with LF, CR or CR LF, as in the original's files: its reader (Java's BufferedReader)
 * accepts all three. Buffers at most one line.
 */
class LineCutter {
  readonly #place: Place;
  /** The beginning of a line whose end is still to come. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #endsWithReturn = false;
  isDone = false;

  constructor(
    path: string,
    private readonly encoding: Encoding,
    private readonly read: LineReader,
    private readonly readsEmpty: boolean,
  ) {
    this.#place = { path, line: 1 };
  }

  add(chunk: Buffer): void {
    const isPlain = this.encoding === "latin1" || isAscii(chunk);
    let start = this.#endsWithReturn && chunk[0] === LINE_FEED ? 1 : 0;
    this.#endsWithReturn = false;
    for (let at = start; at < chunk.length; at++) {
      const code = chunk[at];
      if (code !== LINE_FEED && code !== CARRIAGE_RETURN) continue;
      this.#endLine(chunk, start, at, isPlain);
      if (this.isDone) return;
      if (code === CARRIAGE_RETURN) {
        if (at + 1 === chunk.length) this.#endsWithReturn = true;
        else if (chunk[at + 1] === LINE_FEED) at++;
      }
      start = at + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The last line may lack its line end. */
  finish(): void {
    if (!this.isDone && this.#pendingBytes > 0) this.#endLine(Buffer.alloc(0), 0, 0, false);
  }

  #keep(rest: Buffer): void {
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > LONGEST_LINE_BYTES) {
      const what = `the line is longer than ${LONGEST_LINE_BYTES.toLocaleString("en-US")} bytes, the most that a row may have`;
      throw lineError(this.#place, `${what}; is this the right file?`);
    }
    this.#pending.push(Buffer.from(rest));
  }

  #endLine(chunk: Buffer, start: number, end: number, isPlain: boolean): void {
    if (this.#pendingBytes > 0) {
      this.#keep(chunk.subarray(start, end));
      const line = Buffer.concat(this.#pending);
      this.#pending = [];
      this.#pendingBytes = 0;
      this.#readLine(line, 0, line.length, this.encoding === "latin1");
    } else if (end > start || this.readsEmpty) this.#readLine(chunk, start, end, isPlain);
    if (++this.#place.line <= MOST_LINES) return;
    const what = `the file has more than ${MOST_LINES.toLocaleString("en-US")} lines, the most that a data file may`;
    throw lineError(this.#place, `${what}; leave the rarest rows out`);
  }

  #readLine(bytes: Buffer, start: number, end: number, isPlain: boolean): void {
    const line = isPlain ? bytes.toString("latin1", start, end) : this.#decode(bytes, start, end);
    if (this.read(line, this.#place) === false) this.isDone = true;
  }

  #decode(bytes: Buffer, start: number, end: number): string {
    if (!isUtf8(bytes.subarray(start, end))) throw new NotUtf8(this.#place.line);
    const line = bytes.toString("utf8", start, end);
    return this.#place.line === 1 && line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line;
  }
}

/**
 * Calls `read` with each line of the file that is not empty (with `readsEmpty`, each line), until it returns false.
 * Throws NotUtf8 for a line that is not UTF-8, and UsageError if a line's length or the number of lines exceeds its limit.
 */
export async function forEachLine(
  path: string,
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  read: LineReader,
  readsEmpty = false,
): Promise<void> {
  const cutter = new LineCutter(path, encoding, read, readsEmpty);
  for await (const chunk of chunks) {
    cutter.add(chunk);
    if (cutter.isDone) return;
  }
  cutter.finish();
}

/** The columns of a line. Throws UsageError if there are fewer or, with `exactly`, more of them. */
export function splitColumns(line: string, separator: string, count: number, shape: Shape, place: Place): string[] {
  const columns = line.split(separator);
  if (columns.length < count || (shape.exactly && columns.length > count)) throw wrongLine(line, shape, place);
  return columns;
}

/** The expected form of a file's lines: "name,gender,count" and an example. */
export interface Shape {
  columns: string;
  example: string;
  /** False if further columns are ignored. */
  exactly: boolean;
}

function wrongLine(line: string, shape: Shape, place: Place): UsageError {
  const what = `expected ${shape.columns} but found ${quote(line)}`;
  return lineError(place, `${what}; each line must be like ${JSON.stringify(shape.example)}`);
}

export function lineError(place: Place, what: string): UsageError {
  return new UsageError(`${place.path}:${place.line}: ${what}`);
}

/** The text in quotes, so that tabs and odd characters can be seen, and shortened. */
export function quote(text: string): string {
  return quoted(text, LONGEST_QUOTE);
}
