import { SONG_PAGE } from "../../config/states.ts";
import { escapeMarkup } from "../../system/printable.ts";
import { DETAIL_SIZE, GROUP_SIZE, groupName, LINE_HEIGHT, NAME_SIZE, type NodeBox } from "../layout/boxes.ts";
import type { Drawing, Point } from "../layout/layout.ts";
import { type GraphNode, isFinal } from "../model/graph.ts";
import { nodeInWords } from "../model/words.ts";
import { element } from "./markup.ts";
import { type Colour, painted } from "./style.ts";

const MARK = 7;

export function textAt(point: Point, size: number, text: string, more: Parameters<typeof element>[1] = {}): string {
  return element("text", { x: point.x, y: point.y, "font-size": size, ...more }, escapeMarkup(text));
}

/** The triangle of starts or the square of ends, at its left edge and the text's baseline. */
export function mark(kind: "starts" | "ends", { x, y }: Point): string {
  if (kind === "ends")
    return element("rect", { x, y: y - MARK, width: MARK, height: MARK, ...painted({ fill: "ends" }) });
  const points = `${x},${y - MARK} ${x + MARK},${y - MARK / 2} ${x},${y}`;
  return element("polygon", { points, ...painted({ fill: "starts" }) });
}

function fillOf({ state }: GraphNode): Colour {
  if (state.status >= 400) return "error";
  return state.page === SONG_PAGE ? "song" : "box";
}

function frameOf(node: GraphNode, { width, height }: NodeBox, { x, y }: Point): string {
  const rect = (inset: number, fill: Colour | "none") =>
    element("rect", {
      x: x - width / 2 + inset,
      y: y - height / 2 + inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      rx: Math.max(0, 5 - inset),
      ...painted({ fill, stroke: node.isTrapped ? "trap" : "frame" }),
      "stroke-width": node.isTrapped ? 2.5 : 1,
      "stroke-dasharray": node.visits > 0 ? undefined : "4 3",
    });
  return rect(0, fillOf(node)) + (isFinal(node) ? rect(3, "none") : "");
}

function textsOf(box: NodeBox, { x, y }: Point): string {
  const first = y - box.height / 2 + LINE_HEIGHT + 2;
  const name = textAt({ x, y: first }, NAME_SIZE, box.name, {
    ...painted({ fill: "ink" }),
    "font-weight": "bold",
    "text-anchor": "middle",
  });
  const faint = painted({ fill: "faint" });
  const detail = textAt({ x, y: first + LINE_HEIGHT }, DETAIL_SIZE, box.detail, { ...faint, "text-anchor": "middle" });
  const left = x - box.marksWidth / 2;
  const baseline = first + 2 * LINE_HEIGHT;
  const marks = box.marks.map(
    ({ kind, text, left: offset }) =>
      mark(kind, { x: left + offset, y: baseline }) +
      textAt({ x: left + offset + MARK + 3, y: baseline }, DETAIL_SIZE, text, faint),
  );
  return name + detail + marks.join("");
}

/** @param focusable for a page whose script takes clicks and keys */
export function drawNodes({ graph, boxes, nodes }: Drawing, focusable: boolean): string {
  const each = graph.nodes.map((node, index) => {
    const words = nodeInWords(node);
    const content = element("title", {}, escapeMarkup(words)) + frameOf(node, boxes[index]!, nodes[index]!);
    const attributes = focusable ? { tabindex: 0, role: "button", "aria-label": words, "data-node": index } : {};
    return element("g", { class: "node", ...attributes }, content + textsOf(boxes[index]!, nodes[index]!));
  });
  return `${each.join("\n")}\n`;
}

export function drawGroups({ groups, frames }: Drawing): string {
  const each = groups.map((group, index) => {
    const { left, top, width, height } = frames[index]!;
    const rect = { x: left, y: top, width, height, rx: 8, ...painted({ fill: "group", stroke: "frame" }) };
    const at = { x: left + 10, y: top + GROUP_SIZE + 6 };
    const ink = { ...painted({ fill: "ink" }), "font-weight": "bold" };
    return element("rect", rect) + textAt(at, GROUP_SIZE, groupName(group), ink);
  });
  return `${each.join("\n")}\n`;
}
