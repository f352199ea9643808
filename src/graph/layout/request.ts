import type { Graph as Request } from "@viz-js/viz";
import type { GraphEdge } from "../model/graph.ts";
import type { Group } from "../model/groups.ts";
import { type EdgeLabel, GROUP_SIZE, groupName, type NodeBox, type Size } from "./boxes.ts";
import { textWidth } from "./measure.ts";

/** Graphviz measures in inches of 72 points. */
const POINTS = 72;
/** From this number of nodes on, labels get no room of their own, which would double the ranks, and optimizations are cut short. */
const LARGE = 300;
/** A transition that is used more is kept shorter and straighter. */
const MOST_WEIGHT = 100;

interface Parts {
  groups: readonly Group[];
  boxes: readonly NodeBox[];
  labels: readonly EdgeLabel[];
  edges: readonly GraphEdge[];
}

/** Room for a text that is drawn later. Graphviz never sees a name of the configuration. */
function room({ width, height }: Size): { html: string } {
  const size = `fixedsize="true" width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  return {
    html: `<table border="0" cellborder="0" cellpadding="0" cellspacing="0" ${size}><tr><td></td></tr></table>`,
  };
}

const LIMITS = { nslimit: 1, nslimit1: 1, mclimit: 0.2 };

/** The graph as Graphviz takes it: nodes n0, n1, ... with their sizes, clusters of groups, and edges in their order. */
export function requestFor({ groups, boxes, labels, edges }: Parts): Request {
  const isLarge = boxes.length > LARGE;
  return {
    directed: true,
    strict: false,
    graphAttributes: {
      ...{ rankdir: "LR", nodesep: 0.14, ranksep: 0.3, pad: 0, margin: 0 },
      ...(isLarge ? LIMITS : {}),
    },
    nodeAttributes: { shape: "box", label: "", fixedsize: true },
    edgeAttributes: { arrowsize: 0.7 },
    nodes: boxes.map(({ width, height }, index) => ({
      name: `n${index}`,
      attributes: { width: width / POINTS, height: height / POINTS },
    })),
    edges: edges.map(({ from, to, uses }, index) => ({
      tail: `n${from}`,
      head: `n${to}`,
      attributes: {
        id: `e${index}`,
        ...(isLarge ? {} : { label: room(labels[index]!) }),
        weight: 1 + Math.min(MOST_WEIGHT, Math.round(uses * 10)),
      },
    })),
    subgraphs: groups.map((group, index) => {
      const width = textWidth(groupName(group), GROUP_SIZE, true);
      return {
        name: `cluster${index}`,
        graphAttributes: { label: room({ width, height: GROUP_SIZE + 6 }), labeljust: "l", margin: 12 },
        nodes: group.nodes.map((node) => ({ name: `n${node}` })),
      };
    }),
  };
}
