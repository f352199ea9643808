import type { Column, ColumnBatch } from "../../read/event-columns.ts";
import { type EventTexts, emptyEvent, NO_TEXT, REQUIRED_FIELDS, type SeenEvent } from "./event.ts";
import { problemOfNumbers } from "./values.ts";

/** So many texts of a column without a dictionary are kept with their numbers: readers return the same string again. */
const MOST_KNOWN_TEXTS = 50_000;

/** The numbers of a column's texts. Each text of a dictionary is looked up once, and not for each row. */
class TextColumn {
  /** Of the rows of the current batch. */
  numbers = new Float64Array(0);
  #dictionary: Column | undefined;
  /** By the index of a dictionary; NaN if it is not known yet. */
  #numbersOf = new Float64Array(0);
  readonly #known = new Map<string, number>();

  /** @param absent the number of a row without a text */
  constructor(
    private readonly name: string,
    private readonly absent: number,
    private readonly numberOf: (text: string) => number,
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
      this.#numbersOf = new Float64Array(dictionary.length).fill(Number.NaN);
    }
    const { numbers, absent } = this;
    const numbersOf = this.#numbersOf;
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row]!;
      let number = index < 0 ? absent : numbersOf[index]!;
      if (Number.isNaN(number) && index >= 0) {
        number = this.#numberAt(dictionary[index]);
        numbersOf[index] = number;
      }
      numbers[row] = number;
    }
  }

  #readValues(values: Column, rows: number): void {
    for (let row = 0; row < rows; row++) this.numbers[row] = this.#numberAt(values[row]);
  }

  #numberAt(value: unknown): number {
    if (typeof value !== "string") return this.absent;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const number = this.numberOf(value);
    if (this.#known.size >= MOST_KNOWN_TEXTS) this.#known.clear();
    this.#known.set(value, number);
    return number;
  }
}

/** Reads the events of columns, which have texts as strings or as indices, and 64-bit numbers as bigints. */
export class ColumnsReader {
  readonly event: SeenEvent = emptyEvent();
  readonly #users: TextColumn;
  readonly #pages: TextColumn;
  readonly #levels: TextColumn;
  readonly #locations: TextColumn;
  readonly #artists: TextColumn;
  readonly #songs: TextColumn;

  constructor(texts: EventTexts) {
    const column = (name: string, of: { ofText(text: string): number }) =>
      new TextColumn(name, NO_TEXT, (text) => of.ofText(text));
    this.#users = new TextColumn("userId", Number.NaN, (userId) => texts.userOf(userId));
    this.#pages = column("page", texts.pages);
    this.#levels = column("level", texts.levels);
    this.#locations = column("location", texts.locations);
    this.#artists = column("artist", texts.artists);
    this.#songs = column("song", texts.songs);
  }

  /** Reads each row into `event`, then calls `add`. Returns what is wrong with the row after those that were added. */
  read(batch: ColumnBatch, add: (event: SeenEvent) => void): string | undefined {
    const missing = REQUIRED_FIELDS.find((name) => !batch.names.has(name));
    if (missing !== undefined) return `it has no column ${missing}`;
    const column = (name: string) => (batch.names.has(name) ? batch.column(name) : undefined);
    const [ts, sessionId, items] = [column("ts"), column("sessionId"), column("itemInSession")];
    const registrations = column("registration");
    const texts = [this.#users, this.#pages, this.#levels, this.#locations, this.#artists, this.#songs];
    for (const text of texts) text.read(batch);
    const [users, pages, levels, locations, artists, songs] = texts.map(({ numbers }) => numbers);
    const { event } = this;
    for (let row = 0; row < batch.rows; row++) {
      event.ts = numberAt(ts, row);
      event.sessionId = numberAt(sessionId, row);
      event.itemInSession = numberAt(items, row);
      event.registration = numberAt(registrations, row);
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

function numberAt(values: Column | undefined, row: number): number {
  const value = values?.[row];
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}
