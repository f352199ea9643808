/** An instant; without an offset it is read as UTC. */
export interface ParsedInstant {
  /** Whole seconds since 1970-01-01T00:00:00Z, rounded down. */
  seconds: number;
  /** 0 to 999; further digits of the text are truncated. */
  milliseconds: number;
  /** The whole fraction of a second, 0 to 999,999,999. */
  nanoseconds: number;
  /** As the user typed it. */
  text: string;
}

/** The accepted forms of an instant that does not depend on the time of day, for messages. */
export const ABSOLUTE_EXAMPLES =
  "a date or an instant, such as 2026-01-31, 2026-01-31T18:30:00 (read as UTC) or 2026-01-31T18:30:00+02:00";
/** The accepted forms of an instant on the command line and in a configuration. */
export const INSTANT_EXAMPLES = `${ABSOLUTE_EXAMPLES}, or one relative to the present, such as now, -2h or now+1d`;

const ISO_LOCAL_DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?:(:\d\d)(?:\.(\d{0,9}))?)?Z?$/i;

/**
 * Reads `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with an optional Z: the years 0000 to 9999 of what Java's
 * `LocalDateTime.parse` reads (its ISO_LOCAL_DATE_TIME ignores case and lets a fraction have no digit).
 * Undefined for anything else, and for days and times that do not exist. luxon's fromISO takes 2026-W05 and 24:00, refuses `18:30:00.`, and
 * cuts nanoseconds off.
 */
export function parseLocalDateTime(text: string): ParsedInstant | undefined {
  const match = ISO_LOCAL_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, date, minutes, seconds = ":00", fraction = ""] = match;
  const wanted = `${date}T${minutes}${seconds}`;
  const milliseconds = Date.parse(`${wanted}Z`);
  // JavaScript engines roll 30 February over into March; only a real time stamp reads back unchanged.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 19) !== wanted) return undefined;
  const nanoseconds = Number(fraction.padEnd(9, "0"));
  return { seconds: milliseconds / 1000, milliseconds: Math.floor(nanoseconds / 1_000_000), nanoseconds, text };
}

const OFFSET = /^(.*\d)([+-])(\d\d)(?::?(\d\d))?$/;
/** The largest offset that Java's ZoneOffset and ISO 8601 in XML accept. */
const MOST_OFFSET_MINUTES = 18 * 60;

/** Minutes ahead of UTC; undefined if the text is not an offset. */
function parseOffset(sign: string, hours: string, minutes: string): number | undefined {
  const total = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || total > MOST_OFFSET_MINUTES) return undefined;
  return sign === "-" ? -total : total;
}

/**
 * Parses an instant in the usual notations: a date (its midnight UTC), or a date and a time with a T or a blank between, as UTC or with an
 * offset (`+02:00`, `+0200`, `+02`, `Z`). Undefined for anything else.
 */
export function parseInstant(text: string): ParsedInstant | undefined {
  const dateTime = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(/^([\d-]{10}) (?=\d)/, "$1T");
  const local = parseLocalDateTime(dateTime);
  if (local !== undefined) return { ...local, text };
  const [, before = "", sign = "", hours = "", minutes = "00"] = OFFSET.exec(dateTime) ?? [];
  const offset = parseOffset(sign, hours, minutes);
  const there = before.includes("T") || before.includes("t") ? parseLocalDateTime(before) : undefined;
  if (offset === undefined || there === undefined) return undefined;
  return { ...there, seconds: there.seconds - offset * 60, text };
}

/**
 * `2026-01-01T00:00:00`, followed by `.123` if the milliseconds are not zero; always UTC.
 * Seconds since 1970-01-01T00:00:00Z, milliseconds 0 to 999.
 */
export function formatInstant(seconds: number, milliseconds: number): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, -".000Z".length);
  return milliseconds === 0 ? whole : `${whole}.${String(milliseconds).padStart(3, "0")}`;
}

/** The same to the nanosecond, for a fraction of 0 to 999,999,999. */
export function formatExactly(seconds: number, nanoseconds: number): string {
  const fraction = String(nanoseconds).padStart(9, "0").replace(/0+$/, "");
  return nanoseconds % 1_000_000 === 0
    ? formatInstant(seconds, nanoseconds / 1_000_000)
    : `${formatInstant(seconds, 0)}.${fraction}`;
}
