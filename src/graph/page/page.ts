import { createHash } from "node:crypto";
import { escapeMarkup } from "../../system/printable.ts";
import { sentencesOf, titleOf } from "../draw/legend.ts";
import { element } from "../draw/markup.ts";
import { drawForPage } from "../draw/picture.ts";
import { darkStyle } from "../draw/style.ts";
import type { Drawing } from "../layout/layout.ts";
import type { GraphEdge } from "../model/graph.ts";
import { aSession, percent, stateInWords, viaInWords } from "../model/words.ts";
import { PAGE_SCRIPT } from "./script.ts";
import { PAGE_STYLE } from "./style.ts";

/** Steps of the range of probabilities, from 0.01 % to 100 %; the script has the same rule. */
const STEPS = 100;
const STEPS_A_DECADE = 25;

const KEY = `A frame has the states of an auth and level. A line is as wide as sessions use it often, and bears its probability and the redirect that it
passes; violet ones lead to another auth or level. A green triangle has the share of all sessions that start in a state, a red square the share of the
visits after which the session ends. Click a state, or press Enter on it, for its transitions alone.`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded, sent or framed; the script and the style sheet of this file run, and no other. */
function policyOf(style: string): string {
  const rules = [
    "default-src 'none'",
    `script-src ${hashOf(PAGE_SCRIPT)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return rules.join("; ");
}

function stepOf(minProbability: number): number {
  if (minProbability <= 0) return 0;
  return Math.min(STEPS, Math.max(0, Math.round((Math.log10(minProbability) + 4) * STEPS_A_DECADE)));
}

function controls(minProbability: number): string {
  const initial = minProbability > 0 ? `${percent(minProbability)}, and each state's main ways` : "all";
  return element(
    "div",
    { id: "controls", hidden: "" },
    `
<label>Search states <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
<label>Probability <input type="range" id="probability" min="0" max="${STEPS}" value="${stepOf(minProbability)}" data-initial="${escapeMarkup(initial)}"></label>
<output id="least" for="probability"></output>
<span role="group" aria-label="Size of the picture">
<button type="button" id="out" aria-label="Smaller">−</button>
<button type="button" id="in" aria-label="Larger">+</button>
<button type="button" id="fit">Fit the width</button>
<button type="button" id="whole">Full size</button>
</span>
<button type="button" id="reset">Reset</button>
<output id="found"></output>
`,
  );
}

function rowOf(edge: GraphEdge, { graph }: Drawing): string {
  const [from, to] = [graph.nodes[edge.from]!, graph.nodes[edge.to]!].map(({ state }) => stateInWords(state));
  const cells = [from!, to!, viaInWords(edge)].map((text) => element("td", {}, escapeMarkup(text)));
  const figures = [percent(edge.probability), aSession(edge.uses)].map((text) =>
    element("td", { class: "number" }, escapeMarkup(text)),
  );
  const data = { "data-from": edge.from, "data-to": edge.to, "data-probability": String(edge.probability) };
  return element("tr", data, [...cells, ...figures].join(""));
}

/** All transitions, drawn or not: what a screen reader, a search and a sheet of paper have of the picture. */
function tableOf(drawing: Drawing): string {
  const order = [...drawing.graph.edges.keys()].sort((one, other) => {
    const [first, second] = [drawing.graph.edges[one]!, drawing.graph.edges[other]!];
    return second.uses - first.uses || first.from - second.from || first.to - second.to;
  });
  const rows = order.map((index) => rowOf(drawing.graph.edges[index]!, drawing));
  const head = `<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Redirect</th><th scope="col" class="number">Probability</th><th scope="col" class="number">Uses a session</th></tr></thead>`;
  const caption = "<caption>Most used first. The search and the probability above filter the rows, too.</caption>";
  return element(
    "table",
    { id: "transitions" },
    `${caption}\n${head}\n${element("tbody", {}, `\n${rows.join("\n")}\n`)}`,
  );
}

/** A page of HTML in one file: the picture with search and filter, and a table of the transitions. */
export function pageOf(drawing: Drawing, minProbability: number): string {
  const style = `${PAGE_STYLE}${darkStyle()}\n`;
  const title = escapeMarkup(titleOf(drawing.graph));
  const description = escapeMarkup([KEY, ...sentencesOf(drawing, minProbability)].join(" "));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policyOf(style))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 id="title">${title}</h1>
<p id="description">${description}</p>
${controls(minProbability)}
<div id="frame" tabindex="0" role="region" aria-label="Picture of the states">
${drawForPage(drawing).markup}
</div>
<p id="chosen" role="status"></p>
<h2>Transitions</h2>
${tableOf(drawing)}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
