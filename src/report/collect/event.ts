import type { FieldName } from "../../schema/fields.ts";
import type { MemoryMeter } from "./memory.ts";
import { Texts } from "./texts.ts";

/** The fields that a report is made of. */
export const REPORT_FIELDS = [
  "ts",
  "userId",
  "sessionId",
  "page",
  "level",
  "itemInSession",
  "location",
  "registration",
  "artist",
  "song",
] as const satisfies readonly FieldName[];
export type ReportField = (typeof REPORT_FIELDS)[number];

/** What every event has. */
export const REQUIRED_FIELDS = [
  "ts",
  "sessionId",
  "page",
  "level",
  "itemInSession",
] as const satisfies readonly ReportField[];

/** No text, where an event lacks the field. */
export const NO_TEXT = -1;

/** An event, with texts as numbers of EventTexts. One object is filled again for each event. */
export interface SeenEvent {
  /** Milliseconds since 1970. */
  ts: number;
  /** The userId as a number, or -1 - the number of its text if that is no plain number; NaN without one. */
  user: number;
  sessionId: number;
  itemInSession: number;
  page: number;
  level: number;
  location: number;
  /** Milliseconds since 1970; NaN without one. */
  registration: number;
  artist: number;
  song: number;
}

/** The texts of all events. */
export class EventTexts {
  readonly userIds: Texts;
  readonly pages: Texts;
  readonly levels: Texts;
  readonly locations: Texts;
  readonly artists: Texts;
  readonly songs: Texts;

  constructor(meter: MemoryMeter) {
    this.userIds = new Texts(meter);
    this.pages = new Texts(meter);
    this.levels = new Texts(meter);
    this.locations = new Texts(meter);
    this.artists = new Texts(meter);
    this.songs = new Texts(meter);
  }

  /** The number by which a user is known. Ids that are written as our own take no text. */
  userOf(userId: string): number {
    if (userId === "") return Number.NaN;
    if (PLAIN_NUMBER.test(userId)) return Number(userId);
    return -1 - this.userIds.ofText(userId);
  }
}

/** A whole number that is written in one way only, and exact. */
const PLAIN_NUMBER = /^(0|[1-9]\d{0,14})$/;

export function emptyEvent(): SeenEvent {
  return {
    ...{ ts: 0.5, user: Number.NaN, sessionId: 0.5, itemInSession: 0.5, page: 0, level: 0 },
    ...{ location: NO_TEXT, registration: Number.NaN, artist: NO_TEXT, song: NO_TEXT },
  };
}
