import { count } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { DETAIL_SIZE } from "../layout/boxes.ts";
import type { Drawing, Point } from "../layout/layout.ts";
import { type Graph, mostUsesOf } from "../model/graph.ts";
import type { Shown } from "../model/shown.ts";
import { aSession, percent } from "../model/words.ts";
import { edgeWidth } from "./edges.ts";
import { element } from "./markup.ts";
import { mark, textAt } from "./nodes.ts";
import { painted } from "./style.ts";

export const LEGEND_LINE = 15;
const SAMPLE = 34;

const plural = (number: number, one: string) => `${count(number)} ${one}${number === 1 ? "" : "s"}`;

/** What is drawn, and what is left out, as sentences. They stand in every picture, so that nobody takes a part for the whole. */
export function sentencesOf({ graph, shown }: { graph: Graph; shown: Shown }, minProbability: number): string[] {
  const { nodes, edges, foldedCount, endsUnseen } = graph;
  const sentences = [`${plural(nodes.length, "state")} and ${plural(edges.length, "transition")}.`];
  if (foldedCount > 0)
    sentences.push(
      `${plural(foldedCount, "redirect")} (status 3xx: forms sent, logins) folded into transitions, which bear their names; --unfold draws them as states.`,
    );
  if (endsUnseen >= 0.0005) sentences.push(`${percent(endsUnseen)} of the sessions start and end in such a redirect.`);
  if (shown.hidden.length > 0)
    sentences.push(
      `Hidden: ${plural(shown.hidden.length, "transition")} below ${percent(minProbability)}, ${percent(shown.hiddenUses)} of the traffic; --min-probability 0 draws all.`,
    );
  if (nodes.some(({ isTrapped }) => isTrapped))
    sentences.push("Thick frame: no way leads from here to a session's end.");
  if (nodes.some(({ visits }) => visits === 0)) sentences.push("Dashed: never reached.");
  return sentences;
}

export function titleOf({ file }: Graph): string {
  return `States of ${printable(file).replace(/[\uFFFE\uFFFF]/g, "\uFFFD")}`;
}

/** Three widths of lines with the uses that they stand for. */
function widthSamples({ graph }: Drawing, { x, y }: Point): string {
  const most = mostUsesOf(graph);
  if (most === 0) return "";
  const samples = [most, most / 10, most / 100].map((uses, index) => {
    const left = x + index * 110;
    const line = { x1: left, x2: left + SAMPLE, y1: y - 3, y2: y - 3, "stroke-width": edgeWidth(uses, most) };
    return (
      element("line", { ...line, ...painted({ stroke: "edge" }) }) +
      textAt({ x: left + SAMPLE + 6, y }, DETAIL_SIZE, `${aSession(uses)} a session`, painted({ fill: "faint" }))
    );
  });
  return samples.join("");
}

function markSamples({ x, y }: Point): string {
  const faint = painted({ fill: "faint" });
  return (
    mark("starts", { x, y }) +
    textAt({ x: x + 12, y }, DETAIL_SIZE, "sessions that start here, of all", faint) +
    mark("ends", { x: x + 180, y }) +
    textAt({ x: x + 192, y }, DETAIL_SIZE, "sessions that end here, of those that come here", faint)
  );
}

/** The lines of a legend below the picture. @returns its markup and height */
export function drawLegend(drawing: Drawing, sentences: readonly string[], { x, y }: Point) {
  const faint = painted({ fill: "faint" });
  const lines = [
    (at: Point) => widthSamples(drawing, at),
    markSamples,
    (at: Point) =>
      textAt(
        at,
        DETAIL_SIZE,
        "On a line: probability, and the redirect that it passes. Violet: another auth or level.",
        faint,
      ),
    ...sentences.map((sentence) => (at: Point) => textAt(at, DETAIL_SIZE, sentence, faint)),
  ];
  const markup = lines.map((line, index) => line({ x, y: y + (index + 1) * LEGEND_LINE })).join("\n");
  return { markup: `${markup}\n`, height: lines.length * LEGEND_LINE };
}
