import { shorten } from "../src/benchmark/results/describe.ts";
import type { Machine } from "../src/benchmark/results/machine.ts";
import { formatColumns } from "../src/system/figures.ts";
import type { Measured, Row, Skipped } from "./row.ts";

/** A row with its results. */
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

/** Formats the table for people, in columns. @param isFullSize whether the floors may be judged */
export function formatTable(results: Result[], isFullSize: boolean): string[] {
  return formatColumns(
    HEADINGS,
    results.map((result) => cellsOf(result, isFullSize)),
  );
}

/** Formats the results for programs: a line for the machine, then one for each row. */
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

/** Returns the name of the results file: date, processor and commit, in lower case. */
export function resultName({ date, cpu, commit = "unknown" }: Machine): string {
  const words = `${date.slice(0, 10)} ${cpu} ${commit}`.toLowerCase();
  return `${words.replace(/[^a-z0-9]+/g, "-").replace(/-$/, "")}.jsonl`;
}
