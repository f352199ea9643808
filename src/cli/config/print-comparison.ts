import type { Comparison, JudgedRow } from "../../predict/compare/rows.ts";
import { formatColumns } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { figure, percent, timeSpan } from "./figures.ts";

/** Rows that a person reads; the others are counted. */
const MOST_ROWS = 40;
const MOST_STRANGE = 20;

function value({ kind }: JudgedRow, number: number): string {
  if (kind === "seconds") return timeSpan(number);
  return kind === "share" ? percent(number) : figure(number);
}

function cells(row: JudgedRow): string[] {
  const apart = Number.isFinite(row.apart)
    ? `${row.apart < 0 ? "-" : "+"}${Math.abs(row.apart).toFixed(1)}`
    : "no noise";
  return [
    row.fits ? "" : "does not fit",
    printable(row.what, 160),
    value(row, row.predicted),
    value(row, row.observed),
    value(row, row.noise),
    apart,
  ];
}

/** What does not fit first, the furthest apart before the others; then the other rows in their order. */
function shown({ rows }: Comparison): JudgedRow[] {
  const wrong = rows.filter(({ fits }) => !fits).sort((one, other) => Math.abs(other.apart) - Math.abs(one.apart));
  return [...wrong, ...rows.filter(({ fits }) => fits)].slice(0, MOST_ROWS);
}

/** A comparison for a person, in lines. */
export function describeComparison(comparison: Comparison, what: string): string[] {
  const { rows, limit, strange, notes } = comparison;
  const list = shown(comparison);
  const right = new Set([2, 3, 4, 5]);
  const headings = ["", "", "predicted", "observed", "noise", "apart"];
  const more = rows.length - list.length;
  const wrong = rows.filter(({ fits }) => !fits).length;
  return [
    `Does ${printable(what)} fit?`,
    ...(rows.length === 0 ? [] : formatColumns(headings, list.map(cells), right).map((line) => `  ${line}`)),
    ...(more > 0 ? [`  and ${more} more (--json has them)`] : []),
    ...strange.slice(0, MOST_STRANGE).map((text) => `  does not fit: ${printable(text, 500)}`),
    ...notes.map((note) => `  note: ${printable(note, 500)}`),
    wrong === 0
      ? `${rows.length} values, none more than ${limit.toFixed(1)} times its noise apart`
      : `${wrong} of ${rows.length} values are more than ${limit.toFixed(1)} times their noise apart`,
  ];
}
