import type { WriteSheet } from "hucre/xlsx";
import { type Content, type Entry, STATE_FIELDS } from "../../config/content/content.ts";
import type { TableKey } from "../../config/keys/keys.ts";
import { UsageError } from "../../system/errors.ts";
import { quoted } from "../../system/printable.ts";
import { kindOf, othersOf } from "../builder.ts";
import { isKept, jsonCell, numberCell, textCell } from "../cells.ts";
import { matricesOf } from "../matrix.ts";
import {
  ABOUT,
  EXACT,
  ORDER,
  ORDER_HEADS,
  OTHERS,
  SETTING_HEADS,
  SETTINGS,
  sheetName,
  TABLE_SHEETS,
} from "./layout.ts";
import { matrixSheet } from "./write-matrix.ts";

type Value = string | number | boolean | null;

/** More pairs of auth and level would be more sheets than a person reads. */
const MOST_MATRICES = 250;
/** The limit of Office for the text of a cell, and for columns. */
const MOST_CHARACTERS = 32_767;
const MOST_COLUMNS = 16_000;
const MOST_CELLS = 4_000_000;

const ABOUT_LINES = [
  "A configuration of eventsim. After editing: eventsim config import THIS.xlsx -o FILE.json",
  "",
  "A sheet for each auth and level: a row for each state, a column for each state that can follow, and the probability where they meet.",
  "An empty cell is no transition. What is left of 1 is the chance that the session ends; the columns sum, session ends and check are computed.",
  "A new state is a new row. A new way is a new column, whose five heads name a state that has a row in one of the sheets.",
  "settings has the keys that are no table, the other sheets the tables of the same name. order (hidden) has the order of the transitions.",
  'A text in double quotes is JSON: "" is the empty text, and "=1" a text that is no formula.',
  "This sheet, and sheets whose names begin with _, are not read.",
];

const text = (value: unknown, mayBeEmpty = true) => textCell(value as string, { typed: true, mayBeEmpty });
const HEAD = { font: { bold: true } };

function tableSheet(name: string, heads: readonly string[], rows: Value[][], width: number): WriteSheet {
  const cells = new Map(heads.map((value, column) => [`0,${column}`, { value, style: HEAD }]));
  const columns = heads.map(() => ({ width }));
  return { name, rows: [[...heads], ...rows], cells, columns, freezePane: { rows: 1 } };
}

function settingsSheet({ settings }: Content): WriteSheet {
  const rows = settings.map(({ key, json }) => {
    const kind = kindOf(key);
    const value =
      kind === "number" ? numberCell(json) : kind === "text" ? text(JSON.parse(json), false) : jsonCell(json);
    return [text(key, false), value];
  });
  return tableSheet(SETTINGS, SETTING_HEADS, rows, 26);
}

/** The column of other keys, where one of the entries has some. */
function withOthers(
  table: TableKey,
  entries: readonly Entry[],
  heads: readonly string[],
  rows: Value[][],
): [string[], Value[][]] {
  const others = entries.map((entry) => othersOf(entry, table));
  if (others.every((json) => json === undefined)) return [[...heads], rows];
  const cells = others.map((json) => (json === undefined ? null : jsonCell(json)));
  return [[...heads, OTHERS], rows.map((row, index) => [...row, cells[index]!])];
}

function entrySheet(table: keyof typeof TABLE_SHEETS, { tables }: Content): WriteSheet {
  const heads = TABLE_SHEETS[table];
  const rows = tables[table].map((entry) =>
    heads.map((field) => {
      const value = entry[field];
      if (typeof value === "number") return numberCell(JSON.stringify(value));
      return typeof value === "boolean" ? value : text(value);
    }),
  );
  return tableSheet(table, ...withOthers(table, tables[table], heads, rows), 18);
}

const stateCells = (state: Entry): Value[] =>
  STATE_FIELDS.map((field) => (field === "status" ? (state.status as number) : text(state[field])));

function orderSheet({ tables }: Content): WriteSheet {
  const rows = tables.transitions.map(({ source, dest }) => [
    ...stateCells(source as Entry),
    ...stateCells(dest as Entry),
  ]);
  const exact = tables.transitions.map(({ p }) => (isKept(JSON.stringify(p)) ? null : numberCell(JSON.stringify(p))));
  const isExact = exact.some((cell) => cell !== null);
  const [heads, all] = withOthers(
    "transitions",
    tables.transitions,
    isExact ? [...ORDER_HEADS, EXACT] : ORDER_HEADS,
    isExact ? rows.map((row, index) => [...row, exact[index]!]) : rows,
  );
  return { ...tableSheet(ORDER, heads, all, 14), hidden: true };
}

function refusalOf(file: string, why: string): UsageError {
  return new UsageError(`${file}: ${why}; export it as .csv, which has no such limit`);
}

function checkTexts(file: string, sheets: readonly WriteSheet[]): void {
  for (const { name, rows = [] } of sheets) {
    const long = rows.flat().find((value) => typeof value === "string" && value.length > MOST_CHARACTERS);
    if (long !== undefined)
      throw refusalOf(
        file,
        `a text for sheet ${quoted(name)} has ${String(long).length} characters, and a cell holds ${MOST_CHARACTERS}`,
      );
  }
}

/** The sheets of a workbook. Throws UsageError if a spreadsheet cannot hold the configuration. @param file shown in messages */
export function sheetsOf(file: string, content: Content): WriteSheet[] {
  const matrices = matricesOf(content);
  if (matrices.length > MOST_MATRICES)
    throw refusalOf(
      file,
      `its states have ${matrices.length} pairs of auth and level, and a workbook takes ${MOST_MATRICES} of them`,
    );
  const cells = matrices.reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0);
  if (cells > MOST_CELLS || matrices.some(({ columns }) => columns.length > MOST_COLUMNS))
    throw refusalOf(file, `its matrices have ${cells} cells, more than a spreadsheet takes`);
  const taken = new Set<string>();
  const about = tableSheet(
    ABOUT,
    [ABOUT_LINES[0]!],
    ABOUT_LINES.slice(1).map((line) => [line]),
    130,
  );
  const sheets = [
    about,
    ...matrices.map((matrix) => matrixSheet(matrix, sheetName(matrix.auth, matrix.level, taken))),
    settingsSheet(content),
    ...(Object.keys(TABLE_SHEETS) as (keyof typeof TABLE_SHEETS)[]).map((table) => entrySheet(table, content)),
    orderSheet(content),
  ];
  checkTexts(file, sheets);
  return sheets;
}

/** The bytes of a workbook, the same for the same content. Throws UsageError if a spreadsheet cannot hold it. */
export async function writeXlsx(file: string, content: Content): Promise<Uint8Array> {
  const sheets = sheetsOf(file, content);
  const [{ writeXlsx: write }, { unzipSync, zipSync }] = await Promise.all([import("hucre/xlsx"), import("fflate")]);
  const created = new Date(Date.UTC(2000, 0, 1));
  const bytes = await write({ sheets, properties: { creator: "eventsim", created, modified: created } });
  // Packed again: Node's zlib packs differently in each version, and the archive has the time of day.
  const parts = Object.entries(unzipSync(bytes)).sort(([one], [other]) => (one < other ? -1 : 1));
  const first = parts.filter(([name]) => name === "[Content_Types].xml");
  const rest = parts.filter(([name]) => name !== "[Content_Types].xml");
  // The time of an archive's member is a local one.
  return zipSync(Object.fromEntries([...first, ...rest]), { level: 6, mtime: new Date(1980, 0, 2) });
}
