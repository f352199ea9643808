// The names of the shipped populations, and the figures that configs/README.md states of them. test/statistics/prediction compares these with the
// prediction, and that with runs.

import { join } from "node:path";
import { readPage } from "../documents/blocks.ts";
import { ROOT } from "../root.ts";

/** The populations that have the names and the characters of the original's. */
const ORIGINALS =
  "Accordion Banjo Cello Drum Ektara Fiddle Guitar Horn Igil Jug Koto Lute Marimba Nagara Oboe Piano Quena Recorder Saxophone Tuba Ukelele Viola Whistle Xylophone Yu Zither";
/** The names of the shipped configurations, in the order of the alphabet. */
export const POPULATIONS = `${ORIGINALS} Dulcimer Kazoo Ney Oud Tambourine`.split(" ").sort();

export function fileOf(name: string): string {
  return join(ROOT, "configs", `${name}-config.json`);
}

const cellsOf = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

/** `33.2 %`, `3 h 7 min` in hours, or a number. */
function figureIn(cell: string): number {
  const [, hours, minutes] = /^(\d+) h (\d+) min$/.exec(cell) ?? [];
  return hours === undefined ? Number.parseFloat(cell) : Number(hours) + Number(minutes) / 60;
}

/** Heads and rows of a generated table of the page, with the cells' texts. */
export function tableIn(name: string): { heads: string[]; rows: Map<string, string[]> } {
  const [, block] = new RegExp(`<!-- ${name}:begin -->\n\n(.*?)\n\n<!-- ${name}:end -->`, "s").exec(
    readPage("configs/README.md"),
  )!;
  const [heads, , ...rows] = block!.split("\n").map(cellsOf);
  return { heads: heads!, rows: new Map(rows.map((cells) => [cells[0]!, cells])) };
}

export type Figures = Record<string, number>;

const tables = ["visits", "deeds"].map(tableIn);

/** A population's figures by the heads of their columns. */
export function figuresOf(name: string): Figures {
  const entries = tables.flatMap(({ heads, rows }) =>
    heads.slice(1).map((head, column) => [head, figureIn(rows.get(name)![column + 1]!)]),
  );
  return Object.fromEntries(entries);
}
