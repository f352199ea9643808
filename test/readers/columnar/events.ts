import { readFileSync } from "node:fs";
import type { Row } from "../ask.ts";

/** The instants are milliseconds here, as in JSON. */
export const INSTANTS = ["ts", "registration"];

/** The events in a file of lines. */
export function eventsIn(path: string): Row[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Row);
}

/** JSON has no number for NaN and the infinities, and no 64-bit integers; those of events are below 2^53. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** A reader's row as the line of JSON that the event has: without nulls, and with instants in milliseconds. */
export function withoutNulls(row: Row): Row {
  const present = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, plain(value)]));
}

/** The first row that differs, with its number; undefined if all are equal. */
export function firstDifference(events: readonly unknown[], rows: readonly unknown[]): string | undefined {
  for (let at = 0; at < Math.max(events.length, rows.length); at++) {
    const [wanted, found] = [events, rows].map((each) => (at < each.length ? JSON.stringify(each[at]) : "no row"));
    if (wanted !== found) return `row ${at} is ${found}\ninstead of ${wanted}`;
  }
  return undefined;
}
