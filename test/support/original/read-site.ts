import { type WeightedList, weightedList } from "./random.ts";

/** A state of the original's configuration. Two mentions with the same five fields are one object. */
export interface State {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

/** A configuration as its JSON says it; only the keys that the original reads. */
export interface SiteJson {
  seed?: number;
  alpha?: number;
  beta?: number;
  damping?: number;
  "weekend-damping"?: number;
  "weekend-damping-offset"?: number;
  "weekend-damping-scale"?: number;
  "session-gap"?: number;
  "n-users"?: number;
  "first-user-id"?: number;
  "growth-rate"?: number;
  tag?: string | null;
  "churned-state"?: string;
  "new-user-auth"?: string;
  "new-user-level"?: string;
  "show-user-details": { auth: string; show: boolean }[];
  levels: { level: string; weight: number }[];
  auths: { auth: string; weight: number }[];
  "new-session": (State & { weight: number })[];
  transitions: { source: State; dest: State; p: number }[];
}

/** The site with the original's defaults, and its tables by what they are looked up with. */
export interface Site {
  alpha: number;
  beta: number;
  damping: number;
  weekendDamping: number;
  offsetMinutes: number;
  scaleMinutes: number;
  sessionGap: number;
  churnedState: string;
  newUserAuth: string;
  newUserLevel: string;
  shows: ReadonlyMap<string, boolean>;
  levels: { names: string[]; list: WeightedList };
  auths: { names: string[]; list: WeightedList };
  starts: ReadonlyMap<string, { states: string[]; list: WeightedList }>;
  states: ReadonlyMap<string, State>;
  /** For each state that has any, the ranges of its transitions. */
  ranges: ReadonlyMap<string, { low: number; high: number; dest: string }[]>;
}

export function keyOf({ page, auth, status, method, level }: State): string {
  return JSON.stringify([page, auth, status, method, level]);
}

export function pairOf(auth: string, level: string): string {
  return JSON.stringify([auth, level]);
}

/** A transition to a state that the source leads to already takes the place of the earlier one; its range is stacked on top all the same. */
function rangesOf(transitions: SiteJson["transitions"]): Site["ranges"] {
  const all = new Map<string, { low: number; high: number; dest: string }[]>();
  for (const { source, dest, p } of transitions) {
    const ranges = all.get(keyOf(source)) ?? [];
    const low = ranges.length === 0 ? 0 : Math.max(...ranges.map(({ high }) => high));
    if (low + p > 1) throw new Error("the original refuses probabilities that sum to more than 1");
    const others = ranges.filter((range) => range.dest !== keyOf(dest));
    all.set(keyOf(source), [...others, { low, high: low + p, dest: keyOf(dest) }]);
  }
  return all;
}

export function readSite(json: SiteJson): Site {
  const states = new Map<string, State>();
  for (const { source, dest } of json.transitions) for (const state of [source, dest]) states.set(keyOf(state), state);
  const pairs = new Map<string, SiteJson["new-session"]>();
  for (const entry of json["new-session"]) {
    const pair = pairOf(entry.auth, entry.level);
    pairs.set(pair, [...(pairs.get(pair) ?? []), entry]);
  }
  const listOf = (entries: { weight: number }[]) => weightedList(entries.map(({ weight }) => weight));
  return {
    alpha: json.alpha ?? 60,
    beta: json.beta ?? 259_200,
    damping: json.damping ?? 0.0625,
    weekendDamping: json["weekend-damping"] ?? 0.5,
    offsetMinutes: json["weekend-damping-offset"] ?? 6,
    scaleMinutes: json["weekend-damping-scale"] ?? 6,
    sessionGap: json["session-gap"] ?? 1800,
    churnedState: json["churned-state"] ?? "",
    newUserAuth: json["new-user-auth"] ?? "Guest",
    newUserLevel: json["new-user-level"] ?? "Free",
    shows: new Map(json["show-user-details"].map(({ auth, show }) => [auth, show])),
    levels: { names: json.levels.map(({ level }) => level), list: listOf(json.levels) },
    auths: { names: json.auths.map(({ auth }) => auth), list: listOf(json.auths) },
    starts: new Map([...pairs].map(([pair, entries]) => [pair, { states: entries.map(keyOf), list: listOf(entries) }])),
    states,
    ranges: rangesOf(json.transitions),
  };
}
