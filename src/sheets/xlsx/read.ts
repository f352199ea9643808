import type { Content } from "../../config/content/content.ts";
import { UsageError } from "../../system/errors.ts";
import { printable, quoted } from "../../system/printable.ts";
import { ContentBuilder } from "../builder.ts";
import type { CellSource } from "../source.ts";
import { type Grid, rowsBelow } from "./grid.ts";
import { ABOUT, ORDER, SETTING_HEADS, SETTINGS, TABLE_SHEETS } from "./layout.ts";
import { MatrixReader } from "./read-matrix.ts";
import { orderOf } from "./read-order.ts";
import { unpackedWorkbook } from "./unpack.ts";

function readSmall(grids: ReadonlyMap<string, Grid>, builder: ContentBuilder): void {
  const { source } = builder;
  const sheet = (name: string): Grid | undefined => {
    const grid = grids.get(name);
    if (grid === undefined)
      source.problem("", `sheet ${quoted(name)} is missing; export the configuration again to see what it has`);
    return grid;
  };
  const settings = sheet(SETTINGS);
  if (settings !== undefined) for (const row of rowsBelow(settings, SETTING_HEADS, source)) builder.addSetting(row);
  for (const [table, heads] of Object.entries(TABLE_SHEETS) as [keyof typeof TABLE_SHEETS, readonly string[]][]) {
    const grid = sheet(table);
    if (grid === undefined) continue;
    for (const row of rowsBelow(grid, heads, source)) builder.addEntry(table, row, heads.at(-1)!);
  }
}

/** The content of a workbook's sheets. Throws UsageError with all problems of its cells. */
export function readSheets(source: CellSource, all: readonly Grid[]): Content {
  const grids = new Map<string, Grid>();
  const matrices = new MatrixReader(source);
  const builder = new ContentBuilder(source);
  const named = new Set<string>([SETTINGS, ORDER, ...Object.keys(TABLE_SHEETS)]);
  for (const grid of all) {
    const name = grid.name.trim().toLowerCase();
    if (
      name === ABOUT ||
      name.startsWith("_") ||
      grid.rows.every((row) => row.every((cell) => cell === null || cell === ""))
    )
      continue;
    if (named.has(name)) grids.set(name, grid);
    else matrices.add(grid);
  }
  readSmall(grids, builder);
  const order = grids.get(ORDER);
  matrices.build(builder, order === undefined ? undefined : orderOf(order, builder));
  source.refuse();
  return builder.content;
}

/** The content of a workbook. Throws UsageError if it is none, or with all problems of its cells. */
export async function readXlsx(source: CellSource, bytes: Uint8Array): Promise<Content> {
  const unpacked = await unpackedWorkbook(source.file, bytes);
  const { readXlsx: read } = await import("hucre/xlsx");
  let grids: Grid[];
  try {
    grids = (await read(unpacked)).sheets as Grid[];
  } catch (error) {
    throw new UsageError(
      `${printable(source.file, 1000)}: cannot be read as a workbook (${printable((error as Error).message)}); save it again as .xlsx`,
    );
  }
  return readSheets(source, grids);
}
