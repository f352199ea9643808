import { draw, type Spoken } from "./chart.ts";
import { ACCENT, FAINT, FONT, INK } from "./look.ts";

export interface Cell {
  column: number;
  row: number;
  /** 0 to 1: how strong it is. */
  strength: number;
  says?: string;
}

export interface Grid {
  columns: readonly string[];
  rows: readonly string[];
  cells: readonly Cell[];
  columnsName: string;
}

const FAINTEST = 0.06;
/** A cell with a text is at most so strong that ink can be read on it, in light and in dark. */
const STRONGEST_WITH_TEXT = 0.55;
const CHARACTER = 7;

function axis(names: readonly string[], more: object): object {
  return {
    type: "category",
    data: [...names],
    axisLabel: { color: FAINT, fontSize: FONT, interval: 0 },
    axisTick: { show: false },
    axisLine: { show: false },
    ...more,
  };
}

/** Cells of one colour, the stronger the more: what is darker in print, too. */
export function drawHeatmap(
  spoken: Spoken,
  { columns, rows, cells, columnsName }: Grid,
  width: number,
  cellHeight = 26,
): string {
  const left = 14 + Math.max(...rows.map(({ length }) => length)) * CHARACTER;
  const size = { width, height: rows.length * cellHeight + 52 };
  return draw(spoken, size, {
    grid: { left, right: 12, top: 4, bottom: 48 },
    xAxis: axis(columns, {
      name: columnsName,
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: FAINT, fontSize: FONT },
    }),
    yAxis: axis(rows, { inverse: true }),
    series: [
      {
        type: "custom",
        silent: true,
        data: cells.map(({ column, row }) => [column, row]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Place) => drawCell(api, cells[dataIndex] as Cell),
      },
    ],
  });
}

/** What the library tells of a cell. */
interface Place {
  coord: (value: number[]) => number[];
  size: (value: number[]) => number[];
}

/** The library's own heatmap takes its colours from a scale of numbers, which variables of the page are not. */
function drawCell(place: Place, cell: Cell): object {
  const [x = 0, y = 0] = place.coord([cell.column, cell.row]);
  const [width = 0, height = 0] = place.size([1, 1]);
  const shape = { x: x - width / 2 + 0.5, y: y - height / 2 + 0.5, width: width - 1, height: height - 1, r: 2 };
  const strongest = cell.says === undefined ? 1 : STRONGEST_WITH_TEXT;
  const opacity = FAINTEST + (strongest - FAINTEST) * cell.strength;
  return {
    type: "group",
    children: [
      { type: "rect", shape, style: { fill: ACCENT, opacity } },
      ...(cell.says === undefined ? [] : [textOf(cell, x, y)]),
    ],
  };
}

function textOf({ says }: Cell, x: number, y: number): object {
  return {
    type: "text",
    style: { text: says, x, y, fill: INK, fontSize: FONT - 1, align: "center", verticalAlign: "middle" },
  };
}
