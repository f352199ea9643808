import { FIELD_NAMES } from "../../schema/choose.ts";
import { EventsimError, RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { batchLines, type ColumnBatch, selectRows } from "../event-columns.ts";
import type { Input, Source } from "../input.ts";
import type { FieldCondition } from "../where.ts";
import { BatchBuffers } from "./buffers.ts";
import { type Values, valuesOf } from "./columns.ts";
import { Dictionary } from "./dictionaries.ts";
import type { Table } from "./flatbuffers.ts";
import {
  MESSAGE_DICTIONARY,
  MESSAGE_RECORDS,
  MESSAGE_SCHEMA,
  type Message,
  readFooter,
  readMessages,
  takeMessages,
} from "./messages.ts";
import { type ArrowField, readSchema } from "./schema.ts";

/** Events whose values are decoded together. */
const MOST_BATCH_ROWS = 16_384;
/** Parts of all dictionaries. */
const MOST_PARTS = 10_000;

/** The columns that are unpacked, and the conditions of the rows. */
interface WantedColumns {
  names: readonly string[];
  conditions: readonly FieldCondition[];
}

/** @param selected of selectRows */
interface SelectedBatch {
  batch: ColumnBatch;
  selected: number[] | undefined;
}

/** The schema and the dictionaries so far. */
class Reader {
  #fields: ArrowField[] | undefined;
  readonly #dictionaries = new Map<number, Dictionary>();
  #dictionaryBytes = 0;
  #parts = 0;

  constructor(
    readonly mostBytes: number,
    readonly wanted: WantedColumns,
    schema?: Table,
  ) {
    if (schema !== undefined) this.#fields = readSchema(schema);
  }

  /** The batches of a message, with the selected rows of each. Throws Error that says what is wrong. */
  async *batches({ kind, header, body }: Message): AsyncGenerator<SelectedBatch> {
    if (kind === MESSAGE_SCHEMA) {
      this.#fields ??= readSchema(header);
      return;
    }
    if (this.#fields === undefined)
      throw new Error("no schema comes before it; if it is only in the footer, name the file, not compressed");
    if (kind === MESSAGE_DICTIONARY) await this.#addDictionary(header, body, this.#fields);
    else if (kind === MESSAGE_RECORDS)
      yield* this.#records(new BatchBuffers(header, body, this.#fields, this.mostBytes), this.#fields);
    else throw new Error(`a message of the kind ${kind} is none of records`);
  }

  async #addDictionary(header: Message["header"], body: Buffer, fields: readonly ArrowField[]): Promise<void> {
    const id = header.int64(0);
    const field = fields.find(({ dictionary }) => dictionary?.id === id);
    const batch = header.table(1);
    if (field === undefined || batch === undefined) throw new Error(`no column has the dictionary ${id}`);
    const { layout } = field.dictionary!;
    const left = this.mostBytes - this.#dictionaryBytes;
    const column = await new BatchBuffers(batch, body, [{ name: "", layout }], left).column(0);
    this.#dictionaryBytes += Math.max(
      body.length,
      column.buffers.reduce((sum, { length }) => sum + length, 0),
    );
    this.#parts++;
    if (this.#dictionaryBytes > this.mostBytes || this.#parts > MOST_PARTS)
      throw new Error(
        `its dictionaries have ${this.#dictionaryBytes} bytes in ${this.#parts} parts, more than this program holds`,
      );
    const isDelta = header.byte(2) !== 0;
    const dictionary = (isDelta ? this.#dictionaries.get(id) : undefined) ?? new Dictionary();
    if (layout.kind !== "other") dictionary.append(valuesOf(column, layout));
    this.#dictionaries.set(id, dictionary);
  }

  /** With conditions, the buffers of other columns are unpacked only if an event is selected. */
  async *#records(batch: BatchBuffers, fields: readonly ArrowField[]): AsyncGenerator<SelectedBatch> {
    const { names: wanted, conditions } = this.wanted;
    const names = new Set<string>(wanted.filter((name) => fields.some((field) => field.name === name)));
    const columns = new Map<string, Values>();
    const load = async (name: string): Promise<void> => {
      if (!columns.has(name)) columns.set(name, await this.#column(batch, fields, name));
    };
    const bounding = fields.filter(({ name, layout }) => names.has(name) && layout.kind !== "null");
    // Columns of nothing but nulls have no bytes.
    if (bounding.length === 0) throw new Error("no column has values, so its rows could be any number");
    const needed = conditions.map(({ name }) => name).filter((name) => names.has(name));
    if (!bounding.some(({ name }) => needed.includes(name))) needed.push(bounding[0]!.name);
    for (const name of needed) await load(name);
    for (let start = 0; start < batch.rows; start += MOST_BATCH_ROWS) {
      const rows = Math.min(MOST_BATCH_ROWS, batch.rows - start);
      const part = batchOf(columns, names, start, rows);
      const selected = selectRows(part, conditions);
      if (selected?.length === 0) continue;
      for (const name of names) await load(name);
      yield { batch: part, selected };
    }
  }

  async #column(batch: BatchBuffers, fields: readonly ArrowField[], name: string): Promise<Values> {
    const index = fields.findIndex((field) => field.name === name);
    const { layout, dictionary } = fields[index]!;
    try {
      const column = await batch.column(index);
      if (dictionary === undefined) return valuesOf(column, layout);
      const values = this.#dictionaries.get(dictionary.id);
      if (values === undefined) throw new Error("its dictionary does not come before it");
      return valuesOf(column, layout, values);
    } catch (error) {
      throw new Error(`the column ${name}: ${(error as Error).message}`);
    }
  }
}

function batchOf(
  columns: ReadonlyMap<string, Values>,
  names: ReadonlySet<string>,
  start: number,
  rows: number,
): ColumnBatch {
  const column = (name: string) => {
    const values = columns.get(name)!;
    return Array.from({ length: rows }, (_, row) => values.at(start + row));
  };
  return { rows, names, column };
}

// A DataView and a Buffer throw a RangeError at their ends.
const whatIsWrong = (error: unknown): string =>
  printable(error instanceof RangeError ? "it ends within its values" : (error as Error).message);

function notEvents(source: Source, error: unknown): Error {
  if (error instanceof EventsimError) return error;
  return new RunError(
    `${printable(source.name)}: cannot be read as Arrow with events: ${whatIsWrong(error)}; name a file of events`,
  );
}

function openReader(source: Source, wanted: WantedColumns, schema?: Table): Reader {
  try {
    return new Reader(source.mostFrameBytes, wanted, schema);
  } catch (error) {
    throw notEvents(source, error);
  }
}

async function* batchesIn<Part>(
  source: Source,
  reader: Reader,
  messages: AsyncGenerator<Message>,
  partsOf: (selected: SelectedBatch) => Iterable<Part>,
): AsyncGenerator<Part> {
  for await (const message of messages) {
    try {
      for await (const selected of reader.batches(message)) yield* partsOf(selected);
    } catch (error) {
      if (message.kind === MESSAGE_SCHEMA || error instanceof EventsimError) throw notEvents(source, error);
      throw source.damaged(`the batch cannot be read: ${whatIsWrong(error)}`, message.offset);
    }
  }
}

async function* read<Part>(
  source: Source,
  wanted: WantedColumns,
  file: Input | undefined,
  partsOf: (selected: SelectedBatch) => Iterable<Part>,
): AsyncGenerator<Part> {
  if (file?.fileBytes === undefined) {
    yield* batchesIn(source, openReader(source, wanted), takeMessages(source), partsOf);
    return;
  }
  const footer = await readFooter(file, file.fileBytes);
  const messages = readMessages(file, file.fileBytes, footer);
  yield* batchesIn(file, openReader(source, wanted, footer.schema), messages, partsOf);
}

/**
 * The events of an Arrow file or stream in which the conditions hold as lines, batch after batch; columns that no event has are left
 * out. Throws RunError at a damage, after yielding the lines before it.
 * @param file where the bytes are, if they are an Arrow file, not compressed
 */
export function arrowLines(
  source: Source,
  conditions: readonly FieldCondition[],
  file?: Input,
): AsyncGenerator<Buffer> {
  return read(source, { names: FIELD_NAMES, conditions }, file, ({ batch, selected }) => batchLines(batch, selected));
}

/** The same in batches of the named columns, of which those that the file does not have are left out. */
export function arrowBatches(source: Source, names: readonly string[], file?: Input): AsyncGenerator<ColumnBatch> {
  return read(source, { names, conditions: [] }, file, ({ batch }) => [batch]);
}
