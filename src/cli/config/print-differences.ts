import { showState } from "../../config/states.ts";
import type { Differences, FigureDifference } from "../../predict/differ/differ.ts";
import { formatColumns } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { figure, percent, timeSpan } from "./figures.ts";

const MOST_ROWS = 40;
/** Figures that differ by less are not shown: the solver's own rounding is far below, and nobody decides by it. */
const LEAST_CHANGE = 0.005;

const NOT_THERE = "-";

function shownValue({ kind }: FigureDifference, value: number): string {
  if (kind === "seconds") return timeSpan(value);
  return kind === "share" ? percent(value) : figure(value);
}

const changeOf = ({ before, after }: FigureDifference) =>
  before === after ? 0 : Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after));

function changeText(before: number, after: number): string {
  if (before === 0) return "new";
  const percentage = 100 * (after / before - 1);
  return `${percentage < 0 ? "-" : "+"}${figure(Math.abs(percentage))} %`;
}

function table(title: string, headings: string[], rows: string[][], right: number[]): string[] {
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  const lines = formatColumns(headings, shown, new Set(right)).map((line) => `  ${line}`);
  return ["", title, ...lines, ...(more > 0 ? [`  and ${more} more (--json has them)`] : [])];
}

/** What two configurations differ in, for a person. @param names of the two, as the person typed them */
export function describeDifferences(
  { keys, transitions, isReordered, figures }: Differences,
  names: readonly [string, string],
): string[] {
  const [before, after] = names.map((name) => printable(name, 200));
  if (keys.length === 0 && transitions.length === 0 && !isReordered) return [`${before} and ${after} say the same`];
  const changed = figures.filter((one) => changeOf(one) > LEAST_CHANGE);
  const lines = [`from ${before} to ${after}: ${keys.length} keys and ${transitions.length} transitions differ`];
  if (isReordered) lines.push("entries are in another order, which changes the events and none of these figures");
  if (changed.length === 0) lines.push("what their users do differs by less than 0.5 % in all figures");
  else {
    const rows = changed.map((one) => [
      printable(one.what, 60),
      shownValue(one, one.before),
      shownValue(one, one.after),
      changeText(one.before, one.after),
    ]);
    lines.push(...table("What do their users do?", ["", "before", "after", "change"], rows, [1, 2, 3]));
  }
  if (keys.length > 0) {
    const rows = keys.map(({ what, before: was, after: is }) => [
      printable(what, 80),
      printable(was ?? NOT_THERE, 40),
      printable(is ?? NOT_THERE, 40),
    ]);
    lines.push(...table("Which keys differ?", ["key", "before", "after"], rows, []));
  }
  if (transitions.length > 0) {
    const p = (value: number | undefined) => (value === undefined ? NOT_THERE : String(value));
    const rows = transitions.map((one) => [
      showState(one.source),
      `to ${showState(one.dest)}`,
      p(one.before),
      p(one.after),
      figure(one.effect),
    ]);
    lines.push(
      ...table(
        "Which transitions differ, the largest effects first?",
        ["from", "to", "before", "after", "a session"],
        rows,
        [2, 3, 4],
      ),
    );
  }
  return lines;
}
