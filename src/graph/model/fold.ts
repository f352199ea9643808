import { isRedirect } from "../../config/states.ts";
import type { Graph, GraphEdge, GraphNode, Way } from "./graph.ts";

/** A redirect with more ways through it than this, and more than it has transitions, stays: folded it would be harder to read. */
const MOST_WAYS = 64;

interface Links {
  /** By the other node. */
  out: Map<number, GraphEdge>;
  in: Map<number, GraphEdge>;
}

function linksOf({ nodes, edges }: Graph): Links[] {
  const links = nodes.map((): Links => ({ out: new Map(), in: new Map() }));
  for (const edge of edges) link(links, edge);
  return links;
}

function link(links: Links[], edge: GraphEdge): void {
  links[edge.from]!.out.set(edge.to, edge);
  links[edge.to]!.in.set(edge.from, edge);
}

function mergedWays(one: readonly Way[], other: readonly Way[]): Way[] {
  const ways = new Map(one.map(({ page, probability }) => [page, probability]));
  for (const { page, probability } of other) ways.set(page, (ways.get(page) ?? 0) + probability);
  return [...ways].map(([page, probability]) => ({ page, probability }));
}

function merged(one: GraphEdge | undefined, other: GraphEdge): GraphEdge {
  if (one === undefined) return other;
  const { from, to } = one;
  const via = mergedWays(one.via, other.via);
  return { from, to, probability: one.probability + other.probability, uses: one.uses + other.uses, via };
}

/** Whether a redirect can be an edge: people leave it, and not only to itself. */
function isFoldable({ state, isTrapped }: GraphNode, { out, in: before }: Links, index: number): boolean {
  if (!isRedirect(state) || isTrapped || out.size === 0 || out.has(index)) return false;
  const ways = before.size * out.size;
  return ways <= Math.max(MOST_WAYS, before.size + out.size);
}

/** The way into a redirect and the way out of it as one edge. */
function through(into: GraphEdge, page: string, out: GraphEdge): GraphEdge {
  const probability = into.probability * out.probability;
  // The way of a chain of redirects is named by the first, on which people click.
  const via = into.via.length > 0 ? scaled(into.via, out.probability) : [{ page, probability }];
  return { from: into.from, to: out.to, probability, uses: into.uses * out.probability, via };
}

const scaled = (ways: readonly Way[], factor: number) =>
  ways.map(({ page, probability }) => ({ page, probability: probability * factor }));

class Folding {
  readonly #nodes: GraphNode[];
  readonly #links: Links[];
  readonly #folded = new Set<number>();
  #endsUnseen = 0;

  constructor(private readonly graph: Graph) {
    this.#nodes = [...graph.nodes];
    this.#links = linksOf(graph);
    for (const [index, node] of this.#nodes.entries())
      if (isFoldable(node, this.#links[index]!, index)) this.#fold(index);
  }

  #fold(index: number): void {
    const { state, starts, ends } = this.#nodes[index]!;
    const { in: before, out } = this.#links[index]!;
    for (const into of before.values()) {
      const from = this.#links[into.from]!;
      from.out.delete(index);
      for (const next of out.values())
        link(this.#links, merged(from.out.get(next.to), through(into, state.page, next)));
      this.#change(into.from, { ends: this.#nodes[into.from]!.ends + into.probability * ends });
    }
    for (const next of out.values()) {
      this.#links[next.to]!.in.delete(index);
      this.#change(next.to, { starts: this.#nodes[next.to]!.starts + starts * next.probability });
    }
    this.#endsUnseen += starts * ends;
    this.#folded.add(index);
  }

  #change(index: number, values: Partial<GraphNode>): void {
    this.#nodes[index] = { ...this.#nodes[index]!, ...values };
  }

  get result(): Graph {
    const kept = this.#nodes.flatMap((_, index) => (this.#folded.has(index) ? [] : [index]));
    const places = new Map(kept.map((index, place) => [index, place]));
    const edges = kept.flatMap((index) =>
      [...this.#links[index]!.out.values()].map((edge) => ({
        ...edge,
        from: places.get(edge.from)!,
        to: places.get(edge.to)!,
      })),
    );
    const nodes = kept.map((index) => this.#nodes[index]!);
    return { file: this.graph.file, nodes, edges, foldedCount: this.#folded.size, endsUnseen: this.#endsUnseen };
  }
}

/**
 * Folds redirects, such as the submission of a form, into edges from the page before to the page after. Each probability and number of uses
 * is that of the way through the redirect, so what the edges and ends of a page sum to stays 1.
 */
export function foldRedirects(graph: Graph): Graph {
  return new Folding(graph).result;
}
