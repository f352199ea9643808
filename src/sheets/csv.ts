import type { Content, Entry } from "../config/content/content.ts";
import { STATE_FIELDS } from "../config/content/content.ts";
import { TABLE_KEYS, type TableKey } from "../config/keys/keys.ts";
import { suggestion } from "../system/nearest.ts";
import { quoted } from "../system/printable.ts";
import { ContentBuilder, kindOf, othersOf, type Row } from "./builder.ts";
import { type Cell, numberCell, textCell } from "./cells.ts";
import type { CellSource } from "./source.ts";

const TO = STATE_FIELDS.map((field) => `to ${field}`);

/** One rectangular table for everything: programs that read CSV expect one, and a person filters it by its first column. */
const COLUMNS = ["table", "key", ...STATE_FIELDS, ...TO, "value", "others"];
const SETTING = "setting";
const TABLES = [SETTING, ...TABLE_KEYS];

type Line = Record<string, string | number | boolean | null>;

const text = (value: unknown, mayBeEmpty = true) => textCell(value as string, { typed: false, mayBeEmpty });

/** LibreOffice saves a number that was written with an exponent with three digits, so it is a text. */
function numberOf(json: string): number | string {
  const cell = numberCell(json);
  return typeof cell === "number" && /e/i.test(JSON.stringify(cell)) ? `"${json}"` : cell;
}

function stateCells(state: Entry, prefix = ""): Line {
  return Object.fromEntries(
    STATE_FIELDS.map((field) => [
      `${prefix}${field}`,
      field === "status" ? (state.status as number) : text(state[field]),
    ]),
  );
}

function entryCells(table: TableKey, entry: Entry): Line {
  const others = othersOf(entry, table);
  const line: Line = { table, others: others === undefined ? null : others };
  if (table === "transitions")
    return {
      ...line,
      ...stateCells(entry.source as Entry),
      ...stateCells(entry.dest as Entry, "to "),
      value: numberOf(JSON.stringify(entry.p)),
    };
  const names = table === "new-session" ? stateCells(entry) : {};
  const own = Object.fromEntries(["auth", "level"].flatMap((key) => (key in entry ? [[key, text(entry[key])]] : [])));
  const value = table === "show-user-details" ? (entry.show as boolean) : numberOf(JSON.stringify(entry.weight));
  return { ...line, ...names, ...own, value };
}

function settingCells({ settings }: Content): Line[] {
  return settings.map(({ key, json }) => {
    const kind = kindOf(key);
    const value = kind === "number" ? numberOf(json) : kind === "text" ? text(JSON.parse(json), false) : json;
    return { table: SETTING, key: text(key, false), value };
  });
}

/** The content as one table of CSV. */
export async function writeCsv(content: Content): Promise<string> {
  const { writeCsv: write } = await import("hucre/csv");
  const lines = [
    ...settingCells(content),
    ...TABLE_KEYS.flatMap((table) => content.tables[table].map((entry) => entryCells(table, entry))),
  ];
  const rows = lines.map((line) => COLUMNS.map((column) => line[column] ?? null));
  return `${write([COLUMNS, ...rows], { lineSeparator: "\n", escapeFormulae: false }).trimEnd()}\n`;
}

/** Where the decimal sign is a comma, values are separated by semicolons: 0,5 is a number then. */
function withPoints(cells: Cell[], isLocal: boolean): Cell[] {
  if (!isLocal) return cells;
  return cells.map((cell) => (typeof cell === "string" && /^-?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell));
}

function addRow(builder: ContentBuilder, table: string, row: Row): void {
  if (table === SETTING) builder.addSetting(row);
  else if (table !== "transitions") builder.addEntry(table as Exclude<TableKey, "transitions">, row, "value");
  else
    builder.addTransition(
      { source: builder.stateOf(row), dest: builder.stateOf(row, "to "), p: row.cell("value") },
      { place: row.place("value"), sourcePlace: row.place("page"), destPlace: row.place("to page") },
      row,
    );
}

/** The content of a table of CSV. Throws UsageError with all problems of its cells. */
export async function readCsv(source: CellSource, given: string): Promise<Content> {
  const { detectDelimiter, parseCsv } = await import("hucre/csv");
  const delimiter = detectDelimiter(given.slice(0, 10_000));
  const [head = [], ...rows] = parseCsv(given, { delimiter }) as Cell[][];
  const columns = new Map(head.map((name, index) => [String(name ?? "").trim(), index]));
  const missing = COLUMNS.filter((column) => column !== "others" && !columns.has(column));
  if (missing.length > 0)
    source.problem(
      "row 1",
      `the head has no ${missing.map((name) => quoted(name)).join(", ")}; export a configuration to see what it must have`,
    );
  source.refuse();
  const builder = new ContentBuilder(source);
  for (const [index, given] of rows.entries()) {
    const cells = withPoints(given, delimiter === ";");
    if (cells.every((cell) => cell === "" || cell === null)) continue;
    const cell = (column: string): Cell => {
      const found = cells[columns.get(column) ?? -1] ?? null;
      return found === "" ? null : found;
    };
    const place = (column: string) => `row ${index + 2}, column ${quoted(column)}`;
    const table = String(cell("table") ?? "").trim();
    if (TABLES.includes(table)) addRow(builder, table, { cell, place });
    else
      source.problem(
        place("table"),
        `no table is called ${quoted(table)}${suggestion(table, TABLES, `there are ${TABLES.join(", ")}`)}`,
      );
  }
  source.refuse();
  return builder.content;
}
