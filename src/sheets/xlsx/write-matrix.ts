import type { CellStyle, WriteSheet } from "hucre/xlsx";
import { STATE_FIELDS } from "../../config/content/content.ts";
import type { State } from "../../config/types.ts";
import { cellName, columnName, textCell } from "../cells.ts";
import type { Matrix } from "../matrix.ts";
import { FIRST_COLUMN, FROM_HEADS, HEAD_ROWS, LABEL_COLUMN, LAST_COLUMN, SUM_HEADS, TO_HEADS } from "./layout.ts";

type Value = string | number | boolean | null;

/** How far above 1 the program accepts a sum, as rounding may lift it. */
const MOST_SUM = 1.000001;
const WRONG: CellStyle = { fill: { type: "pattern", pattern: "solid", bgColor: { rgb: "FFFFC7CE" } } };
const HEAD: CellStyle = { font: { bold: true } };

const text = (value: string) => textCell(value, { typed: true, mayBeEmpty: true });
const fieldCell = (state: State, field: (typeof STATE_FIELDS)[number]) =>
  field === "status" ? state.status : text(state[field]);

/** A row of the head: what stands in it above the sums, its label, and that field of each state to go to. */
function headRow({ auth, level, columns }: Matrix, index: number): Value[] {
  const [fields, labels] = [
    ["from auth", "from level"],
    [auth, level],
  ];
  const start: Value[] = index < 2 ? [fields[index]!, text(labels[index]!)] : [];
  if (index === HEAD_ROWS - 1) start.push(...FROM_HEADS, ...SUM_HEADS);
  while (start.length < LABEL_COLUMN) start.push(null);
  return [...start, TO_HEADS[index]!, ...columns.map((state) => fieldCell(state, STATE_FIELDS[index]!))];
}

function stateRow({ rows, columns, probabilities }: Matrix, index: number): Value[] {
  const state = rows[index]!;
  const own = columns.map((_, column) => {
    const p = probabilities[index]!.get(column);
    return p ?? null;
  });
  return [text(state.page), text(state.method), state.status, null, null, null, null, ...own];
}

/** The formulas that a person sees while editing: the sum, the chance that the session ends, and what is wrong. */
function formulasOf(matrix: Matrix, index: number): [column: number, formula: string, result: Value][] {
  const row = HEAD_ROWS + index;
  const last = Math.max(LAST_COLUMN, FIRST_COLUMN + matrix.columns.length);
  const cells = `${cellName(row, FIRST_COLUMN)}:${cellName(row, last)}`;
  const sum = [...matrix.probabilities[index]!.values()].reduce((total, p) => total + p, 0);
  const [sumCell, at] = [cellName(row, 3), FROM_HEADS.length];
  const check = `IF(COUNTA(${cells})>COUNT(${cells}),"not a number",IF(${sumCell}>${MOST_SUM},"above 1",IF(COUNTIF(${cells},"<0")>0,"below 0","")))`;
  return [
    [at, `SUM(${cells})`, sum],
    [at + 1, `MAX(0,1-${sumCell})`, Math.max(0, 1 - sum)],
    [at + 2, check, ""],
  ];
}

function rulesOf({ rows }: Matrix): NonNullable<WriteSheet["conditionalRules"]> {
  const [first, end] = [HEAD_ROWS + 1, HEAD_ROWS + rows.length + 200];
  const start = columnName(FIRST_COLUMN);
  return [
    {
      ...{ type: "expression", priority: 1, style: WRONG },
      ...{ range: `A${first}:F${end}`, formula: `LEN($F${first})>0` },
    },
    {
      ...{ type: "expression", priority: 2, style: WRONG },
      range: `${start}${first}:${columnName(LAST_COLUMN)}${end}`,
      formula: `AND(${start}${first}<>"",OR(ISTEXT(${start}${first}),${start}${first}<0,${start}${first}>1))`,
    },
  ];
}

/** The sheet of an auth and a level. */
export function matrixSheet(matrix: Matrix, name: string): WriteSheet {
  const head = TO_HEADS.map((_, index) => headRow(matrix, index));
  const rows = [...head, ...matrix.rows.map((_, index) => stateRow(matrix, index))];
  const cells: NonNullable<WriteSheet["cells"]> = new Map();
  for (const [index] of matrix.rows.entries()) {
    for (const [column, formula, result] of formulasOf(matrix, index)) {
      const numFmt = column === FROM_HEADS.length + 1 ? "0.0%" : "General";
      cells.set(`${HEAD_ROWS + index},${column}`, { formula, formulaResult: result, style: { numFmt } });
    }
  }
  for (const [row, values] of head.entries())
    for (const [column, value] of values.entries())
      if (value !== null) cells.set(`${row},${column}`, { value, style: HEAD });
  const widths = [24, 8, 8, 10, 13, 13, 10];
  const columns = rows[0]!.map((_, column) => ({ width: widths[column] ?? 14 }));
  return {
    ...{ name, rows, cells, columns },
    freezePane: { rows: HEAD_ROWS, columns: FIRST_COLUMN },
    conditionalRules: rulesOf(matrix),
  };
}
