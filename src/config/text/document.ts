import { type Path, Places } from "./places.ts";
import type { Source } from "./report.ts";

/** The text of a config, and the position of each key in it. */
export class ConfigDocument implements Source {
  private readAsJson: string;
  private knownPlaces: Places | undefined;
  private knownLineStarts: Uint32Array | undefined;

  constructor(
    /** Path as the user typed it. */
    readonly file: string,
    readonly text: string,
  ) {
    this.readAsJson = text;
  }

  /** The JSON of the text: the same text with spaces in place of everything else. */
  get json(): string {
    return this.readAsJson;
  }

  set json(text: string) {
    this.readAsJson = text;
    this.knownPlaces = undefined;
  }

  /** Offset in the text of the value at the path, or of the innermost value around it that the file has. */
  offsetOf(path: Path): number {
    return this.places.valueAt(path);
  }

  /** Offset of the key that the path ends with. */
  keyOffsetOf(path: Path): number {
    return this.places.keyAt(path);
  }

  /** The value at the path as the file writes it. */
  literalAt(path: Path): string {
    const offset = this.offsetOf(path);
    return this.text.slice(offset, this.places.endOf(offset));
  }

  /** Line and column of an offset, both from 1; a column is a UTF-16 code unit, as editors count. */
  position(offset: number): { line: number; column: number } {
    this.knownLineStarts ??= lineStarts(this.text);
    const line = lastAtMost(this.knownLineStarts, offset);
    return { line: line + 1, column: offset - this.knownLineStarts[line]! + 1 };
  }

  showPlace(offset: number): string {
    const { line, column } = this.position(offset);
    return `:${line}:${column}`;
  }

  within(offset: number): string {
    return `on line ${this.position(offset).line}`;
  }

  private get places(): Places {
    this.knownPlaces ??= new Places(this.readAsJson);
    return this.knownPlaces;
  }
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (const lineEnd of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineEnd.index + lineEnd[0].length);
  return Uint32Array.from(starts);
}

/** Index of the last of some ascending values that is not above a given one; the first value never is. */
function lastAtMost(values: Uint32Array, most: number): number {
  let low = 0;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= most) low = middle;
    else high = middle;
  }
  return low;
}
