import { escapeMarkup } from "../../system/printable.ts";
import { DETAIL_SIZE } from "../layout/boxes.ts";
import type { Drawing } from "../layout/layout.ts";
import { textWidth } from "../layout/measure.ts";
import { nodeInWords } from "../model/words.ts";
import { drawEdges, edgesOf } from "./edges.ts";
import { drawLegend, sentencesOf, titleOf } from "./legend.ts";
import { element } from "./markup.ts";
import { drawGroups, drawNodes, textAt } from "./nodes.ts";
import { rareEdges } from "./rare.ts";
import { darkStyle, FONTS, painted } from "./style.ts";

const MARGIN = 16;
const TITLE_SIZE = 16;
const TITLE_HEIGHT = 30;
/** States that the description for screen readers names. */
const DESCRIBED = 8;

export interface Picture {
  markup: string;
  width: number;
  height: number;
}

/** What the picture says, for those who do not see it. */
export function descriptionOf({ graph }: Drawing, sentences: readonly string[]): string {
  const most = [...graph.nodes].sort((one, other) => other.visits - one.visits).slice(0, DESCRIBED);
  return [...sentences, "Most visited:", ...most.map((node) => `${nodeInWords(node)}.`)].join(" ");
}

function frameOf({ width, height }: Pick<Picture, "width" | "height">, more: Parameters<typeof element>[1]) {
  return {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    "font-family": FONTS,
    ...more,
  };
}

function graphIn(drawing: Drawing, isPage: boolean): string {
  const { shown, curves, labels } = drawing;
  const edges = drawEdges(edgesOf(drawing, "edge", isPage), shown.edges, curves, labels);
  const rare = isPage ? rareEdges(drawing) : "";
  return `${drawGroups(drawing)}${edges}${rare}${drawNodes(drawing, isPage)}`;
}

/** A picture that stands alone: title, graph and legend. */
export function drawPicture(drawing: Drawing, minProbability: number): Picture {
  const sentences = sentencesOf(drawing, minProbability);
  const title = titleOf(drawing.graph);
  const bottom = MARGIN + TITLE_HEIGHT + drawing.height + 6;
  const legend = drawLegend(drawing, sentences, { x: MARGIN, y: bottom });
  const widest = Math.max(
    460,
    ...sentences.map((sentence) => textWidth(sentence, DETAIL_SIZE)),
    textWidth(title, TITLE_SIZE, true),
  );
  const size = {
    width: Math.ceil(Math.max(drawing.width, widest) + 2 * MARGIN),
    height: Math.ceil(bottom + legend.height + MARGIN),
  };
  const content = [
    element("title", { id: "title" }, escapeMarkup(title)),
    element("desc", { id: "description" }, escapeMarkup(descriptionOf(drawing, sentences))),
    element("style", {}, darkStyle()),
    element("rect", { width: size.width, height: size.height, ...painted({ fill: "paper" }) }),
    textAt({ x: MARGIN, y: MARGIN + TITLE_SIZE }, TITLE_SIZE, title, {
      ...painted({ fill: "ink" }),
      "font-weight": "bold",
    }),
    element("g", { transform: `translate(${MARGIN} ${MARGIN + TITLE_HEIGHT})` }, `\n${graphIn(drawing, false)}`),
    legend.markup,
  ];
  const names = { role: "img", "aria-labelledby": "title description" };
  return { ...size, markup: `${element("svg", frameOf(size, names), `\n${content.join("\n")}`)}\n` };
}

/** The graph alone, for a page that has the title and the legend beside it. Rare transitions are in it, not yet visible. */
export function drawForPage(drawing: Drawing): Picture {
  const size = { width: Math.ceil(drawing.width + 2 * MARGIN), height: Math.ceil(drawing.height + 2 * MARGIN) };
  const content = element("g", { transform: `translate(${MARGIN} ${MARGIN})` }, `\n${graphIn(drawing, true)}`);
  const names = { id: "graph", role: "group", "aria-labelledby": "title", "aria-describedby": "description" };
  return { ...size, markup: element("svg", frameOf(size, names), `\n${content}`) };
}
