import { compact, count } from "../figures.ts";
import { draw, type Size, type Spoken } from "./chart.ts";
import { colour, dash, FAINT, FONT, INK, RULE, values } from "./look.ts";

export interface Ranking {
  name: string;
  points: readonly { rank: number; value: number }[];
}

const CHARACTER = 7;

function logarithmic(name: string, more: object): object {
  return {
    ...values(name),
    type: "log",
    min: 1,
    axisLabel: { color: FAINT, fontSize: FONT, formatter: compact },
    ...more,
  };
}

/** How much each rank has, on two logarithmic axes: a power law is a straight line there. */
export function drawRanks(spoken: Spoken, size: Size, rankings: readonly Ranking[], valueName: string): string {
  const longest = Math.max(...rankings.map(({ name }) => name.length));
  return draw(spoken, size, {
    grid: { left: 58, right: 24 + longest * CHARACTER, top: 34, bottom: 52 },
    xAxis: logarithmic("rank", {
      nameLocation: "middle",
      nameGap: 28,
      nameTextStyle: { color: FAINT, fontSize: FONT },
      axisLine: { show: true, lineStyle: { color: RULE } },
      splitLine: { show: false },
    }),
    yAxis: logarithmic(valueName, {}),
    series: rankings.map(({ name, points }, index) => ({
      type: "line",
      name,
      silent: true,
      data: points.filter(({ value }) => value > 0).map(({ rank, value }) => [rank, value]),
      symbol: index === 0 ? "circle" : "rect",
      symbolSize: 4,
      lineStyle: { color: colour(index), width: 2, type: dash(index) },
      itemStyle: { color: colour(index) },
      endLabel: { show: true, formatter: () => name, color: INK, fontSize: FONT },
    })),
  });
}

/** `the first of 1,234 tracks has 5 % of the plays`: what the picture cannot tell. */
export function describeTop(
  what: string,
  distinct: number,
  shares: Readonly<Record<"top1" | "top10" | "top100", string>>,
): string {
  return `Of ${count(distinct)} ${what}, the first has ${shares.top1} of the plays, the first ten ${shares.top10}, the first hundred ${shares.top100}`;
}
