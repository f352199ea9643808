import type { JudgedRow } from "../../../predict/compare/rows.ts";
import { figure } from "../figures.ts";
import { label } from "../markup.ts";
import { draw, type Spoken } from "./chart.ts";
import { colour, FAINT, FONT, INK, namedRows, RULE, values } from "./look.ts";

const ROW = 22;
const CHARACTER = 7;
/** What is further away is at the edge, with its figure beside it. */
const FURTHEST = 4;

/** A point for each value, away from 0 by how many standard deviations it is; what does not fit is a diamond of another colour, and says so. */
export function drawDeviations(spoken: Spoken, rows: readonly JudgedRow[], limit: number, width: number): string {
  const edge = Math.ceil(limit * FURTHEST);
  const furthest = Math.max(limit * 1.25, ...rows.map(({ apart }) => Math.min(edge, Math.abs(apart) || 0)));
  const reach = Math.ceil(furthest);
  const names = rows.map(({ what }) => label(what, 44));
  const left = 16 + Math.max(...names.map(({ length }) => length)) * CHARACTER;
  return draw(
    spoken,
    { width, height: rows.length * ROW + 50 },
    {
      grid: { left, right: 120, top: 8, bottom: 42 },
      xAxis: {
        ...values(),
        min: -reach,
        max: reach,
        splitNumber: 6,
        axisLabel: { color: FAINT, fontSize: FONT, formatter: figure },
        axisLine: { show: true, lineStyle: { color: RULE } },
        name: "standard deviations",
        nameLocation: "middle",
        nameGap: 26,
        nameTextStyle: { color: FAINT, fontSize: FONT },
      },
      yAxis: namedRows(names, {
        axisLine: { show: false },
        splitLine: { show: true, lineStyle: { color: RULE, opacity: 0.5 } },
      }),
      series: [
        {
          type: "scatter",
          silent: true,
          markArea: {
            silent: true,
            itemStyle: { color: colour(0), opacity: 0.1 },
            data: [[{ xAxis: -limit }, { xAxis: limit }]],
          },
          data: rows.map(({ apart, fits }, index) => ({
            value: [Math.max(-reach, Math.min(reach, apart || 0)), index],
            symbol: fits ? "circle" : "diamond",
            symbolSize: fits ? 8 : 13,
            itemStyle: { color: colour(fits ? 0 : 1) },
            label: {
              show: !fits,
              position: "right",
              formatter: () => `${figure(Math.round(10 * apart) / 10)}: does not fit`,
              color: INK,
              fontSize: FONT,
            },
          })),
        },
      ],
    },
  );
}
