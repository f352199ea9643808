import type { Viz } from "@viz-js/viz";
import { UsageError } from "../../system/errors.ts";
import { count } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import type { Graph } from "../model/graph.ts";
import { type Group, groupsOf } from "../model/groups.ts";
import type { Shown } from "../model/shown.ts";
import { boxOf, type EdgeLabel, labelOf, type NodeBox } from "./boxes.ts";
import { type Placed, type Point, placesIn } from "./places.ts";
import { requestFor } from "./request.ts";

/** Graphviz takes five seconds for so many, and half a minute where one state follows the other through all of them. */
const MOST_NODES = 1200;
const MOST_EDGES = 4000;

/** Graphviz as WebAssembly, which takes longer to compile than most graphs to be laid out. */
let loading: Promise<Viz> | undefined;

async function load(): Promise<Viz> {
  return await (await import("@viz-js/viz")).instance();
}

export interface Drawing extends Placed {
  graph: Graph;
  shown: Shown;
  groups: readonly Group[];
  boxes: readonly NodeBox[];
  /** Of the shown edges. */
  labels: readonly EdgeLabel[];
}

export type { Point };

/** Throws UsageError if the graph is too large to be laid out, or to be looked at. */
export function checkSize({ file, nodes }: Graph, { edges }: Shown): void {
  const [states, transitions] = [nodes.length, edges.length];
  if (states <= MOST_NODES && transitions <= MOST_EDGES) return;
  const what = `${count(states)} states and ${count(transitions)} transitions are more than can be laid out, ${count(MOST_NODES)} and ${count(MOST_EDGES)}`;
  const hide = states <= MOST_NODES ? "hide the rare transitions with a larger --min-probability, or " : "";
  throw new UsageError(`${printable(file)}: ${what}; ${hide}write a .dot or .mmd file, which is text without a layout`);
}

/** Lays out the states and the shown edges. Throws UsageError if there are too many. */
export async function layOut(graph: Graph, shown: Shown): Promise<Drawing> {
  checkSize(graph, shown);
  const groups = groupsOf(graph);
  const boxes = graph.nodes.map(boxOf);
  const labels = shown.edges.map(labelOf);
  loading ??= load();
  const viz = await loading;
  const request = requestFor({ groups, boxes, labels, edges: shown.edges });
  const result = viz.render(request, { format: "json0", engine: "dot", yInvert: true });
  if (result.status !== "success")
    throw new Error(`Graphviz could not lay out the graph: ${result.errors.map(({ message }) => message).join("; ")}`);
  const placed = placesIn(result.output, { nodes: boxes.length, edges: labels.length, groups: groups.length });
  return { graph, shown, groups, boxes, labels, ...placed };
}
