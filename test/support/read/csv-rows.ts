// CSV from lines of JSON, after RFC 4180 and the manual of PostgreSQL's COPY: texts in quotes, so that an empty one differs from null.
import { FIELD_NAMES } from "../../../src/schema/choose.ts";

type Event = Record<string, string | number | null>;

/** A double as its line has it: JSON.parse would lose how it is written. JSON has those in quotes that are no numbers there. */
function lengthIn(line: string): string | undefined {
  return /"length":"?([^",}]+)"?\}\n?$/.exec(line)?.[1];
}

function cellOf(value: string | number | null | undefined, nullText: string): string {
  if (value === undefined || value === null) return nullText;
  return typeof value === "number" ? String(value) : `"${value.replaceAll('"', '""')}"`;
}

/** Returns the rows that a file of the same events has, after its header. Rows end with a line feed. */
export function csvRowsOf(lines: readonly string[], columns: readonly string[], nullText = ""): string[] {
  return lines.map((line) => {
    const event = JSON.parse(line) as Event;
    const cells = columns.map((name) =>
      name === "length" ? (lengthIn(line) ?? nullText) : cellOf(event[name], nullText),
    );
    return `${cells.join(",")}\n`;
  });
}

/** Whether a run has a tag, if it has an event. */
function haveTag(lines: readonly string[]): boolean {
  return lines.some((line) => "tag" in (JSON.parse(line) as Event));
}

/** Returns the columns of a run's files: all fields, without the tag in a run that has none. */
export function csvColumnsOf(lines: readonly string[], hasTag = haveTag(lines)): string[] {
  return FIELD_NAMES.filter((name) => hasTag || name !== "tag");
}

/** Returns all of a file. */
export function csvOf(lines: readonly string[], nullText = "", hasTag = haveTag(lines)): string {
  const columns = csvColumnsOf(lines, hasTag);
  return [`${columns.join(",")}\n`, ...csvRowsOf(lines, columns, nullText)].join("");
}
