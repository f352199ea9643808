// Graphs of shipped and of made configurations, for the tests of src/graph.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtinSongs } from "../../../src/catalog/builtin.ts";
import { readConfig } from "../../../src/config/read.ts";
import { type Drawing, layOut } from "../../../src/graph/layout/layout.ts";
import { foldRedirects } from "../../../src/graph/model/fold.ts";
import { type Graph, graphOf } from "../../../src/graph/model/graph.ts";
import { showFrom } from "../../../src/graph/model/shown.ts";
import { durationsOf } from "../../../src/predict/times/length.ts";
import { ROOT } from "../root.ts";

export interface StateJson {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

export type Transitions = { source: StateJson; dest: StateJson; p: number }[];

const durations = durationsOf(builtinSongs());

export function graphOfJson(config: object, file = "test.json"): Graph {
  return graphOf(readConfig(file, JSON.stringify(config)).config, durations);
}

const known = new Map<string, Graph>();

export function shippedGraph(name: string): Graph {
  const graph =
    known.get(name) ??
    graphOfJson(JSON.parse(readFileSync(join(ROOT, "configs", `${name}-config.json`), "utf8")), `${name}.json`);
  known.set(name, graph);
  return graph;
}

/** The graph that the command draws without options. */
export function foldedGraph(name: string): Graph {
  return foldRedirects(shippedGraph(name));
}

/** The same graph with other names of pages, auths and levels. */
export function renamed(graph: Graph, name: (old: string) => string): Graph {
  const nodes = graph.nodes.map((node) => {
    const { page, auth, level } = node.state;
    return { ...node, state: { ...node.state, page: name(page), auth: name(auth), level: name(level) } };
  });
  const edges = graph.edges.map((edge) => ({
    ...edge,
    via: edge.via.map((way) => ({ ...way, page: name(way.page) })),
  }));
  return { ...graph, file: name(graph.file), nodes, edges };
}

export async function drawn(graph: Graph, minProbability: number): Promise<Drawing> {
  return await layOut(graph, showFrom(graph, minProbability));
}

/** A page of the small sites below. */
export function page(name: string, status = 200, level = "free"): StateJson {
  return { page: name, auth: "Member", method: "GET", status, level };
}

/** A site of pages of one auth. */
export function siteOf(starts: readonly StateJson[], transitions: Transitions): object {
  return {
    "show-user-details": [{ auth: "Member", show: false }],
    "new-user-auth": "Member",
    "new-user-level": "free",
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "Member", weight: 1 }],
    "new-session": starts.map((state) => ({ ...state, weight: 1 })),
    transitions,
  };
}

/** A site with this many pages, each of which leads to two or more others, in two levels. */
export function largeSite(pages: number, ways: number): object {
  let word = 11;
  const random = () => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return word / 2 ** 32;
  };
  const stateAt = (index: number) => page(`Page ${index}`, 200, index % 2 === 0 ? "free" : "paid");
  const transitions = Array.from({ length: pages * ways }, (_, index) => {
    const from = Math.floor(index / ways);
    // A tree, so that every page is reached, and others at random.
    const way = index % ways;
    const to = way < 2 ? (2 * from + 1 + way) % pages : Math.floor(random() * pages);
    return { source: stateAt(from), dest: stateAt(to), p: 0.9 / ways };
  });
  return siteOf([stateAt(0), stateAt(1)], merged(transitions));
}

/** Each pair of states once. */
function merged(transitions: Transitions): Transitions {
  const pairs = new Map<string, Transitions[number]>();
  for (const transition of transitions) {
    const key = `${transition.source.page} ${transition.dest.page}`;
    const known = pairs.get(key);
    pairs.set(key, known === undefined ? transition : { ...known, p: known.p + transition.p });
  }
  return [...pairs.values()];
}
