import { escapeMarkup } from "../../system/printable.ts";
import { DETAIL_SIZE, type EdgeLabel } from "../layout/boxes.ts";
import type { Drawing, Point } from "../layout/layout.ts";
import type { Curve } from "../layout/places.ts";
import { type GraphEdge, mostUsesOf } from "../model/graph.ts";
import { groupIndices } from "../model/groups.ts";
import { edgeInWords } from "../model/words.ts";
import { element, rounded } from "./markup.ts";
import { textAt } from "./nodes.ts";
import { painted } from "./style.ts";

const LEAST_WIDTH = 0.6;
const MOST_WIDTH = 6;

/** Widths grow with the root of the uses: otherwise all but the transition that is used most would be as thin as hairs. */
export function edgeWidth(uses: number, mostUses: number): number {
  return LEAST_WIDTH + (mostUses > 0 ? (MOST_WIDTH - LEAST_WIDTH) * Math.sqrt(uses / mostUses) : 0);
}

const at = ({ x, y }: Point) => `${rounded(x)} ${rounded(y)}`;

function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  return `M${at(first)}C${rest.map(at).join(" ")}`;
}

/** A triangle from the end of the line to the tip. */
function arrowOf({ points, tip }: Curve, width: number): string {
  const end = points.at(-1)!;
  const before = points.at(-2)!;
  const from = Math.hypot(tip.x - end.x, tip.y - end.y) > 0.5 ? end : before;
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [dx, dy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const size = 6 + width / 2;
  const base = { x: tip.x - dx * size, y: tip.y - dy * size };
  const half = 2.5 + width / 2;
  const corners = [
    tip,
    { x: base.x - dy * half, y: base.y + dx * half },
    { x: base.x + dy * half, y: base.y - dx * half },
  ];
  return corners.map(({ x, y }) => `${rounded(x)},${rounded(y)}`).join(" ");
}

function labelAt({ lines, height }: EdgeLabel, { x, y }: Point): string {
  const top = y - height / 2 + DETAIL_SIZE;
  const texts = lines.map((line, index) =>
    textAt({ x, y: top + index * (DETAIL_SIZE + 2) }, DETAIL_SIZE, line, {
      "font-style": index > 0 ? "italic" : undefined,
    }),
  );
  // The halo keeps the label apart from lines that cross it.
  const halo = {
    ...painted({ fill: "ink", stroke: "paper", kind: "halo" }),
    "stroke-width": 2.5,
    "paint-order": "stroke",
  };
  return element("g", { ...halo, "text-anchor": "middle", "stroke-linejoin": "round" }, texts.join(""));
}

function drawEdge(edge: GraphEdge, curve: Curve, label: string, drawing: Edges): string {
  const width = edgeWidth(edge.uses, drawing.mostUses);
  const colour = drawing.groupOf.get(edge.from) === drawing.groupOf.get(edge.to) ? "edge" : "crossing";
  const line = element("path", {
    d: pathOf(curve.points),
    ...painted({ fill: "none", stroke: colour }),
    "stroke-width": width,
    "stroke-dasharray": edge.uses > 0 ? undefined : "4 3",
    "stroke-opacity": 0.75,
  });
  const arrow = element("polygon", { points: arrowOf(curve, width), ...painted({ fill: colour }) });
  const title = element("title", {}, escapeMarkup(edgeInWords(edge, drawing.graph.nodes)));
  const data = drawing.withData
    ? { "data-from": edge.from, "data-to": edge.to, "data-probability": String(edge.probability) }
    : {};
  return element("g", { class: drawing.kind, ...data }, title + line + arrow + label);
}

interface Edges {
  graph: Drawing["graph"];
  /** The class of each edge's group. */
  kind: string;
  mostUses: number;
  groupOf: ReadonlyMap<number, number>;
  /** For a page whose script filters. */
  withData: boolean;
}

export function edgesOf({ graph, groups }: Drawing, kind: string, withData: boolean): Edges {
  return { graph, kind, mostUses: mostUsesOf(graph), groupOf: groupIndices(groups), withData };
}

/** Thin lines above thick ones. */
export function drawEdges(
  edges: Edges,
  shown: readonly GraphEdge[],
  curves: readonly Curve[],
  labels: readonly EdgeLabel[],
): string {
  const order = [...shown.keys()].sort((one, other) => shown[other]!.uses - shown[one]!.uses || one - other);
  const each = order.map((index) => {
    const curve = curves[index]!;
    return drawEdge(shown[index]!, curve, labelAt(labels[index]!, curve.label), edges);
  });
  return each.length > 0 ? `${each.join("\n")}\n` : "";
}
