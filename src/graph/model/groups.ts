import { pairKey } from "../../config/states.ts";
import type { Graph } from "./graph.ts";

/** The states of an auth and level. */
export interface Group {
  auth: string;
  level: string;
  /** Indices of nodes. */
  nodes: number[];
}

/** The groups in the order of their first states. */
export function groupsOf({ nodes }: Graph): Group[] {
  const groups = new Map<string, Group>();
  for (const [index, { state }] of nodes.entries()) {
    const { auth, level } = state;
    const key = pairKey(auth, level);
    const group = groups.get(key) ?? { auth, level, nodes: [] };
    groups.set(key, group);
    group.nodes.push(index);
  }
  return [...groups.values()];
}

/** For each node, the index of its group. */
export function groupIndices(groups: readonly Group[]): Map<number, number> {
  return new Map(groups.flatMap(({ nodes }, group) => nodes.map((node) => [node, group] as const)));
}
