import type { FileMetaData, RowGroup } from "hyparquet";
import { type FooterSource, readFooter } from "../../output/formats/parquet/structure/read-footer.ts";
import { EventsimError, RunError, UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { batchLines, type ColumnBatch, selectRows } from "../event-columns.ts";
import type { Input } from "../input.ts";
import type { FieldCondition } from "../where.ts";
import { PARSERS } from "./codecs.ts";
import { ColumnReader, MemoryBudget, placeOf } from "./columns.ts";
import { columnsOfGroup, eventColumns } from "./footer.ts";

/** Events whose columns are decoded together. */
const MOST_BATCH_ROWS = 16_384;

/** One Parquet file. */
class ParquetFile {
  /** Sum of the columns' sizes so far: columns that share bytes would make a small file endless. */
  #columnBytes = 0;

  constructor(
    readonly input: Input,
    readonly byteLength: number,
  ) {}

  /** @param wanted the columns that are read; all of events without it */
  async *batches(wanted?: readonly string[]): AsyncGenerator<ColumnBatch> {
    const metadata = await readFooter(this.#footerSource(), PARSERS);
    const names = eventColumns(metadata).filter((name) => wanted?.includes(name) ?? true);
    if (names.length === 0) throw new Error(`it has none of the columns ${wanted!.join(", ")}`);
    for (const group of metadata.row_groups) yield* this.#groupBatches(metadata, group, names);
  }

  #footerSource(): FooterSource {
    const { input, byteLength } = this;
    const readAt = (offset: number, length: number) => input.readAt(offset, length);
    return { fileBytes: byteLength, mostBytes: input.mostFrameBytes, readAt };
  }

  async *#groupBatches(metadata: FileMetaData, group: RowGroup, names: readonly string[]): AsyncGenerator<ColumnBatch> {
    const rows = Number(group.num_rows);
    if (!(rows >= 0)) throw new Error(`a row group has ${rows} rows`);
    const memory: MemoryBudget = new MemoryBudget(2 * this.input.mostFrameBytes, (bytes) =>
      this.#refusal(rows, bytes, memory),
    );
    const readers = new Map<string, ColumnReader>();
    for (const { column, metadata: chunk } of columnsOfGroup(metadata, group, names)) {
      const { start, length } = placeOf(chunk, this.byteLength);
      this.#columnBytes += length;
      if (this.#columnBytes > this.byteLength) throw new Error("its columns have more bytes than the file");
      memory.take(length);
      const bytes = await this.input.readAt(start, length);
      readers.set(column.pathInSchema[0]!, new ColumnReader(column, bytes, start, rows, memory));
    }
    yield* batchesOf(readers, rows);
  }

  #refusal(rows: number, bytes: number, { mostBytes }: MemoryBudget): RunError {
    return new RunError(
      `${printable(this.input.name)}: the pages of a row group of ${rows} rows may take ${Math.ceil(bytes / 2 ** 20)} MiB of memory, and ` +
        `this program takes at most ${mostBytes >> 20} MiB for them: write the file with smaller pages and row groups, or set a larger -Xmx`,
    );
  }
}

/**
 * The events of a row group. A batch ends where a page of a column ends, so that each column holds one page; it is valid until the next one
 * is requested.
 */
function* batchesOf(readers: ReadonlyMap<string, ColumnReader>, rows: number): Generator<ColumnBatch> {
  const names = new Set(readers.keys());
  for (let row = 0; row < rows; ) {
    let count = Math.min(MOST_BATCH_ROWS, rows - row);
    for (const reader of readers.values()) count = Math.min(count, reader.available());
    const column = (name: string) => readers.get(name)!.values(count);
    const indices = (name: string) => readers.get(name)!.indices(count);
    yield { rows: count, names, column, indices };
    for (const reader of readers.values()) reader.advance(count);
    row += count;
  }
}

/** What `batches` yields of a file. Throws UsageError for a pipe, and RunError for a damaged file or one that would take too much memory. */
async function* ofFile<Part>(input: Input, read: (file: ParquetFile) => AsyncGenerator<Part>): AsyncGenerator<Part> {
  const { fileBytes } = input;
  const name = printable(input.name);
  if (fileBytes === undefined)
    throw new UsageError(
      `${name}: is Parquet, which is read from its end, and a pipe has none yet; save it, and name the file`,
    );
  try {
    yield* read(new ParquetFile(input, fileBytes));
  } catch (error) {
    if (error instanceof EventsimError) throw error;
    const message = printable((error as Error).message);
    throw new RunError(
      `${name}: cannot be read as a Parquet file of events: ${message}; what was whole before it has been read: ` +
        "compare the file with its manifest (eventsim verify), or make it again",
    );
  }
}

/**
 * The events of a Parquet file in which the conditions hold, as lines; columns that no event has are left out. Throws UsageError for a
 * pipe, and RunError for a damaged file or one that would take too much memory.
 */
export function parquetLines(input: Input, conditions: readonly FieldCondition[] = []): AsyncGenerator<Buffer> {
  return ofFile(input, async function* (file) {
    for await (const batch of file.batches()) yield* batchLines(batch, selectRows(batch, conditions));
  });
}

/** The same in batches of the named columns, of which those that the file does not have are left out. */
export function parquetBatches(input: Input, names: readonly string[]): AsyncGenerator<ColumnBatch> {
  return ofFile(input, (file) => file.batches(names));
}
