import { pairKey, showPair, showState } from "../states.ts";
import type { Path } from "../text/places.ts";
import type { Report } from "../text/report.ts";
import type { Config } from "../types.ts";
import type { StateGraph } from "./graph.ts";

/** States that a message about several of them names. */
const MOST_NAMED = 5;

/** An auth and level with which a session will begin, and the place in the file that causes it. */
export interface Beginning {
  auth: string;
  level: string;
  path: Path;
  /** Completes "auth x and level y ...". */
  reason: string;
}

/** Every auth and level that the first users can draw, reported at the auth. A generator: two long lists have more pairs than fit in memory. */
export function* initialBeginnings({ auths, levels }: Pick<Config, "auths" | "levels">): Generator<Beginning> {
  const drawn = levels.filter(({ weight }) => weight > 0);
  for (const [index, { auth, weight }] of auths.entries()) {
    if (weight === 0) continue;
    for (const { level } of drawn) {
      yield { auth, level, path: ["auths", index], reason: "is drawn for the first users" };
    }
  }
}

/** The auth and level with which users added by growth begin. */
export function growthBeginning(config: Pick<Config, "newUserAuth" | "newUserLevel">, path: Path): Beginning {
  const reason = "is given to new users (new-user-auth, new-user-level)";
  return { auth: config.newUserAuth, level: config.newUserLevel, path, reason };
}

/**
 * Follows users from session to session and calls `missing` for each auth and level that new-session does not know.
 * `missing` returns whether to continue. Returns the states that can be reached.
 */
export function follow(
  graph: StateGraph,
  beginnings: Iterable<Beginning>,
  churnedAuth: string | undefined,
  missing: (beginning: Beginning) => boolean,
): ReadonlySet<number> {
  const reached = new Set<number>();
  const begun = new Set<string>();
  const after: Beginning[] = [];
  const begins = (queue: Iterable<Beginning>): boolean => {
    for (const { auth, level, path, reason } of queue) {
      const key = pairKey(auth, level);
      if (begun.has(key)) continue;
      begun.add(key);
      const starts = graph.starts.get(key);
      if (starts === undefined) {
        if (!missing({ auth, level, path, reason })) return false;
      } else for (const next of session(graph, starts, reached)) if (next.auth !== churnedAuth) after.push(next);
    }
    return true;
  };
  if (begins(beginnings)) begins(after);
  return reached;
}

/** Adds the states that one session can visit to `reached`; returns the auths and levels with which the next sessions begin. */
function session(graph: StateGraph, starts: readonly { to: number; path: Path }[], reached: Set<number>): Beginning[] {
  const nexts: Beginning[] = [];
  const ways = [...starts];
  for (const { to, path } of ways) {
    if (reached.has(to)) continue;
    reached.add(to);
    for (const way of graph.ways[to]!) ways.push(way);
    const { state, endsSession } = graph.states[to]!;
    const reason = `is left behind when a session ends in state ${showState(state)}`;
    if (endsSession) nexts.push({ auth: state.auth, level: state.level, path, reason });
  }
  return nexts;
}

export function reportMissingStart({ auth, level, path, reason }: Beginning, report: Report): void {
  const advice = path[0] === "transitions" || path[0] === "new-session" ? ", or make the auth the churned-state" : "";
  report.error(path, () => `${showPair(auth, level)} ${reason}, but no new-session entry has them; add one${advice}`);
}

export function warnUnreachable(graph: StateGraph, reached: ReadonlySet<number>, report: Report): void {
  for (const [index, { state, firstPath }] of graph.states.entries()) {
    const text = () => `no user ever gets to state ${showState(state)}; remove it, or add a way to it`;
    if (!reached.has(index)) report.warning(firstPath, text);
  }
}

/** Reports one warning for each connected set of states from which no path leads to a session's end. */
export function warnNeverLeft(graph: StateGraph, reached: ReadonlySet<number>, report: Report): void {
  const ending = statesBeforeAnEnd(graph);
  const trapped = [...reached].filter((index) => !ending.has(index)).sort((left, right) => left - right);
  const links = linksAmong(graph, trapped);
  const told = new Set<number>();
  for (const index of trapped) {
    if (told.has(index)) continue;
    const others = closure([index], links);
    for (const other of others) told.add(other);
    report.warning(graph.states[index]!.firstPath, () => neverLeftText(graph, [...others]));
  }
}

function neverLeftText(graph: StateGraph, states: readonly number[]): string {
  const names = states.slice(0, MOST_NAMED).map((index) => showState(graph.states[index]!.state));
  const others = states.length - names.length;
  const shown = others === 0 ? names.join(" or ") : `${names.join(", ")} or one of ${others} others`;
  return `users who get to ${shown} never end their session; lower a p there, or add a way out`;
}

/** The states from which a session can end, now or later. */
function statesBeforeAnEnd(graph: StateGraph): ReadonlySet<number> {
  const from: number[][] = graph.states.map(() => []);
  for (const [index, ways] of graph.ways.entries()) for (const { to } of ways) from[to]!.push(index);
  return closure(
    [...graph.states.keys()].filter((index) => graph.states[index]!.endsSession),
    from,
  );
}

/** For each state its neighbours in either direction, by the edges that leave the members of a list. */
function linksAmong(graph: StateGraph, members: readonly number[]): number[][] {
  const links: number[][] = graph.states.map(() => []);
  for (const index of members) {
    for (const { to } of graph.ways[index]!) {
      links[index]!.push(to);
      links[to]!.push(index);
    }
  }
  return links;
}

function closure(starts: readonly number[], links: readonly (readonly number[])[]): ReadonlySet<number> {
  const found = new Set(starts);
  for (const index of found) for (const next of links[index]!) found.add(next);
  return found;
}
