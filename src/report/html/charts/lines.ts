import { count } from "../figures.ts";
import { draw, type Size, type Spoken } from "./chart.ts";
import { categories, colour, dash, FONT, INK, type Ticks, values } from "./look.ts";

export interface Line {
  name: string;
  /** Null where there is none. */
  values: readonly (number | null)[];
}

/** Points that are drawn with a symbol: of more, the line itself shows where they are. */
const MOST_SYMBOLS = 40;
const CHARACTER = 7;

/** The labels at the ends of lines, each with the height it asks for, moved apart until none covers another. */
export function apart(ends: readonly number[], least: number, highest: number): number[] {
  const order = ends.map((height, index) => ({ height, index })).sort((one, other) => one.height - other.height);
  let floor = Number.NEGATIVE_INFINITY;
  for (const end of order) {
    end.height = Math.max(end.height, floor);
    floor = end.height + least;
  }
  let ceiling = highest;
  for (const end of order.reverse()) {
    end.height = Math.min(end.height, ceiling);
    ceiling = end.height - least;
  }
  const moved = [...ends];
  for (const { height, index } of order) moved[index] = height;
  return moved;
}

/** The room that the last label takes right of the end of the axis, where a line ends: half of its width. */
function beyondEnd({ labels, isShown }: Ticks): number {
  const last = labels.length - 1;
  return last >= 0 && isShown(last) ? 4 + ((labels[last] as string).length * CHARACTER) / 2 : 0;
}

/** Lines over time, each with its name at its end. */
export function drawLines(
  spoken: Spoken,
  size: Size,
  ticks: Ticks,
  lines: readonly Line[],
  more: { axis?: object } = {},
): string {
  const longest = Math.max(...lines.map(({ name }) => name.length));
  const isNamed = lines.length > 1;
  const top = Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const last = ({ values }: Line) => values.findLast((value) => value !== null) ?? 0;
  const plotHeight = size.height - 70;
  const ends = lines.map((line) => (last(line) / top) * plotHeight);
  const moved = apart(ends, FONT + 3, plotHeight);
  return draw(spoken, size, {
    grid: { left: 58, right: Math.max(isNamed ? 20 + longest * CHARACTER : 20, beyondEnd(ticks)), top: 24, bottom: 46 },
    xAxis: { ...categories(ticks), boundaryGap: false },
    yAxis: values("", more.axis),
    series: lines.map(({ name, values }, index) => ({
      type: "line",
      name,
      data: [...values],
      silent: true,
      showSymbol: values.length <= MOST_SYMBOLS,
      symbol: SYMBOLS[index % SYMBOLS.length],
      symbolSize: 5,
      connectNulls: false,
      lineStyle: { color: colour(index), width: 2, type: dash(index) },
      itemStyle: { color: colour(index), borderColor: colour(index) },
      ...(lines.length === 1 && values.length > 1 ? { areaStyle: { color: colour(index), opacity: 0.14 } } : {}),
      ...(isNamed && {
        endLabel: {
          show: true,
          formatter: () => name,
          color: INK,
          fontSize: FONT,
          offset: [0, (ends[index] as number) - (moved[index] as number)],
        },
      }),
    })),
  });
}

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin"];

/** Bars of counts over time. */
export function drawColumns(spoken: Spoken, size: Size, ticks: Ticks, heights: readonly number[], name = ""): string {
  return draw(spoken, size, {
    grid: { left: 58, right: 20, top: 24, bottom: name === "" ? 46 : 58 },
    xAxis: categories(ticks, name),
    yAxis: values(),
    series: [
      {
        type: "bar",
        data: [...heights],
        silent: true,
        barCategoryGap: heights.length > 60 ? "0%" : "12%",
        itemStyle: { color: colour(0) },
        ...(heights.length <= 8 && {
          label: {
            show: true,
            position: "top",
            color: INK,
            fontSize: FONT,
            formatter: ({ value }: { value: number }) => count(value),
          },
        }),
      },
    ],
  });
}
