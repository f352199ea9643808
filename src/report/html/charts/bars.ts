import { label } from "../markup.ts";
import { draw, type Size, type Spoken } from "./chart.ts";
import { colour, FONT, INK, namedRows, RULE, values } from "./look.ts";

export interface Bar {
  /** From data, in plain text. */
  name: string;
  value: number;
  /** What stands at its end. */
  says: string;
  /** Which of the colours it has; the first if absent. */
  kind?: number;
}

const ROW = 26;
const CHARACTER = 7;

export function heightOfBars(bars: number): number {
  return 16 + bars * ROW;
}

interface Frame {
  width: number;
  /** Characters of a name that are shown. */
  mostLabel?: number;
}

/** The room right of the longest bar that all figures need. That of a bar of the fraction f begins after f times what the others leave. */
function roomAtEnd(bars: readonly Bar[], longest: number, room: number): number {
  const rooms = bars.map(({ value, says }) => {
    const text = 14 + says.length * CHARACTER;
    const fraction = value / longest;
    return fraction === 0 ? 0 : (text - (1 - fraction) * room) / fraction;
  });
  return Math.max(20, ...rooms);
}

/** Horizontal bars, each with its name before it and its figure at its end, from the top down. */
export function drawBars(spoken: Spoken, bars: readonly Bar[], { width, mostLabel = 30 }: Frame): string {
  const size: Size = { width, height: heightOfBars(bars.length) };
  const names = bars.map(({ name }) => label(name, mostLabel));
  const left = 14 + Math.max(...names.map(({ length }) => length)) * CHARACTER;
  const longest = Math.max(...bars.map(({ value }) => value)) || 1;
  const right = roomAtEnd(bars, longest, width - left);
  return draw(spoken, size, {
    grid: { left, right, top: 8, bottom: 8 },
    xAxis: {
      ...values("", {
        axisLabel: { show: false },
        splitLine: { show: false },
        max: longest,
      }),
    },
    yAxis: namedRows(names, { axisLine: { lineStyle: { color: RULE } } }),
    series: [
      {
        type: "bar",
        silent: true,
        barCategoryGap: "28%",
        data: bars.map(({ value, says, kind = 0 }) => ({
          value,
          itemStyle: { color: colour(kind) },
          label: {
            show: true,
            position: "right",
            formatter: () => says,
            color: INK,
            fontSize: FONT,
          },
        })),
      },
    ],
  });
}
