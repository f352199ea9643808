// Graphs of shipped and of made configurations, for the tests of src/graph.
import { readFileSync } from "node:fs";
import { builtinSongs } from "../../../src/catalog/builtin.ts";
import { readConfig } from "../../../src/config/read.ts";
import { type Drawing, layOut } from "../../../src/graph/layout/layout.ts";
import { foldRedirects } from "../../../src/graph/model/fold.ts";
import { type Graph, graphOf } from "../../../src/graph/model/graph.ts";
import { showFrom } from "../../../src/graph/model/shown.ts";
import { durationsOf } from "../../../src/predict/times/length.ts";
import { configFile } from "../program/command.ts";
import type { ConfigJson, StateJson } from "../sites/shipped.ts";

const durations = durationsOf(builtinSongs());

export function graphOfJson(config: ConfigJson, file = "test.json"): Graph {
  return graphOf(readConfig(file, JSON.stringify(config)).config, durations);
}

const known = new Map<string, Graph>();

export function shippedGraph(name: string): Graph {
  const graph = known.get(name) ?? graphOfJson(JSON.parse(readFileSync(configFile(name), "utf8")), `${name}.json`);
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

/** A site with this many pages, each of which leads to two or more others, in two levels. */
export function largeSite(pages: number, ways: number): ConfigJson {
  let word = 11;
  const random = () => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return word / 2 ** 32;
  };
  const stateAt = (index: number): StateJson => ({
    page: `Page ${index}`,
    auth: "Member",
    method: "GET",
    status: 200,
    level: index % 2 === 0 ? "free" : "paid",
  });
  const transitions = Array.from({ length: pages * ways }, (_, index) => {
    const from = Math.floor(index / ways);
    // A tree, so that every page is reached, and others at random.
    const way = index % ways;
    const to = way < 2 ? (2 * from + 1 + way) % pages : Math.floor(random() * pages);
    return { source: stateAt(from), dest: stateAt(to), p: 0.9 / ways };
  });
  return {
    "show-user-details": [{ auth: "Member", show: false }],
    "new-user-auth": "Member",
    "new-user-level": "free",
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "Member", weight: 1 }],
    "new-session": ["free", "paid"].map((_, index) => ({ ...stateAt(index), weight: 1 })),
    transitions: merged(transitions),
  };
}

/** Each pair of states once. */
function merged(transitions: ConfigJson["transitions"]): ConfigJson["transitions"] {
  const pairs = new Map<string, ConfigJson["transitions"][number]>();
  for (const transition of transitions) {
    const key = `${transition.source.page} ${transition.dest.page}`;
    const known = pairs.get(key);
    pairs.set(key, known === undefined ? transition : { ...known, p: known.p + transition.p });
  }
  return [...pairs.values()];
}
