import type { Graph, GraphEdge } from "./graph.ts";

/** What of a graph is drawn. */
export interface Shown {
  edges: readonly GraphEdge[];
  hidden: readonly GraphEdge[];
  /** Share of the uses of all edges that the hidden ones have; 0 where nothing is used. */
  hiddenUses: number;
}

/** Picks the edge that sessions use most or, where none is used, the most probable one. The first of equals. */
function strongest(edges: readonly GraphEdge[]): Map<number, GraphEdge>[] {
  const [into, out] = [new Map<number, GraphEdge>(), new Map<number, GraphEdge>()];
  const isStronger = (one: GraphEdge, other: GraphEdge | undefined) =>
    other === undefined || one.uses > other.uses || (one.uses === other.uses && one.probability > other.probability);
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    if (isStronger(edge, into.get(edge.to))) into.set(edge.to, edge);
    if (isStronger(edge, out.get(edge.from))) out.set(edge.from, edge);
  }
  return [into, out];
}

/** Hides the edges below a probability, except each state's most used way in and out: a picture of a state says how people come there. */
export function showFrom({ edges }: Graph, minProbability: number): Shown {
  const kept = new Set(strongest(edges).flatMap((byNode) => [...byNode.values()]));
  const isShown = (edge: GraphEdge) => edge.probability >= minProbability || kept.has(edge);
  const hidden = edges.filter((edge) => !isShown(edge));
  const usesOf = (some: readonly GraphEdge[]) => some.reduce((sum, { uses }) => sum + uses, 0);
  const all = usesOf(edges);
  return { edges: edges.filter(isShown), hidden, hiddenUses: all > 0 ? usesOf(hidden) / all : 0 };
}
