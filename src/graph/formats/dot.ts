import { SONG_PAGE } from "../../config/states.ts";
import { edgeWidth } from "../draw/edges.ts";
import { sentencesOf, titleOf } from "../draw/legend.ts";
import { LIGHT } from "../draw/style.ts";
import { boxOf, groupName, labelOf } from "../layout/boxes.ts";
import { type Graph, type GraphEdge, type GraphNode, isFinal, mostUsesOf } from "../model/graph.ts";
import { groupsOf } from "../model/groups.ts";
import type { Shown } from "../model/shown.ts";
import { edgeInWords, nodeInWords } from "../model/words.ts";

/**
 * A text in quotes. Graphviz reads a backslash as the start of an escape, and references of HTML in labels.
 * @param lines joined by Graphviz's line end
 */
function quote(...lines: string[]): string {
  const escaped = lines.map((line) => line.replace(/&/g, "&amp;").replace(/\\/g, "\\\\").replace(/"/g, '\\"'));
  return `"${escaped.join("\\n")}"`;
}

function attributes(values: Record<string, string | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return `[${given.map(([name, value]) => `${name}=${value}`).join(", ")}]`;
}

function nodeLine(node: GraphNode, index: number): string {
  const { name, detail, marks } = boxOf(node);
  const shares = marks.map(({ kind, text }) => `${text} ${kind === "starts" ? "start" : "end"}`);
  const styles = ["rounded", ...(node.visits > 0 ? [] : ["dashed"]), ...(node.isTrapped ? ["bold"] : [])];
  const isSong = node.state.page === SONG_PAGE && node.state.status < 400;
  const fill = node.state.status >= 400 ? LIGHT.error : isSong ? LIGHT.song : undefined;
  return `n${index} ${attributes({
    label: quote(name, detail, ...(shares.length > 0 ? [shares.join(", ")] : [])),
    tooltip: quote(nodeInWords(node)),
    style: quote([...styles, ...(fill === undefined ? [] : ["filled"])].join(",")),
    fillcolor: fill === undefined ? undefined : quote(fill),
    peripheries: isFinal(node) ? "2" : undefined,
  })};`;
}

function edgeLine(edge: GraphEdge, nodes: readonly GraphNode[], mostUses: number): string {
  return `  n${edge.from} -> n${edge.to} ${attributes({
    label: quote(...labelOf(edge).lines),
    tooltip: quote(edgeInWords(edge, nodes)),
    penwidth: edgeWidth(edge.uses, mostUses).toFixed(2),
    weight: String(1 + Math.min(100, Math.round(edge.uses * 10))),
    style: edge.uses > 0 ? undefined : quote("dashed"),
  })};`;
}

/** The graph as text for Graphviz: `dot -Tpdf`. Nodes are n0, n1, ... in the order of the configuration. */
export function dotText(graph: Graph, shown: Shown, minProbability: number): string {
  const mostUses = mostUsesOf(graph);
  const legend = [titleOf(graph), ...sentencesOf({ graph, shown }, minProbability)];
  const clusters = groupsOf(graph).flatMap((group, index) => [
    `  subgraph cluster${index} {`,
    `    label=${quote(groupName(group))}; style="rounded"; color="${LIGHT.frame}";`,
    ...group.nodes.map((node) => `    ${nodeLine(graph.nodes[node]!, node)}`),
    "  }",
  ]);
  return [
    "digraph states {",
    `  graph [rankdir=LR, nodesep=0.14, ranksep=0.3, fontname="Helvetica", labelloc=b, labeljust=l, label=${quote(...legend)}];`,
    `  node [shape=box, fontname="Helvetica", fontsize=11, color="${LIGHT.frame}"];`,
    `  edge [fontname="Helvetica", fontsize=9, color="${LIGHT.edge}", arrowsize=0.7];`,
    ...clusters,
    ...shown.edges.map((edge) => edgeLine(edge, graph.nodes, mostUses)),
    "}",
    "",
  ].join("\n");
}
