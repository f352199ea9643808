import type { Machine } from "./machine.ts";
import type { Measured, Row, Skipped } from "./row.ts";

/** A row with what it found. */
export interface Result {
  row: Row;
  outcome: Measured | Skipped;
}

const HEADINGS = ["row", "what", "measured", "floor", "met"];

function metOf(outcome: Measured | Skipped): string {
  if ("skipped" in outcome || outcome.met === undefined) return "-";
  return outcome.met ? "yes" : "NO";
}

function cellsOf({ row, outcome }: Result, isFullSize: boolean): string[] {
  const measured = "skipped" in outcome ? `skipped: ${outcome.skipped}` : outcome.measured;
  return [row.name, row.what, measured, row.floor ?? "-", isFullSize ? metOf(outcome) : "-"];
}

/** The table for people, in columns. @param isFullSize whether the floors may be judged */
export function formatTable(results: Result[], isFullSize: boolean): string[] {
  const lines = [HEADINGS, ...results.map((result) => cellsOf(result, isFullSize))];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((cells) => (cells[column] as string).length)));
  const format = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join("  ")
      .trimEnd();
  const [headings, ...rows] = lines.map(format) as [string, ...string[]];
  return [headings, widths.map((width) => "-".repeat(width)).join("  "), ...rows];
}

/** Seconds and the like to five digits; more would say nothing. */
function shorten(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

/** The results for programs: a line for the machine, then one for each row. */
export function formatLines(machine: Machine, isFullSize: boolean, results: Result[]): string[] {
  const objects = [
    { kind: "machine", ...machine, isFullSize },
    ...results.map(({ row, outcome }) => ({
      kind: "row",
      row: row.name,
      what: row.what,
      floor: row.floor,
      ...outcome,
      ...(isFullSize ? {} : { met: undefined }),
    })),
  ];
  return objects.map((object) => JSON.stringify(object, shorten));
}
