import type { Content, Entry } from "../../config/content/content.ts";
import { nameOf } from "../../config/merge/names.ts";
import { stateKey } from "../../config/states.ts";
import type { Config, State } from "../../config/types.ts";
import { ordinarySpan, type Prediction, predict } from "../predict.ts";
import type { Durations } from "../times/length.ts";

/** A configuration of the two, with what it says and what its users will do. */
export interface Side {
  content: Content;
  prediction: Prediction;
  /** Events of each state in a session, on average. */
  visits: ReadonlyMap<string, number>;
}

/** A key or an entry of a small table; undefined where a side does not have it. */
export interface KeyDifference {
  what: string;
  before: string | undefined;
  after: string | undefined;
}

export interface TransitionDifference {
  source: State;
  dest: State;
  before: number | undefined;
  after: number | undefined;
  /** How often in a session another way is taken because of it: the state's visits times the change, on the side with more of them. */
  effect: number;
}

export type FigureKind = "count" | "share" | "seconds";

export interface FigureDifference {
  what: string;
  kind: FigureKind;
  before: number;
  after: number;
}

export interface Differences {
  keys: KeyDifference[];
  /** The largest effects first. */
  transitions: TransitionDifference[];
  /** Whether entries that both have are in another order, which decides bytes and no figure. */
  isReordered: boolean;
  /** All figures, the changed ones and the others. */
  figures: FigureDifference[];
}

/** Solves a configuration for a comparison. */
export function sideOf(content: Content, config: Config, durations: Durations, days: number): Side {
  const { prediction, solved } = predict(config, durations, days);
  const outcome = solved.outcomeIn(ordinarySpan(config, days), {
    users: 1,
    growth: config.growthRate ?? 0,
    attrition: 0,
  });
  const visits = new Map<string, number>();
  for (const [index, state] of solved.chain.states.entries()) {
    let sum = 0;
    for (const kind of solved.sessions.kinds)
      if (kind !== undefined) sum += outcome.sessionsByPair[kind.pair]! * kind.visits[index]!;
    visits.set(stateKey(state), sum / outcome.sessionCount);
  }
  return { content, prediction, visits };
}

const NAMES: readonly [table: "show-user-details" | "levels" | "auths" | "new-session", value: string][] = [
  ["show-user-details", "show"],
  ["levels", "weight"],
  ["auths", "weight"],
  ["new-session", "weight"],
];

/** What a configuration says beside its transitions, as texts by name. */
function namedValues({ settings, tables }: Content): Map<string, string> {
  const values = new Map(settings.map(({ key, json }) => [key, json]));
  for (const [table, field] of NAMES) {
    for (const { [field]: value, ...name } of tables[table]) {
      const key = Object.values(name)
        .map((part) => JSON.stringify(part))
        .join(", ");
      values.set(`${table} ${key}`, JSON.stringify(value));
    }
  }
  return values;
}

function keysOf(before: Content, after: Content): KeyDifference[] {
  const [left, right] = [namedValues(before), namedValues(after)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((what) => ({ what, before: left.get(what), after: right.get(what) }))
    .filter((difference) => difference.before !== difference.after);
}

function transitionsOf(before: Side, after: Side): TransitionDifference[] {
  const [left, right] = [before, after].map(
    ({ content }) => new Map(content.tables.transitions.map((entry) => [nameOf("transitions", entry), entry])),
  );
  const differences: TransitionDifference[] = [];
  for (const name of new Set([...left!.keys(), ...right!.keys()])) {
    const [one, other] = [left!.get(name), right!.get(name)];
    const [was, is] = [one?.p as number | undefined, other?.p as number | undefined];
    if (was === is) continue;
    const { source, dest } = (one ?? other) as unknown as { source: State; dest: State };
    const visits = Math.max(...[before, after].map((side) => side.visits.get(stateKey(source)) ?? 0));
    differences.push({ source, dest, before: was, after: is, effect: visits * Math.abs((is ?? 0) - (was ?? 0)) });
  }
  return differences.sort((one, other) => other.effect - one.effect);
}

/** Whether those that both have come in another order. */
function isReordered(before: Content, after: Content): boolean {
  return (["levels", "auths", "new-session", "transitions"] as const).some((table) => {
    const name = (entry: Entry) =>
      table === "transitions" ? nameOf(table, entry) : JSON.stringify({ ...entry, weight: undefined });
    const [left, right] = [before.tables[table].map(name), after.tables[table].map(name)];
    const [inLeft, inRight] = [new Set(left), new Set(right)];
    const common = left.filter((one) => inRight.has(one));
    return right.filter((one) => inLeft.has(one)).some((one, index) => one !== common[index]);
  });
}

type Figures = Map<string, { kind: FigureKind; value: number }>;

function figuresOf({ prediction: { session, userDay, pages, starts, mix, lifetime } }: Side): Figures {
  const figures: Figures = new Map();
  const add = (what: string, value: number, kind: FigureKind = "count") => figures.set(what, { kind, value });
  add("events a session", session.events.mean);
  add("songs a session", session.songs.mean);
  add("length of a session", session.lengthSeconds, "seconds");
  add("sessions a user and day", userDay.sessions);
  add("events a user and day", userDay.events);
  add("songs a user and day", userDay.songs);
  for (const { auth, level, changes } of starts)
    for (const [to, chance] of Object.entries(changes))
      if (to !== auth && to !== level) add(`sessions that start ${auth}, ${level} and become ${to}`, chance, "share");
  const end = mix.at(-1)!;
  for (const { auth, level, share } of end.shares) add(`users who are ${auth}, ${level} at the end`, share, "share");
  add("users who are gone at the end", end.gone, "share");
  if (lifetime !== null) add("sessions until a user is gone", lifetime.sessions);
  for (const { page, share } of pages) add(`events that are ${page}`, share, "share");
  return figures;
}

/** What two configurations differ in, by name and in what their users will do. */
export function differ(before: Side, after: Side): Differences {
  const [left, right] = [figuresOf(before), figuresOf(after)];
  const figures = [...new Set([...left.keys(), ...right.keys()])].map((what) => ({
    what,
    kind: (left.get(what) ?? right.get(what))!.kind,
    before: left.get(what)?.value ?? 0,
    after: right.get(what)?.value ?? 0,
  }));
  return {
    keys: keysOf(before.content, after.content),
    transitions: transitionsOf(before, after),
    isReordered: isReordered(before.content, after.content),
    figures,
  };
}
