import { labelOf } from "../layout/boxes.ts";
import type { Drawing, Point } from "../layout/layout.ts";
import type { Curve } from "../layout/places.ts";
import type { GraphEdge } from "../model/graph.ts";
import { drawEdges, edgesOf } from "./edges.ts";

/** How far a curve leaves the straight line, as a share of its length: the way there and the way back lie on two sides. */
const BEND = 0.12;
const LOOP = 26;

/** Where the way to another point leaves a box. */
function borderPoint({ x, y }: Point, { width, height }: { width: number; height: number }, towards: Point): Point {
  const [dx, dy] = [towards.x - x, towards.y - y];
  const scale = Math.min(width / 2 / Math.max(Math.abs(dx), 1e-9), height / 2 / Math.max(Math.abs(dy), 1e-9));
  return { x: x + dx * scale, y: y + dy * scale };
}

function loopAt({ x, y }: Point, { width }: { width: number }): Curve {
  const right = x + width / 2;
  const tip = { x: right, y: y + 6 };
  const points = [{ x: right, y: y - 6 }, { x: right + LOOP, y: y - 12 }, { x: right + LOOP, y: y + 12 }, tip];
  return { points, tip, label: { x: right + LOOP, y } };
}

function bent({ nodes, boxes }: Drawing, { from, to }: GraphEdge): Curve {
  const [one, other] = [nodes[from]!, nodes[to]!];
  if (from === to) return loopAt(one, boxes[from]!);
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const middle = { x: (one.x + other.x) / 2 - dy * BEND, y: (one.y + other.y) / 2 + dx * BEND };
  const start = borderPoint(one, boxes[from]!, middle);
  const tip = borderPoint(other, boxes[to]!, middle);
  const between = (point: Point): Point => ({ x: (point.x + 2 * middle.x) / 3, y: (point.y + 2 * middle.y) / 3 });
  const points = [start, between(start), between(tip), tip];
  return { points, tip, label: { x: (start.x + 2 * middle.x + tip.x) / 4, y: (start.y + 2 * middle.y + tip.y) / 4 } };
}

/** The hidden transitions as plain curves above the layout, which was made without them: for a page that shows them on demand. */
export function rareEdges(drawing: Drawing): string {
  const { hidden } = drawing.shown;
  const curves = hidden.map((edge) => bent(drawing, edge));
  return drawEdges(edgesOf(drawing, "edge rare", true), hidden, curves, hidden.map(labelOf));
}
