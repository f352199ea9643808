import type { GraphEdge, GraphNode } from "../model/graph.ts";
import type { Group } from "../model/groups.ts";
import { aSession, percent, shownName } from "../model/words.ts";
import { textWidth } from "./measure.ts";

// What is written in the picture, and how much room it takes. All lengths are in pixels of the SVG, which are Graphviz's points.

export const NAME_SIZE = 12;
export const DETAIL_SIZE = 10;
export const GROUP_SIZE = 13;
export const LINE_HEIGHT = 13;
/** The triangle of starts and the square of ends, with the gap behind them. */
export const MARK_WIDTH = 10;
const MARK_GAP = 8;
const PADDING = 8;
const LEAST_WIDTH = 58;
/** A share below this is not marked in the picture. */
const LEAST_SHARE = 0.0005;
/** Names of redirects on edges are cut earlier than those of states. */
const MOST_VIA = 24;

export interface Size {
  width: number;
  height: number;
}

export interface NodeBox extends Size {
  name: string;
  detail: string;
  /** Shares with a mark, in a line of their own. */
  marks: { kind: "starts" | "ends"; text: string; left: number }[];
  marksWidth: number;
}

export interface EdgeLabel extends Size {
  lines: string[];
}

function marksOf({ starts, ends }: GraphNode): { marks: NodeBox["marks"]; width: number } {
  const marks: NodeBox["marks"] = [];
  let left = 0;
  for (const [kind, share] of [["starts", starts] as const, ["ends", ends] as const]) {
    if (share < LEAST_SHARE) continue;
    const text = percent(share);
    marks.push({ kind, text, left });
    left += MARK_WIDTH + textWidth(text, DETAIL_SIZE) + MARK_GAP;
  }
  return { marks, width: Math.max(0, left - MARK_GAP) };
}

export function boxOf(node: GraphNode): NodeBox {
  const name = shownName(node.state.page);
  const status = node.state.status === 200 ? "" : `${node.state.status}, `;
  const detail = status + (node.visits > 0 ? `${aSession(node.visits)} a session` : "never reached");
  const { marks, width } = marksOf(node);
  const inner = Math.max(textWidth(name, NAME_SIZE, true), textWidth(detail, DETAIL_SIZE), width);
  const lines = marks.length > 0 ? 3 : 2;
  return {
    name,
    detail,
    marks,
    marksWidth: width,
    width: Math.max(LEAST_WIDTH, Math.ceil(inner + 2 * PADDING)),
    height: lines * LINE_HEIGHT + 9,
  };
}

/** The probability, and below it the redirect that most of it passes. */
export function labelOf({ probability, via }: GraphEdge): EdgeLabel {
  const main = via.find((way) => way.probability >= probability / 2);
  const lines = [percent(probability), ...(main === undefined ? [] : [shownName(main.page, MOST_VIA)])];
  const width = Math.max(...lines.map((line) => textWidth(line, DETAIL_SIZE)));
  return { lines, width: Math.ceil(width + 4), height: lines.length * (DETAIL_SIZE + 2) };
}

export function groupName({ auth, level }: Pick<Group, "auth" | "level">): string {
  return `${shownName(auth)}, ${shownName(level)}`;
}
