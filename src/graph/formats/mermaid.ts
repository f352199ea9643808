import { edgeWidth } from "../draw/edges.ts";
import { sentencesOf, titleOf } from "../draw/legend.ts";
import { boxOf, groupName, labelOf } from "../layout/boxes.ts";
import { type Graph, type GraphEdge, type GraphNode, isFinal, mostUsesOf } from "../model/graph.ts";
import { groupsOf } from "../model/groups.ts";
import type { Shown } from "../model/shown.ts";

/**
 * A text in quotes. Mermaid reads Markdown, HTML and its own marks in it, so of ASCII only letters, digits and a few marks stay as they are.
 * @param lines joined by line breaks
 */
function quote(...lines: string[]): string {
  const escaped = lines.map((line) =>
    line.replace(/[^A-Za-z0-9 .,%\u00A0-\u{10FFFF}]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${escaped.join("<br/>")}"`;
}

/** A comment, which ends with its line. */
const comment = (text: string) => `  %% ${text.replace(/[{}]/g, " ")}`;

function nodeLine(node: GraphNode, index: number): string {
  const { name, detail, marks } = boxOf(node);
  const shares = marks.map(({ kind, text }) => `${text} ${kind === "starts" ? "start" : "end"}`);
  const text = quote(name, detail, ...(shares.length > 0 ? [shares.join(", ")] : []));
  return isFinal(node) ? `n${index}[[${text}]]` : `n${index}[${text}]`;
}

function edgeLine(edge: GraphEdge): string {
  const arrow = edge.uses > 0 ? "-->" : "-.->";
  return `  n${edge.from} ${arrow}|${quote(...labelOf(edge).lines)}| n${edge.to}`;
}

/** The graph as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */
export function mermaidText(graph: Graph, shown: Shown, minProbability: number): string {
  const mostUses = mostUsesOf(graph);
  const groups = groupsOf(graph).flatMap((group, index) => [
    `  subgraph g${index}[${quote(groupName(group))}]`,
    ...group.nodes.map((node) => `    ${nodeLine(graph.nodes[node]!, node)}`),
    "  end",
  ]);
  const widths = shown.edges.map(
    ({ uses }, index) => `  linkStyle ${index} stroke-width:${edgeWidth(uses, mostUses).toFixed(2)}px`,
  );
  return [
    "flowchart LR",
    ...[titleOf(graph), ...sentencesOf({ graph, shown }, minProbability)].map(comment),
    ...groups,
    ...shown.edges.map(edgeLine),
    ...widths,
    "",
  ].join("\n");
}
