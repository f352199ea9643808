import { quoted } from "../../system/printable.ts";
import type { Row } from "../builder.ts";
import { type Cell, cellName, textOf } from "../cells.ts";
import type { CellSource } from "../source.ts";
import { EXACT, OTHERS } from "./layout.ts";

/** A sheet as a library reads it. */
export interface Grid {
  name: string;
  rows: readonly (readonly Cell[])[];
}

export const placeIn = ({ name }: Grid, row: number, column: number): string =>
  `sheet ${quoted(name, 60)}, cell ${cellName(row, column)}`;

export function cellAt({ rows }: Grid, row: number, column: number): Cell {
  const cell = rows[row]?.[column] ?? null;
  return cell === "" ? null : cell;
}

/** The rows below a head, with their cells by the names of the columns. Empty rows are left out. */
export function* rowsBelow(grid: Grid, heads: readonly string[], source: CellSource): Generator<Row> {
  const head = grid.rows[0] ?? [];
  const columns = new Map(head.map((name, column) => [textOf(name).trim().toLowerCase(), column]));
  const missing = heads.filter((name) => !columns.has(name));
  if (missing.length > 0)
    return source.problem(
      placeIn(grid, 0, 0),
      `row 1 has no ${missing.map((name) => quoted(name)).join(", ")}; it must name the columns ${heads.join(", ")}`,
    );
  const known = new Set([...heads, EXACT, OTHERS].map((name) => columns.get(name)));
  for (let index = 1; index < grid.rows.length; index++) {
    const strange = grid.rows[index]!.findIndex((cell, column) => cell !== null && cell !== "" && !known.has(column));
    if (strange >= 0)
      source.problem(
        placeIn(grid, index, strange),
        `this column has no name that is known; delete the cell, or name the column ${OTHERS} and write other keys as JSON`,
      );
    if (grid.rows[index]!.every((cell) => cell === null || cell === "")) continue;
    yield {
      cell: (name) => cellAt(grid, index, columns.get(name) ?? -1),
      place: (name) => placeIn(grid, index, columns.get(name) ?? 0),
    };
  }
}
