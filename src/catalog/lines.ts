import { UsageError } from "../errors.ts";

/** Weights are drawn with 32-bit integers below their sum. */
export const WEIGHT_SUM_LIMIT = 2 ** 32;
const LONGEST_QUOTE = 60;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Where a line is and what it should look like, for messages. */
export interface Place {
  path: string;
  /** From 1. */
  line: number;
}

/**
 * Calls `read` with each line of the text that is not empty. Lines end with LF, CR or CR LF, as in the original's files:
 * its reader (Java's BufferedReader) takes all three.
 */
export function forEachLine(path: string, text: string, read: (line: string, place: Place) => void): void {
  const place = { path, line: 1 };
  let start = 0;
  while (start < text.length) {
    const end = findLineEnd(text, start);
    if (end > start) read(text.slice(start, end), place);
    start = end + (text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED ? 2 : 1);
    place.line++;
  }
}

/** The first LF or CR from `start` on, or the text's end. */
function findLineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) return at;
  }
  return text.length;
}

/** The columns of a line. Throws UsageError where there are fewer or, with `exactly`, more of them. */
export function splitColumns(line: string, separator: string, count: number, shape: Shape, place: Place): string[] {
  const columns = line.split(separator);
  if (columns.length < count || (shape.exactly && columns.length > count)) throw wrongLine(line, shape, place);
  return columns;
}

/** How a line of a file should be: "name,gender,count" and an example. */
export interface Shape {
  columns: string;
  example: string;
  /** False where further columns are of no interest. */
  exactly: boolean;
}

function wrongLine(line: string, shape: Shape, place: Place): UsageError {
  const what = `expected ${shape.columns} but found ${quote(line)}`;
  return lineError(place, `${what}; each line must be like ${JSON.stringify(shape.example)}`);
}

export function lineError(place: Place, what: string): UsageError {
  return new UsageError(`${place.path}:${place.line}: ${what}`);
}

/** The text in JSON's quotes, so that tabs and odd characters can be seen, and shortened. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
}
