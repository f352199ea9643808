import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Catalog } from "../../../src/catalog/types.ts";
import { latinCatalogs, writeCatalog } from "../generated/catalog.ts";
import { type Site, sites } from "../generated/site.ts";
import type { Command, Instant } from "./command.ts";
import { instants, seldom, settings, type Twists, twists } from "./drawn.ts";
import type { SiteJson } from "./read-site.ts";
import { type Outcome, simulate } from "./simulate.ts";

/** A command of the original, and how our program is to cut its work. */
export interface Case {
  command: Command;
  workers: number;
  sliceEvents: number | undefined;
  batchEvents: number | undefined;
}

/** More steps than this take the reference too long. */
const MOST_STEPS = 6000;
const DAY = 86_400;

/** The transitions as far as the original starts with them. */
function startable(transitions: SiteJson["transitions"]): SiteJson["transitions"] {
  const sums = new Map<string, number>();
  return transitions.filter(({ source, p }) => {
    const key = JSON.stringify(source);
    const sum = (sums.get(key) ?? 0) + p;
    if (sum <= 1) sums.set(key, sum);
    return sum <= 1;
  });
}

/** The original cuts decimals off, which would leave many lists without weight. */
function whole<T extends { weight: number }>(entry: T): T {
  return { ...entry, weight: Math.ceil(entry.weight) };
}

function jsonOf(site: Site): SiteJson {
  return {
    alpha: site.alphaSeconds,
    beta: site.betaSeconds,
    damping: site.damping,
    "weekend-damping": site.weekendDamping,
    "weekend-damping-offset": site.weekendDampingOffsetMinutes,
    "weekend-damping-scale": site.weekendDampingScaleMinutes,
    "session-gap": site.sessionGapSeconds,
    "new-user-auth": site.newUserAuth,
    "new-user-level": site.newUserLevel,
    ...(site.churnedAuth === undefined ? {} : { "churned-state": site.churnedAuth }),
    "show-user-details": [...site.showUserDetails].map(([auth, show]) => ({ auth, show })),
    levels: site.levels.map(whole),
    auths: site.auths.map(whole),
    "new-session": site.newSession.map(whole),
    transitions: site.transitions.map(({ source, dest, probability }) => ({ source, dest, p: probability })),
  };
}

function twisted(json: SiteJson, { repeated, songRedirect, noStart, noDetails, pace }: Twists): SiteJson {
  const again = repeated.map(([index, p]) => ({ ...json.transitions[index % json.transitions.length]!, p }));
  const all = [...json.transitions.map((each) => ({ ...each, p: each.p * 0.9 })), ...again];
  const redirected = songRedirect === undefined ? undefined : all[songRedirect % all.length]!.dest;
  const isRedirected = (state: SiteJson["new-session"][number] | Command["site"]["transitions"][number]["dest"]) =>
    redirected !== undefined &&
    [state.page, state.auth, state.method, state.status, state.level].join("\n") ===
      [redirected.page, redirected.auth, redirected.method, redirected.status, redirected.level].join("\n");
  const redirect = <T extends Parameters<typeof isRedirected>[0]>(state: T): T =>
    isRedirected(state) ? { ...state, page: "NextSong", status: 307 } : state;
  return {
    ...json,
    ...pace,
    transitions: all.map(({ source, dest, p }) => ({ source: redirect(source), dest: redirect(dest), p })),
    "new-session": json["new-session"]
      .filter((_, index) => index !== (noStart ?? -1) % json["new-session"].length)
      .map(redirect),
    "show-user-details": json["show-user-details"].filter((_, index) => index !== noDetails),
  };
}

/** What the original takes in data files, and the default engine does not. */
const oddData = fc.record({
  // Above 2^30 s, 34 years, a song counts as that long here: docs/guide/original.md says so.
  durations: fc.array(fc.constantFrom(0, -7.25, Number.NaN, 1e9), { maxLength: 3 }),
  genders: fc.array(fc.constantFrom("X", "", "f", '"'), { maxLength: 3 }),
  negative: seldom(fc.tuple(fc.constantFrom("songs", "lastNames", "firstNames" as const), fc.nat(7))),
  isOdd: fc.boolean(),
});
type OddData = typeof oddData extends fc.Arbitrary<infer T> ? T : never;

function withOddData(catalog: Catalog, { durations, genders, negative, isOdd }: OddData): Catalog {
  if (!isOdd) return catalog;
  const { songs, firstNames } = catalog;
  const odd = {
    ...catalog,
    songs: { ...songs, duration: songs.duration.map((each, song) => durations[song] ?? each) },
    firstNames: { ...firstNames, gender: firstNames.gender.map((each, name) => genders[name] ?? each) },
  };
  if (negative === undefined) return odd;
  const [table, index] = negative;
  const weight = Int32Array.from(odd[table].weight);
  weight[index % weight.length] = -1;
  const total = weight.reduce((sum, each) => sum + each);
  return total > 0 ? { ...odd, [table]: { ...odd[table], weight: Uint32Array.from(weight) } } : odd;
}

/** A start state must be among the transitions, or the original does not start. */
function hasKnownStarts(json: SiteJson): boolean {
  const key = ({ page, auth, method, status, level }: SiteJson["transitions"][number]["dest"]) =>
    JSON.stringify([page, auth, method, status, level]);
  const known = new Set(json.transitions.flatMap(({ source, dest }) => [key(source), key(dest)]));
  return json["new-session"].every((state) => known.has(key(state)));
}

const outcomes = new WeakMap<Command, Outcome>();

/** The output of the model of the original for a case's command; computed when the case was drawn. */
export function outcomeOf(command: Command): Outcome {
  const outcome = outcomes.get(command) ?? simulate(command, MOST_STEPS);
  outcomes.set(command, outcome);
  return outcome;
}

/** Commands as various as the original's configurations allow, and small; among them some at which it stops in the middle. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    site: sites,
    twists,
    catalog: fc.tuple(latinCatalogs, oddData).map(([catalog, odd]) => withOddData(catalog, odd)),
    settings,
    start: instants,
    length: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: DAY, max: 20 * DAY }) },
      { weight: 2, arbitrary: fc.integer({ min: 3600, max: DAY }) },
      { weight: 1, arbitrary: fc.constantFrom(-5, 0, 1, 60, 400 * DAY) },
    ),
    endNanoseconds: fc.constantFrom(0, 0, 1, 500_000_000, 999_999_999),
    workers: fc.integer({ min: 1, max: 3 }),
    sliceEvents: fc.constantFrom(undefined, 50, 1000),
    batchEvents: fc.constantFrom(undefined, 1, 7, 300),
  })
  .map(({ site, twists, settings: { flags, keys }, start, length, endNanoseconds, catalog, ...sizes }) => {
    const json = jsonOf(site);
    const whole: SiteJson = { ...(twists.isTwisted ? twisted(json, twists) : json), ...keys };
    const command: Command = {
      site: { ...whole, transitions: startable(whole.transitions) },
      catalog,
      start,
      end: { seconds: start.seconds + length, nanoseconds: endNanoseconds },
      ...flags,
    };
    return { command, ...sizes };
  })
  .filter(({ command }) => hasKnownStarts(command.site) && outcomeOf(command).isCut !== true);

function textOf({ seconds, nanoseconds }: Instant): string {
  const fraction = nanoseconds === 0 ? "" : `.${String(nanoseconds).padStart(9, "0")}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}`;
}

/** Writes the files of a case into a folder and returns the arguments that run it. */
export function writeCase({ command, workers, sliceEvents, batchEvents }: Case, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config.json");
  const data = join(folder, "data");
  writeFileSync(config, JSON.stringify({ ...command.site, upgrades: [], "start-date": "nonsense" }));
  // After an empty line nothing is read.
  writeCatalog(command.catalog, data, "latin1", command.start.seconds % 2 ? [] : ["", "TR0,TR0", "TR1,TR0"]);
  const { start, end, nusers, userid, growthRate, attritionRate, randomseed, tag } = command;
  const given = { nusers, userid, "growth-rate": growthRate, "attrition-rate": attritionRate, randomseed, tag };
  const flags = Object.entries({ ...given, workers, "slice-events": sliceEvents, "part-events": batchEvents });
  return [
    ...["--compat", "interana", "-c", config, "--data", data],
    ...["--start-time", textOf(start), "--end-time", textOf(end)],
    ...flags.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
  ];
}
