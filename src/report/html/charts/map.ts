import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeMarkup } from "../../../system/printable.ts";
import { packageRoot } from "../../../system/root.ts";

import { picture, type Spoken } from "./chart.ts";

/** The plane of data/map-*.tsv. */
const SIZE = { width: 975, height: 610 };
const LARGEST_RADIUS = 26;
const SMALLEST_RADIUS = 1.6;

export interface Spot {
  x: number;
  y: number;
  /** The circle's area. */
  weight: number;
  /** What stands beside it, of the largest few. */
  label?: string;
}

function rowsOf(table: string): string[][] {
  const text = readFileSync(join(packageRoot(), "data", table), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));
}

/** Where the known places are. */
export class Atlas {
  readonly #places = new Map(rowsOf("map-places.tsv").map(([name, x, y]) => [name, { x: Number(x), y: Number(y) }]));
  readonly outlines = rowsOf("map-states.tsv").map(([, , outline]) => outline as string);

  /** @param location "Houston, TX"; of an area of several towns and states, such as "Boston-Cambridge, MA-NH", the first town counts */
  find(location: string): { x: number; y: number } | undefined {
    const [, towns = "", states = ""] = /^(.*), *([^,]*)$/.exec(location) ?? [];
    const state = states.split("-", 1)[0];
    return (
      this.#places.get(location) ??
      this.#places.get(`${towns}, ${state}`) ??
      this.#places.get(`${firstOf(towns)}, ${state}`)
    );
  }
}

function firstOf(towns: string): string {
  return towns.split(/-|\//, 1)[0] as string;
}

function circle({ x, y, weight }: Spot, largest: number): string {
  const radius = Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(weight / largest));
  return `<circle cx="${x}" cy="${y}" r="${radius.toFixed(1)}"/>`;
}

function text({ x, y, label = "" }: Spot): string {
  const isEast = x > SIZE.width - 140;
  return `<text x="${isEast ? x - 6 : x + 6}" y="${y - 6}"${isEast ? ' text-anchor="end"' : ""}>${escapeMarkup(label)}</text>`;
}

/**
 * The outlines of the states, a circle for each place, the largest below the others, and names above all. These are marks at known points of the plane, so
 * no library of plots has a part in it.
 */
export function drawMap(spoken: Spoken, { outlines }: Atlas, spots: readonly Spot[]): string {
  const largest = Math.max(1, ...spots.map(({ weight }) => weight));
  return picture(
    spoken,
    SIZE,
    `<g class="land">${outlines.map((outline) => `<path d="${outline}"/>`).join("\n")}</g>\n` +
      `<g class="spots">${spots.map((spot) => circle(spot, largest)).join("\n")}</g>\n` +
      `<g class="names">${spots
        .filter(({ label }) => label !== undefined)
        .map(text)
        .join("\n")}</g>`,
  );
}
