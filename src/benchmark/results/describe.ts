import { count, formatColumns } from "../../system/figures.ts";
import { figuresOf, type Row, scalingOf, significant } from "../row.ts";
import type { Change } from "./compare.ts";
import { limitsOf } from "./limits.ts";
import { type BenchResult, FORMAT, KIND } from "./result.ts";

const HEADINGS = ["ns/event", "noise", "M events/s", "GB/s of text", "GB/s out"];
const KINDS = { stage: "stage alone, one core", whole: "the whole" } as const;

function percent(share: number): string {
  return `${(share * 100).toFixed(Math.abs(share) < 0.0995 ? 1 : 0)} %`;
}

function gigabytes(perSecond: number): string {
  return perSecond === 0 ? "-" : (perSecond / 1e9).toFixed(2);
}

function cellsOf(row: Row, rows: readonly Row[]): string[] {
  const { nanosecondsPerEvent, noise, eventsPerSecond, rawBytesPerSecond, bytesPerSecond } = figuresOf(row);
  const scaling = scalingOf(row, rows);
  return [
    row.what,
    nanosecondsPerEvent.toFixed(1),
    `± ${percent(noise)}`,
    (eventsPerSecond / 1e6).toFixed(1),
    gigabytes(rawBytesPerSecond),
    gigabytes(bytesPerSecond),
    ...(row.kind === "stage" ? [] : [scaling === undefined ? "-" : `${scaling.toFixed(2)} x`]),
  ];
}

function tableOf(kind: Row["kind"], rows: readonly Row[]): string[] {
  const headings = [KINDS[kind], ...HEADINGS, ...(kind === "whole" ? ["scaling"] : [])];
  const lines = rows.filter((row) => row.kind === kind).map((row) => cellsOf(row, rows));
  return formatColumns(headings, lines, new Set(headings.map((_, column) => column).slice(1)));
}

/** Program, machine, users and date, in one line. */
export function describeOrigin({ machine, site }: BenchResult): string {
  const { version, commit, node, cpu, cores, date } = machine;
  const program = commit === undefined ? `eventsim ${version}` : `eventsim ${version} (${commit})`;
  const users = site.users === 1 ? "1 user" : `${count(site.users)} users`;
  const where = `${cpu}, ${cores} cores`;
  return `${program}, Node.js ${node}, ${where}, ${users} of ${site.config}, ${date.slice(0, 19)}Z`;
}

/** The tables for people, and a sentence that names the limiting stage. */
export function describeResult(result: BenchResult): string[] {
  const { rows, notes } = result;
  return [
    describeOrigin(result),
    "",
    ...tableOf("stage", rows),
    "",
    ...tableOf("whole", rows),
    "",
    ...limitsOf(rows).map(({ text }) => text),
    ...notes,
  ];
}

/** The table of changes. */
export function describeChanges(changes: readonly Change[]): string[] {
  const signed = (share: number) => (share > 0 ? `+${percent(share)}` : percent(share));
  const lines = changes.map(({ what, before, now, change, noise, verdict }) => [
    what,
    before.toFixed(1),
    now.toFixed(1),
    signed(change),
    `± ${percent(noise)}`,
    verdict,
  ]);
  const headings = ["change of ns/event", "before", "now", "change", "noise of both", "which is"];
  return formatColumns(headings, lines, new Set([1, 2, 3, 4]));
}

/** For JSON.stringify: seconds and the like to five digits. */
export function shorten(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? significant(value) : value;
}

/** The result for programs: all measurements, and the figures of the table. */
export function printResult({ machine, site, rows, notes }: BenchResult, changes: Change[] | undefined): string {
  const object = {
    kind: KIND,
    format: FORMAT,
    ...{ machine, site },
    rows: rows.map(({ samples, ...row }) => {
      const figures = figuresOf({ samples, ...row });
      return { ...row, ...figures, scaling: scalingOf({ samples, ...row }, rows), samples };
    }),
    limits: limitsOf(rows),
    ...(changes === undefined ? {} : { changes }),
    notes,
  };
  return `${JSON.stringify(object, shorten, 2)}\n`;
}
