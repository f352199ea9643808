import type { Comparison, JudgedRow } from "../../../predict/compare/rows.ts";
import type { Report } from "../../model.ts";
import { drawDeviations } from "../charts/deviations.ts";
import { figure, percent, span } from "../figures.ts";
import type { Figure, Section } from "./section.ts";
import { WIDE } from "./section.ts";

const MOST_BARS = 30;

function figureOf({ kind }: JudgedRow, value: number): string {
  if (kind === "seconds") return span(value);
  return kind === "share" ? percent(value) : figure(value);
}

function sizeOf({ apart, fits }: JudgedRow): number {
  return Math.abs(Number.isFinite(apart) ? apart : 1e9) + (fits ? 0 : 1e12);
}

function deviations({ rows, limit }: Comparison): Figure {
  const wrong = rows.filter(({ fits }) => !fits).length;
  const sorted = [...rows].sort((one, other) => sizeOf(other) - sizeOf(one));
  const shown = sorted.slice(0, MOST_BARS);
  const spoken = {
    id: "deviations",
    title: "Observed minus predicted, in standard deviations",
    description:
      `${wrong === 0 ? `All ${rows.length} values fit` : `${wrong} of ${rows.length} values do not fit`} within ${figure(limit)} standard deviations, the band. ` +
      `${shown.length < rows.length ? `The picture has the ${shown.length} furthest apart.` : ""}`.trimEnd(),
  };
  return {
    spoken: { ...spoken, description: spoken.description.trimEnd() },
    svg: drawDeviations(spoken, shown, limit, WIDE.width),
    table: {
      head: ["what", "#predicted", "#observed", "#noise", "#apart", "fits"],
      rows: sorted.map((row) => [
        row.what,
        figureOf(row, row.predicted),
        figureOf(row, row.observed),
        figureOf(row, row.noise),
        figure(Number.isFinite(row.apart) ? Math.round(10 * row.apart) / 10 : row.apart),
        row.fits ? "yes" : "no",
      ]),
    },
    isWide: true,
  };
}

/** What the configuration predicts beside what came out. */
export function predictionSection({ prediction }: Report): Section {
  const about = { id: "prediction", title: "Prediction and outcome" };
  if (prediction === undefined)
    return { ...about, figures: [], missing: "Nothing is predicted: the notes at the top say why." };
  const { rows, strange, notes } = prediction;
  const said = [...strange.map((text) => `Does not fit: ${text}.`), ...notes];
  return {
    ...about,
    figures: rows.length === 0 ? [] : [deviations(prediction)],
    ...(said.length > 0 && { missing: said.slice(0, 20).join(" ") }),
  };
}
