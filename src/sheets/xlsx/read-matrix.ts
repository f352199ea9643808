import type { Entry } from "../../config/content/content.ts";
import { pairKey, showPair, showState, stateKey } from "../../config/states.ts";
import type { State } from "../../config/types.ts";
import { nearest } from "../../system/nearest.ts";
import { quoted } from "../../system/printable.ts";
import type { ContentBuilder, Row } from "../builder.ts";
import { type Cell, numberJson, textOf } from "../cells.ts";
import { asState } from "../matrix.ts";
import type { CellSource } from "../source.ts";
import { cellAt, type Grid, placeIn } from "./grid.ts";
import { EXACT, FROM_HEADS, HEAD_ROWS, SUM_HEADS, TO_HEADS } from "./layout.ts";
import { type Order, transitionKey } from "./read-order.ts";

/** How far fifteen digits may be from the number that they show, as a share of it. */
const ROUNDED = 1e-14;

interface Found {
  source: State;
  dest: State;
  p: Cell;
  place: string;
  sourcePlace: string;
  destPlace: string;
}

interface NamedState {
  state: State;
  index: number;
  place: string;
}

/** Where the parts of a sheet are; columns may have been moved. */
interface Shape {
  labels: number;
  from: ReadonlyMap<string, number>;
}

/** The number with all its digits, if it is still the same one. */
function exactOf(cell: Cell, exact: Cell): Cell {
  const value = Number(textOf(exact));
  const isSame = typeof cell === "number" && exact !== null && Math.abs(value - cell) <= ROUNDED * Math.abs(value);
  return isSame ? value : cell;
}

/** Reads the sheets with a matrix. All states have a row, so a state without one was mistyped. */
export class MatrixReader {
  readonly #found: Found[] = [];
  readonly #rows = new Map<string, string>();
  readonly #pairs = new Map<string, string>();
  readonly #columns: NamedState[] = [];
  #count = 0;

  constructor(private readonly source: CellSource) {}

  add(grid: Grid): void {
    const shape = this.#shapeOf(grid);
    if (shape === undefined) return;
    this.#count++;
    const [auth, level] = [textOf(cellAt(grid, 0, 1)), textOf(cellAt(grid, 1, 1))];
    const known = this.#pairs.get(pairKey(auth, level));
    if (known !== undefined) {
      this.source.problem(
        placeIn(grid, 0, 1),
        `${showPair(auth, level)} are those of ${known} already; put the rows of both into one sheet, or correct B1 and B2`,
      );
      return;
    }
    this.#pairs.set(pairKey(auth, level), `sheet ${quoted(grid.name, 60)}`);
    const rows = this.#rowsOf(grid, shape, auth, level);
    const columns = this.#columnsOf(grid, shape);
    this.#columns.push(...columns);
    this.#readCells(grid, shape, rows, columns);
  }

  #shapeOf(grid: Grid): Shape | undefined {
    const at = (row: number, column: number) =>
      textOf(cellAt(grid, row, column))
        .trim()
        .toLowerCase();
    const labels = (grid.rows[0] ?? []).findIndex((_, column) => at(0, column) === TO_HEADS[0]);
    const from = new Map(
      FROM_HEADS.map((name) => [
        name,
        (grid.rows[HEAD_ROWS - 1] ?? []).findIndex((_, column) => at(HEAD_ROWS - 1, column) === name),
      ]),
    );
    const isMatrix =
      at(0, 0) === "from auth" &&
      at(1, 0) === "from level" &&
      labels > 0 &&
      TO_HEADS.every((head, row) => at(row, labels) === head) &&
      [...from.values()].every((column) => column >= 0 && column < labels);
    if (isMatrix) return { labels, from };
    this.source.problem(
      `sheet ${quoted(grid.name, 60)}`,
      "is no table of this workbook, and its first five rows are not the head of a matrix; restore them, or begin the sheet's name with _ so that it is not read",
    );
    return undefined;
  }

  #stateOf(fields: Entry, statusCell: Cell, place: string): State | undefined {
    const json = numberJson(statusCell);
    if (json !== undefined && typeof JSON.parse(json) === "number")
      return asState({ ...fields, status: JSON.parse(json) });
    const found = statusCell === null ? "nothing" : quoted(textOf(statusCell), 60);
    this.source.problem(place, `found ${found} where the status of a state belongs; give a number, such as 200`);
    return undefined;
  }

  #rowsOf(grid: Grid, { labels, from }: Shape, auth: string, level: string): NamedState[] {
    const states: NamedState[] = [];
    for (let index = HEAD_ROWS; index < grid.rows.length; index++) {
      const column = (name: string) => from.get(name)!;
      if (FROM_HEADS.every((name) => cellAt(grid, index, column(name)) === null)) {
        const lost = grid.rows[index]!.findIndex((cell, at) => at > labels && cell !== null && cell !== "");
        if (lost >= 0)
          this.source.problem(
            placeIn(grid, index, lost),
            "this row names no state; give it page, method and status, or empty the cell",
          );
        continue;
      }
      const text = (name: string) => textOf(cellAt(grid, index, column(name)));
      const fields = { page: text("page"), auth, method: text("method"), level };
      const state = this.#stateOf(
        fields,
        cellAt(grid, index, column("status")),
        placeIn(grid, index, column("status")),
      );
      if (state === undefined) continue;
      const place = placeIn(grid, index, column("page"));
      const known = this.#rows.get(stateKey(state));
      if (known !== undefined)
        this.source.problem(place, `state ${showState(state)} has a row in ${known} already; keep one of the two`);
      else this.#rows.set(stateKey(state), place);
      if (known === undefined) states.push({ state, index, place });
    }
    return states;
  }

  #columnsOf(grid: Grid, { labels }: Shape): NamedState[] {
    const states = new Map<string, NamedState>();
    const width = Math.max(0, ...grid.rows.map((row) => row.length));
    for (let column = labels + 1; column < width; column++) {
      const cells = TO_HEADS.map((_, row) => cellAt(grid, row, column));
      const place = placeIn(grid, 0, column);
      if (cells.every((cell) => cell === null)) {
        const lost = grid.rows.findIndex((_, row) => row >= HEAD_ROWS && cellAt(grid, row, column) !== null);
        if (lost >= 0)
          this.source.problem(
            placeIn(grid, lost, column),
            "this column names no state; fill in its five heads, or empty the cell",
          );
        continue;
      }
      const [page, auth, method, , level] = cells.map(textOf);
      const state = this.#stateOf({ page, auth, method, level }, cells[3]!, placeIn(grid, 3, column));
      if (state === undefined) continue;
      const known = states.get(stateKey(state));
      if (known === undefined) states.set(stateKey(state), { state, index: column, place });
      else
        this.source.problem(
          place,
          `state ${showState(state)} has a column in ${known.place} already; keep one of the two`,
        );
    }
    return [...states.values()];
  }

  #readCells(grid: Grid, { labels, from }: Shape, rows: NamedState[], columns: NamedState[]): void {
    const heads = FROM_HEADS.length + SUM_HEADS.length;
    const own = new Set([...from.values(), labels]);
    for (const { state: source, index, place: sourcePlace } of rows) {
      // Between the names of the state and the labels are formulas; nothing else belongs there.
      if (labels > heads) {
        const strange = grid.rows[index]!.findIndex(
          (cell, at) => at >= heads && at < labels && !own.has(at) && cell !== null && cell !== "",
        );
        if (strange >= 0)
          this.source.problem(
            placeIn(grid, index, strange),
            "this column is before that of the heads, and is not read; move it after them, or empty the cell",
          );
      }
      for (const { state: dest, index: column, place: destPlace } of columns) {
        const p = cellAt(grid, index, column);
        if (p !== null)
          this.#found.push({ source, dest, p, place: placeIn(grid, index, column), sourcePlace, destPlace });
      }
    }
  }

  /** Adds the transitions in the order of the file, and those that it lacks after the last of the same state. */
  build(builder: ContentBuilder, order: Order | undefined): void {
    if (this.#count === 0)
      this.source.problem(
        "",
        "no sheet has a matrix of transitions; export the configuration again to see what it has",
      );
    for (const { state, place } of this.#columns)
      if (!this.#rows.has(stateKey(state))) this.#reportUnknown(state, place);
    const last = new Map<string, number>();
    const placed = this.#found.map((found) => {
      const place = order?.get(transitionKey(found.source, found.dest))?.place;
      const source = stateKey(found.source);
      if (place !== undefined) last.set(source, Math.max(place, last.get(source) ?? 0));
      return { found, place };
    });
    const placeOf = (one: (typeof placed)[number]) =>
      one.place ?? last.get(stateKey(one.found.source)) ?? Number.MAX_SAFE_INTEGER;
    const isNew = (one: (typeof placed)[number]) => (one.place === undefined ? 1 : 0);
    placed.sort((one, other) => placeOf(one) - placeOf(other) || isNew(one) - isNew(other));
    for (const { found } of placed) {
      const row: Row | undefined = order?.get(transitionKey(found.source, found.dest))?.row;
      builder.addTransition(
        { source: { ...found.source }, dest: { ...found.dest }, p: exactOf(found.p, row?.cell(EXACT) ?? null) },
        found,
        row,
      );
    }
  }

  #reportUnknown(state: State, place: string): void {
    const pair = this.#pairs.get(pairKey(state.auth, state.level));
    const why =
      pair === undefined
        ? `no sheet has ${showPair(state.auth, state.level)} in B1 and B2; correct the head of the column, or add the sheet`
        : `it has no row in ${pair}${this.#meant(state)}; correct the head of the column, or add the row`;
    this.source.problem(place, `state ${showState(state)} is unknown: ${why}`);
  }

  /** A page of the same auth and level with a name like that of a state that has no row. */
  #meant({ page, auth, level }: State): string {
    const names = [...this.#rows.keys()].map((key) => JSON.parse(key) as [string, string, string, number, string]);
    const pages = names.filter(([, ...rest]) => rest[0] === auth && rest[3] === level).map(([name]) => name);
    if (pages.includes(page)) return ", where the page has another method or status";
    const near = nearest(page, pages);
    return near === undefined ? "" : ` (did you mean ${quoted(near)}?)`;
  }
}
