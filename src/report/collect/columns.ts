import type { Column, ColumnBatch } from "../../read/event-columns.ts";
import { type EventTexts, emptyEvent, NO_TEXT, REQUIRED_FIELDS, type SeenEvent } from "./event.ts";
import { problemOfNumbers } from "./values.ts";

/** So many texts of a column without a dictionary are kept with their numbers: readers return the same string again. */
const MOST_KNOWN_TEXTS = 50_000;

/** What stands for the values of a column: for a text its number. Each value of a dictionary is looked up once, and not for each row. */
class NumberColumn {
  /** Of the rows of the current batch. */
  numbers = new Float64Array(0);
  #dictionary: Column | undefined;
  /** By the index of a dictionary. */
  #numbersOf = new Float64Array(0);
  #isKnown = new Uint8Array(0);

  /** @param absent the number of a row without a value */
  constructor(
    private readonly name: string,
    private readonly absent: number,
    private readonly numberOf: (value: unknown) => number,
  ) {}

  read(batch: ColumnBatch): void {
    if (this.numbers.length < batch.rows) this.numbers = new Float64Array(batch.rows);
    if (!batch.names.has(this.name)) {
      this.numbers.fill(this.absent);
      return;
    }
    const rows = batch.indices?.(this.name);
    if (rows === undefined) this.#readValues(batch.column(this.name), batch.rows);
    else this.#readIndices(rows.dictionary, rows.indices);
  }

  #readIndices(dictionary: Column, indices: Int32Array): void {
    if (dictionary !== this.#dictionary) {
      this.#dictionary = dictionary;
      this.#numbersOf = new Float64Array(dictionary.length);
      this.#isKnown = new Uint8Array(dictionary.length);
    }
    const { numbers, absent } = this;
    const numbersOf = this.#numbersOf;
    const isKnown = this.#isKnown;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      if (index >= 0 && isKnown[index] === 0) {
        numbersOf[index] = this.numberOf(dictionary[index]);
        isKnown[index] = 1;
      }
      numbers[row] = index < 0 ? absent : numbersOf[index]!;
    }
  }

  #readValues(values: Column, rows: number): void {
    for (let row = 0; row < rows; row++) this.numbers[row] = this.numberOf(values[row]);
  }
}

/** Numbers texts, and keeps the latest with their numbers. */
function numberTexts(absent: number, numberOf: (text: string) => number): (value: unknown) => number {
  const known = new Map<string, number>();
  return (value) => {
    if (typeof value !== "string") return absent;
    const found = known.get(value);
    if (found !== undefined) return found;
    const number = numberOf(value);
    if (known.size >= MOST_KNOWN_TEXTS) known.clear();
    known.set(value, number);
    return number;
  };
}

function numberIn(value: unknown): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

/** Reads the events of columns, which have texts as strings or as indices, and 64-bit numbers as bigints. */
export class ColumnsReader {
  readonly event: SeenEvent = emptyEvent();
  /** In the order in which `read` takes them. */
  readonly #columns: readonly NumberColumn[];

  constructor(texts: EventTexts) {
    const number = (name: string) => new NumberColumn(name, Number.NaN, numberIn);
    const text = (name: string, of: { ofText(text: string): number }) =>
      new NumberColumn(
        name,
        NO_TEXT,
        numberTexts(NO_TEXT, (value) => of.ofText(value)),
      );
    this.#columns = [
      ...["ts", "sessionId", "itemInSession", "registration"].map(number),
      new NumberColumn(
        "userId",
        Number.NaN,
        numberTexts(Number.NaN, (userId) => texts.userOf(userId)),
      ),
      text("page", texts.pages),
      text("level", texts.levels),
      text("location", texts.locations),
      text("artist", texts.artists),
      text("song", texts.songs),
    ];
  }

  /** Reads each row into `event`, then calls `add`. Returns what is wrong with the row after those that were added. */
  read(batch: ColumnBatch, add: (event: SeenEvent) => void): string | undefined {
    const missing = REQUIRED_FIELDS.find((name) => !batch.names.has(name));
    if (missing !== undefined) return `it has no column ${missing}`;
    for (const column of this.#columns) column.read(batch);
    const [ts, sessionId, items, registrations, users, pages, levels, locations, artists, songs] = this.#columns.map(
      ({ numbers }) => numbers,
    );
    const { event } = this;
    for (let row = 0; row < batch.rows; row++) {
      event.ts = ts![row]!;
      event.sessionId = sessionId![row]!;
      event.itemInSession = items![row]!;
      event.registration = registrations![row]!;
      event.user = users![row]!;
      event.page = pages![row]!;
      event.level = levels![row]!;
      if (event.page < 0 || event.level < 0) return `it has no ${event.page < 0 ? "page" : "level"}`;
      event.location = locations![row]!;
      event.artist = artists![row]!;
      event.song = songs![row]!;
      const problem = problemOfNumbers(event);
      if (problem !== undefined) return problem;
      add(event);
    }
    return undefined;
  }
}
