import type { ColumnMetaData, DecodedArray } from "hyparquet";
import { EventsimError } from "../../system/errors.ts";
import type { Column, DictionaryRows } from "../event-columns.ts";
import type { ColumnInGroup } from "./codecs.ts";
import { memoryOf, type PackedPage, type PageRows, readDictionary, readPage, readRows } from "./pages.ts";

class PageError extends Error {}

/** Memory for what is read of a row group. */
export class MemoryBudget {
  #used = 0;

  /** @param refusal makes the error for the bytes that would be needed */
  constructor(
    readonly mostBytes: number,
    private readonly refusal: (byteLength: number) => Error,
  ) {}

  /** Throws the refusal if there is no room for the bytes. */
  take(byteLength: number): void {
    this.#used += byteLength;
    if (this.#used > this.mostBytes) throw this.refusal(this.#used);
  }

  free(byteLength: number): void {
    this.#used -= byteLength;
  }
}

function valuesOf(rows: PageRows): Column {
  if ("values" in rows) return rows.values;
  const { dictionary, indices } = rows;
  const values = new Array<unknown>(indices.length);
  for (let row = 0; row < values.length; row++) values[row] = indices[row]! < 0 ? undefined : dictionary[indices[row]!];
  return values;
}

/** Reads the values of a column in a row group, page by page. A page of which no value is requested is not unpacked. */
export class ColumnReader {
  #offset = 0;
  #page: PackedPage | undefined;
  #pageOffset = 0;
  #pageBytes = 0;
  #pageRows: PageRows | undefined;
  #pageValues: Column | undefined;
  /** Rows before the page, and the next row in it. */
  #rowsBefore = 0;
  #row = 0;
  #packedDictionary: { page: PackedPage; offset: number } | undefined;
  #dictionary: DecodedArray | undefined;

  /**
   * @param bytes the pages @param start their address in the file, for messages @param rows of the row group
   */
  constructor(
    readonly column: ColumnInGroup,
    private readonly bytes: Uint8Array<ArrayBuffer>,
    private readonly start: number,
    private readonly rows: number,
    private readonly memory: MemoryBudget,
  ) {}

  /** The number of rows until the end of the page, after the end of the page before it; at least 1. */
  available(): number {
    while (this.#row === (this.#page?.rows ?? 0)) this.#nextPage();
    return this.#page!.rows - this.#row;
  }

  /** The values of the next rows, at most those that are available. */
  values(count: number): Column {
    this.#pageValues ??= valuesOf(this.#rowsOfPage());
    const values = this.#pageValues as unknown[];
    return count === values.length ? values : values.slice(this.#row, this.#row + count);
  }

  /** The same as indices of a dictionary; undefined if the page has values. */
  indices(count: number): DictionaryRows | undefined {
    const rows = this.#rowsOfPage();
    if (!("indices" in rows)) return undefined;
    return { dictionary: rows.dictionary, indices: rows.indices.subarray(this.#row, this.#row + count) };
  }

  #rowsOfPage(): PageRows {
    this.#pageRows ??= this.#inPage(this.#pageOffset, () =>
      readRows(this.#page!, this.column, this.#readDictionary(), this.memory.mostBytes),
    );
    return this.#pageRows;
  }

  advance(count: number): void {
    this.#row += count;
  }

  #nextPage(): void {
    this.memory.free(this.#pageBytes);
    this.#pageBytes = 0;
    this.#pageRows = undefined;
    this.#pageValues = undefined;
    this.#rowsBefore += this.#page?.rows ?? 0;
    this.#row = 0;
    this.#pageOffset = this.#offset;
    this.#inPage(this.#pageOffset, () => this.#readPage());
  }

  #readDictionary(): DecodedArray | undefined {
    if (this.#dictionary !== undefined || this.#packedDictionary === undefined) return this.#dictionary;
    const { page, offset } = this.#packedDictionary;
    this.#dictionary = this.#inPage(offset, () => readDictionary(page, this.column));
    return this.#dictionary;
  }

  #readPage(): void {
    if (this.#offset >= this.bytes.length)
      throw new Error(`its column has ${this.#rowsBefore} values for ${this.rows} rows`);
    const page = readPage(this.bytes, this.#offset, this.rows - this.#rowsBefore);
    this.#page = page;
    this.#offset = page.body.byteOffset - this.bytes.byteOffset + page.body.length;
    const byteLength = memoryOf(page, this.column);
    this.memory.take(byteLength);
    if (page.header.type !== "DICTIONARY_PAGE") this.#pageBytes = byteLength;
    else if (this.#packedDictionary !== undefined) throw new Error("it is a second dictionary of its column");
    else this.#packedDictionary = { page, offset: this.#pageOffset };
  }

  /** Runs a step of reading the page; its errors name the column and the place. */
  #inPage<Result>(offset: number, step: () => Result): Result {
    try {
      return step();
    } catch (error) {
      // Those of memory, and of the step within.
      if (!(error instanceof Error) || error instanceof EventsimError || error instanceof PageError) throw error;
      // A DataView throws it at its end.
      const what = error instanceof RangeError ? "it ends within its values" : error.message;
      const place = `the page of ${this.column.pathInSchema[0]} at byte ${this.start + offset}`;
      throw new PageError(`${place} is damaged: ${what}`);
    }
  }
}

/** The place of a column's pages in the file. Throws Error if it is outside of the file. */
export function placeOf(column: ColumnMetaData, fileBytes: number): { start: number; length: number } {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const length = Number(column.total_compressed_size);
  if (!(start >= 0 && length >= 0 && start + length <= fileBytes))
    throw new Error(`the column ${column.path_in_schema[0]} is outside of the file`);
  return { start, length };
}
