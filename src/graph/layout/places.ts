export interface Point {
  x: number;
  y: number;
}

/** A cubic Bézier curve of n pieces, 3n + 1 points, and the tip of its arrow. */
export interface Curve {
  points: readonly Point[];
  tip: Point;
  label: Point;
}

export interface Placed {
  width: number;
  height: number;
  /** Centres. */
  nodes: readonly Point[];
  curves: readonly Curve[];
  frames: readonly { left: number; top: number; width: number; height: number }[];
}

/** The part of Graphviz's JSON (json0) that is read. */
interface Output {
  bb: string;
  objects?: { name: string; pos?: string; bb?: string }[];
  /** `lp` is where the label has room, if room was asked for. */
  edges?: { id: string; pos: string; lp?: string }[];
}

function numbers(text: string): number[] {
  return text.split(",").map(Number);
}

function pointOf(text: string): Point {
  const [x, y] = numbers(text) as [number, number];
  return { x, y };
}

/** The middle of a curve's middle piece: the mean of the four points with weights 1, 3, 3 and 1. */
function middleOf(points: readonly Point[]): Point {
  const first = 3 * Math.floor((points.length - 1) / 6);
  const [a, b, c, d] = points.slice(first, first + 4) as [Point, Point, Point, Point];
  const at = (key: keyof Point) => (a[key] + 3 * b[key] + 3 * c[key] + d[key]) / 8;
  return { x: at("x"), y: at("y") };
}

/** `e,TIP P0 P1 P2 P3 ...`, without the tip where the arrow has no room. */
function curveOf(pos: string, lp: string | undefined): Curve {
  const parts = pos.split(" ");
  const tip = parts.find((part) => part.startsWith("e,"));
  const points = parts.filter((part) => !/^[es],/.test(part)).map(pointOf);
  return {
    points,
    tip: tip === undefined ? points.at(-1)! : pointOf(tip.slice(2)),
    label: lp === undefined ? middleOf(points) : pointOf(lp),
  };
}

function frameOf(bb: string): Placed["frames"][number] {
  const [left, one, right, other] = numbers(bb) as [number, number, number, number];
  // With y pointing down, Graphviz still names the lower edge first.
  return { left, top: Math.min(one, other), width: right - left, height: Math.abs(other - one) };
}

/** The places of `n0`, `cluster0` and `e0` and those after them. */
export function placesIn(json: string, wanted: { nodes: number; edges: number; groups: number }): Placed {
  const { bb, objects = [], edges = [] } = JSON.parse(json) as Output;
  const byName = new Map(objects.map((object) => [object.name, object]));
  const byId = new Map(edges.map((edge) => [edge.id, edge]));
  const each = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));
  const { width, height } = frameOf(bb);
  return {
    width,
    height,
    nodes: each(wanted.nodes, (index) => pointOf(byName.get(`n${index}`)!.pos!)),
    curves: each(wanted.edges, (index) => {
      const { pos, lp } = byId.get(`e${index}`)!;
      return curveOf(pos, lp);
    }),
    frames: each(wanted.groups, (index) => frameOf(byName.get(`cluster${index}`)!.bb!)),
  };
}
