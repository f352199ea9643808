import type { ColumnBatch } from "../../read/event-columns.ts";
import { type EventTexts, emptyEvent, NO_TEXT, REQUIRED_FIELDS, type SeenEvent } from "./event.ts";
import { problemOfNumbers } from "./values.ts";

type Values = ArrayLike<unknown> | undefined;

/** Reads the events of columns, which have texts as strings and 64-bit numbers as bigints. */
export class ColumnsReader {
  readonly event: SeenEvent = emptyEvent();
  /** The user of the row before: most files are not sorted by users, but a dictionary returns the same string. */
  readonly #users = new Map<string, number>();

  constructor(private readonly texts: EventTexts) {}

  /** Reads each row into `event`, then calls `add`. Returns what is wrong with the row after those that were added. */
  read(batch: ColumnBatch, add: (event: SeenEvent) => void): string | undefined {
    const missing = REQUIRED_FIELDS.find((name) => !batch.names.has(name));
    if (missing !== undefined) return `it has no column ${missing}`;
    const column = (name: string): Values => (batch.names.has(name) ? batch.column(name) : undefined);
    const [ts, sessionId, items] = [column("ts"), column("sessionId"), column("itemInSession")];
    const [pages, levels, locations] = [column("page"), column("level"), column("location")];
    const [userIds, registrations] = [column("userId"), column("registration")];
    const [artists, songs] = [column("artist"), column("song")];
    const { event, texts } = this;
    for (let row = 0; row < batch.rows; row++) {
      event.ts = numberAt(ts, row);
      event.sessionId = numberAt(sessionId, row);
      event.itemInSession = numberAt(items, row);
      event.registration = numberAt(registrations, row);
      event.user = this.#userAt(userIds, row);
      const page = textAt(pages, row);
      const level = textAt(levels, row);
      if (page === undefined || level === undefined) return `it has no ${page === undefined ? "page" : "level"}`;
      event.page = texts.pages.ofText(page);
      event.level = texts.levels.ofText(level);
      event.location = idAt(locations, row, texts.locations);
      event.artist = idAt(artists, row, texts.artists);
      event.song = idAt(songs, row, texts.songs);
      const problem = problemOfNumbers(event);
      if (problem !== undefined) return problem;
      add(event);
    }
    return undefined;
  }

  #userAt(userIds: Values, row: number): number {
    const userId = textAt(userIds, row);
    if (userId === undefined) return Number.NaN;
    const known = this.#users.get(userId);
    if (known !== undefined) return known;
    const user = this.texts.userOf(userId);
    if (this.#users.size >= MOST_KNOWN_USERS) this.#users.clear();
    this.#users.set(userId, user);
    return user;
  }
}

/** The numbers of so many userIds are kept as they were read. */
const MOST_KNOWN_USERS = 50_000;

function numberAt(values: Values, row: number): number {
  const value = values?.[row];
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

function textAt(values: Values, row: number): string | undefined {
  const value = values?.[row];
  return typeof value === "string" ? value : undefined;
}

function idAt(values: Values, row: number, texts: { ofText(text: string): number }): number {
  const text = textAt(values, row);
  return text === undefined ? NO_TEXT : texts.ofText(text);
}
