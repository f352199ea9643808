import type { Catalog } from "../../../src/catalog/types.ts";
import type { Config, State } from "../../../src/config/types.ts";
import type { Settings } from "./model.ts";

/** A site of three pages on which the tests of the reference can say what must happen. */
const HOME: State = { page: "Home", auth: "Logged In", method: "GET", status: 200, level: "free" };
const SONG: State = { page: "NextSong", auth: "Logged In", method: "PUT", status: 200, level: "free" };
const LOGOUT: State = { page: "Logout", auth: "Logged In", method: "PUT", status: 307, level: "free" };

export function smallConfig(changes: Partial<Config> = {}): Config {
  return {
    file: "small.json",
    seed: 0n,
    alphaSeconds: 60,
    betaSeconds: 86400,
    damping: 0,
    weekendDamping: 0,
    weekendDampingOffsetMinutes: 180,
    weekendDampingScaleMinutes: 360,
    sessionGapSeconds: 1800,
    newUserAuth: "Logged In",
    newUserLevel: "free",
    showUserDetails: new Map([["Logged In", true]]),
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "Logged In", weight: 1 }],
    newSession: [{ ...HOME, weight: 1 }],
    transitions: [
      { source: HOME, dest: SONG, probability: 0.75 },
      { source: SONG, dest: SONG, probability: 0.8 },
      { source: SONG, dest: LOGOUT, probability: 0.15 },
    ],
    ...changes,
  };
}

export function smallCatalog(changes: Partial<Catalog> = {}): Catalog {
  const part = "sample";
  return {
    origin: { firstNames: part, lastNames: part, locations: part, userAgents: part, songs: part, similar: part },
    firstNames: { text: ["Ada", "Émile"], gender: ["F", "M"], weight: Uint32Array.of(1, 1) },
    lastNames: { text: ["Byron", "Zola"], weight: Uint32Array.of(1, 1) },
    locations: { text: ["Paris, TX"], weight: Uint32Array.of(1) },
    userAgents: { text: ['"Browser" 1.0'], weight: Uint32Array.of(1) },
    songs: {
      artist: ["One", "Two", "Three"],
      title: ["Long", "Short", "Rare"],
      duration: Float64Array.of(300.5, 90.25, 60),
      weight: Uint32Array.of(6, 3, 1),
    },
    ...changes,
  };
}

/** Twenty users for a week, from a Monday. */
export function smallSettings(changes: Partial<Settings> = {}): Settings {
  return {
    config: smallConfig(),
    catalog: smallCatalog(),
    seed: 42n,
    startSeconds: Date.UTC(2026, 5, 1) / 1000,
    startMilliseconds: 0,
    windowSeconds: 7 * 86400,
    userCount: 20,
    firstUserId: 1,
    growthRate: 0,
    attritionRate: 0,
    holidays: new Set(),
    ...changes,
  };
}
