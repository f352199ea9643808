import type { Catalog } from "../../../src/catalog/types.ts";
import type { Config, State, Transition } from "../../../src/config/types.ts";
import { WeightedChoice } from "./mathematics.ts";

/** Everything that decides a run. Flags that override a key of the configuration are resolved here: its own copy is not read. */
export interface Settings {
  config: Config;
  catalog: Catalog;
  seed: bigint;
  /** Seconds since 1970 (UTC), and the milliseconds above them. */
  startSeconds: number;
  startMilliseconds: number;
  /** Length of the window; its end is not part of it. */
  windowSeconds: number;
  userCount: number;
  firstUserId: number;
  growthRate: number;
  attritionRate: number;
  tag?: string;
  /** Days since 1970-01-01. */
  holidays: ReadonlySet<number>;
}

/** A state with what can follow it. The transition is the first whose bound is above 40 random bits; beyond the last, the session ends. */
export interface Site extends State {
  bounds: number[];
  next: Site[];
}

export interface Starts {
  sites: Site[];
  choice: WeightedChoice;
}

/** The settings with choices and tables prepared. */
export interface Model extends Settings {
  auths: WeightedChoice;
  levels: WeightedChoice;
  firstNames: WeightedChoice;
  lastNames: WeightedChoice;
  locations: WeightedChoice;
  userAgents: WeightedChoice;
  songs: WeightedChoice;
  startsOf(auth: string, level: string): Starts;
}

export const SONG_PAGE = "NextSong";

function keyOf({ page, auth, method, status, level }: State): string {
  return JSON.stringify([page, auth, method, status, level]);
}

/** Upper bounds in units of 2^-40: running sums, divided by the last one where rounding took it above 1. */
export function transitionBounds(probabilities: readonly number[]): number[] {
  let sum = 0;
  const sums = probabilities.map((probability) => {
    sum += probability;
    return sum;
  });
  return sums.map((each) => Math.floor((sum > 1 ? each / sum : each) * 2 ** 40 + 0.5));
}

function groupBy<T>(entries: readonly T[], keyFor: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyFor(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}

class SiteMap {
  readonly #sites = new Map<string, Site>();

  constructor(transitions: readonly Transition[]) {
    const sources = groupBy(transitions, (transition) => keyOf(transition.source));
    for (const outgoing of sources.values()) {
      const site = this.get(outgoing[0]!.source);
      site.bounds = transitionBounds(outgoing.map((transition) => transition.probability));
      site.next = outgoing.map((transition) => this.get(transition.dest));
    }
  }

  get(state: State): Site {
    const key = keyOf(state);
    const known = this.#sites.get(key);
    if (known) return known;
    const site = { ...state, bounds: [], next: [] };
    this.#sites.set(key, site);
    return site;
  }
}

function startsBySituation(config: Config, sites: SiteMap): Map<string, Starts> {
  const groups = groupBy(config.newSession, (entry) => JSON.stringify([entry.auth, entry.level]));
  const starts = new Map<string, Starts>();
  for (const [situation, entries] of groups) {
    const choice = new WeightedChoice(entries.map((entry) => entry.weight));
    starts.set(situation, { sites: entries.map((entry) => sites.get(entry)), choice });
  }
  return starts;
}

export function prepare(settings: Settings): Model {
  const { config, catalog } = settings;
  const starts = startsBySituation(config, new SiteMap(config.transitions));
  return {
    ...settings,
    auths: new WeightedChoice(config.auths.map((entry) => entry.weight)),
    levels: new WeightedChoice(config.levels.map((entry) => entry.weight)),
    firstNames: new WeightedChoice(catalog.firstNames.weight),
    lastNames: new WeightedChoice(catalog.lastNames.weight),
    locations: new WeightedChoice(catalog.locations.weight),
    userAgents: new WeightedChoice(catalog.userAgents.weight),
    songs: new WeightedChoice(catalog.songs.weight),
    startsOf: (auth, level) => starts.get(JSON.stringify([auth, level]))!,
  };
}
