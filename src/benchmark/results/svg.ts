import { escapeMarkup } from "../../system/printable.ts";
import { figuresOf, type Row } from "../row.ts";
import { describeOrigin } from "./describe.ts";
import { limitsOf } from "./limits.ts";
import type { BenchResult } from "./result.ts";

// Bars only: vega-lite, the kept library that draws charts as SVG without a browser, brings 79 packages of 25 MB.
//
// All lengths in the picture's own units, of which it is WIDTH wide.
//
//   label                        bar |-------------|  noise: a line over the bar's end
//   (LABEL_WIDTH, flush right)   BARS_LEFT ...                 BARS_LEFT + BARS_WIDTH   value
const WIDTH = 1000;
const LABEL_WIDTH = 270;
const BARS_LEFT = LABEL_WIDTH + 10;
const BARS_WIDTH = WIDTH - BARS_LEFT - 110;
const ROW_HEIGHT = 24;
const BAR_HEIGHT = 15;
const MARGIN = 16;
const LINE_HEIGHT = 20;

const STYLE = [
  "text { font: 13px sans-serif; fill: #1f2933 } .title { font-weight: bold; font-size: 15px } .small { font-size: 12px; fill: #52606d }",
  ".label { text-anchor: end } .tick { text-anchor: middle } .stage { fill: #3e7cb1 } .whole { fill: #81a4cd } .lz4 { fill: #f2a65a }",
  ".grid { stroke: #d9e2ec } .noise { stroke: #1f2933; stroke-width: 1.5 } .before { fill: #1f2933 }",
].join(" ");

/** A group of bars with one scale. */
interface Panel {
  title: string;
  rows: readonly Row[];
  /** A bar's value, with both ends of its noise. */
  valueOf(row: Row): { value: number; low: number; high: number };
  /** From 0 to 1. */
  position(value: number): number;
  /** Grid lines of the scale. */
  ticks: number[];
  label(value: number): string;
}

/** Text of an element or an attribute; XML excludes most control characters. */
function escapeText(text: string): string {
  return escapeMarkup(text.replace(/[\x00-\x1f]/g, " "));
}

function x(panel: Panel, value: number): string {
  const position = Math.min(1, Math.max(0, panel.position(value)));
  return (BARS_LEFT + position * BARS_WIDTH).toFixed(1);
}

function text(left: number | string, top: number, kind: string, words: string): string {
  return `<text x="${left}" y="${top}" class="${kind}">${escapeText(words)}</text>`;
}

function barOf(panel: Panel, row: Row, top: number, before: Row | undefined): string[] {
  const { value, low, high } = panel.valueOf(row);
  const end = x(panel, value);
  const [middle, baseline] = [top + BAR_HEIGHT / 2, top + 12];
  const color = row.name.startsWith("json-lz4") ? "lz4" : row.kind;
  const earlier = before && x(panel, panel.valueOf(before).value);
  return [
    text(LABEL_WIDTH, baseline, "label", row.what),
    `<rect class="bar ${color}" data-row="${escapeText(row.name)}" x="${BARS_LEFT}" y="${top}" width="${(Number(end) - BARS_LEFT).toFixed(1)}" height="${BAR_HEIGHT}"/>`,
    `<line class="noise" x1="${x(panel, low)}" y1="${middle}" x2="${x(panel, high)}" y2="${middle}"/>`,
    ...(earlier ? [`<rect class="before" x="${earlier}" y="${top - 3}" width="2" height="${BAR_HEIGHT + 6}"/>`] : []),
    text(
      Math.max(Number(end), Number(x(panel, high)), Number(earlier ?? 0)) + 6,
      baseline,
      "value",
      panel.label(value),
    ),
  ];
}

function drawPanel(panel: Panel, top: number, earlier: readonly Row[]): { lines: string[]; bottom: number } {
  const first = top + 2 * LINE_HEIGHT;
  const bottom = first + panel.rows.length * ROW_HEIGHT;
  const grid = panel.ticks.flatMap((tick) => [
    `<line class="grid" x1="${x(panel, tick)}" y1="${first - 6}" x2="${x(panel, tick)}" y2="${bottom}"/>`,
    text(x(panel, tick), first - 8, "small tick", String(tick)),
  ]);
  const bars = panel.rows.flatMap((row, index) =>
    barOf(
      panel,
      row,
      first + index * ROW_HEIGHT,
      earlier.find(({ name }) => name === row.name),
    ),
  );
  return { lines: [text(MARGIN, top + 12, "title", panel.title), ...grid, ...bars], bottom: bottom + LINE_HEIGHT };
}

/** Stages differ by a factor of a thousand: each line of the grid is ten times the last. */
function stagePanel(rows: readonly Row[], others: readonly Row[]): Panel {
  const values = [...rows, ...others].map((row) => figuresOf(row).nanosecondsPerEvent);
  const least = Math.floor(Math.log10(Math.min(...values)) - 0.1);
  const most = Math.ceil(Math.log10(Math.max(...values)));
  return {
    title: "Stages alone on one core: nanoseconds an event, each line ten times the one before; shorter is faster",
    rows,
    valueOf: (row) => {
      const { nanosecondsPerEvent: value, noise } = figuresOf(row);
      return { value, low: value * Math.max(0, 1 - noise), high: value * (1 + noise) };
    },
    position: (value) => (Math.log10(Math.max(value, 10 ** least)) - least) / (most - least),
    ticks: Array.from({ length: most - least + 1 }, (_, index) => Number((10 ** (least + index)).toPrecision(1))),
    label: (value) => `${value.toFixed(1)} ns`,
  };
}

/** A round number, 1, 2 or 5 times a power of ten, of which a scale has some four steps. */
function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => most / step <= 5) ?? 10 * power;
}

function wholePanel(rows: readonly Row[], others: readonly Row[]): Panel {
  const rate = (row: Row) => figuresOf(row).eventsPerSecond / 1e6;
  const most = Math.max(...[...rows, ...others].map(rate)) * 1.1;
  const step = stepFor(most);
  return {
    title: "The whole: millions of events a second; longer is faster",
    rows,
    valueOf: (row) => {
      const { noise } = figuresOf(row);
      return { value: rate(row), low: rate(row) / (1 + noise), high: rate(row) / Math.max(0.1, 1 - noise) };
    },
    position: (value) => value / most,
    ticks: Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(3))),
    label: (value) => `${value.toFixed(1)} M/s`,
  };
}

/** A picture with a bar for each row, marked at the value of an earlier result. */
export function drawResult(result: BenchResult, earlier: BenchResult | undefined): string {
  const others = earlier?.rows ?? [];
  const kinds = { stage: stagePanel, whole: wholePanel };
  const lines = [text(MARGIN, 24, "small", describeOrigin(result))];
  let bottom = 24 + LINE_HEIGHT;
  for (const [kind, panelOf] of Object.entries(kinds)) {
    const of = (rows: readonly Row[]) => rows.filter((row) => row.kind === kind);
    if (of(result.rows).length === 0) continue;
    const panel = drawPanel(panelOf(of(result.rows), of(others)), bottom, others);
    lines.push(...panel.lines);
    bottom = panel.bottom;
  }
  const notes = [
    ...limitsOf(result.rows).map((limit) => limit.text),
    ...(earlier === undefined ? [] : [`The marks: ${describeOrigin(earlier)}`]),
  ];
  notes.forEach((note, index) => {
    lines.push(text(MARGIN, bottom + index * LINE_HEIGHT, "small", note));
  });
  const height = bottom + notes.length * LINE_HEIGHT;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeText(describeOrigin(result))}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
