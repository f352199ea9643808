import { type EventTexts, NO_TEXT, REQUIRED_FIELDS, type ReportField, type SeenEvent } from "./event.ts";

type TextField = "page" | "level" | "location" | "artist" | "song";
/** The fields that are texts, with the list of EventTexts that has theirs. */
export const TEXTS = {
  page: "pages",
  level: "levels",
  location: "locations",
  artist: "artists",
  song: "songs",
} as const satisfies Record<TextField, keyof EventTexts>;

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const NUMBERS = new Set<ReportField>(["ts", "sessionId", "itemInSession", "registration"]);

/** Reads an event from values of any kind. Returns what is wrong with it. */
export function readValues(
  event: SeenEvent,
  texts: EventTexts,
  read: (field: ReportField) => unknown,
): string | undefined {
  for (const field of REQUIRED_FIELDS) if (isAbsent(read(field))) return `it has no ${field}`;
  for (const field of NUMBERS) {
    const value = read(field);
    if (!isAbsent(value) && typeof value !== "number" && typeof value !== "bigint") return `its ${field} is no number`;
    event[field as "ts"] = isAbsent(value) ? Number.NaN : Number(value);
  }
  const userId = read("userId");
  if (!isAbsent(userId) && typeof userId !== "string") return "its userId is no text";
  event.user = isAbsent(userId) ? Number.NaN : texts.userOf(userId);
  for (const field of Object.keys(TEXTS) as TextField[]) {
    const value = read(field);
    if (!isAbsent(value) && typeof value !== "string") return `its ${field} is no text`;
    event[field] = isAbsent(value) ? NO_TEXT : texts[TEXTS[field]].ofText(value);
  }
  return undefined;
}

/** Dates of JavaScript end there: https://tc39.es/ecma262/#sec-time-values-and-time-range */
export const MOST_TS = 8.64e15;

/** What is wrong with an event's numbers; undefined if they can be counted. */
export function problemOfNumbers({ ts, sessionId, itemInSession, registration }: SeenEvent): string | undefined {
  if (!(Number.isInteger(ts) && Math.abs(ts) <= MOST_TS)) return "ts is no whole number of milliseconds";
  if (!Number.isSafeInteger(sessionId)) return "sessionId is no whole number below 2^53";
  if (!Number.isSafeInteger(itemInSession)) return "itemInSession is no whole number";
  if (!Number.isNaN(registration) && !(Number.isInteger(registration) && Math.abs(registration) <= MOST_TS))
    return "registration is no whole number of milliseconds";
  return undefined;
}
