import fc from "fast-check";
import type { Config, State, Transition } from "../../../src/config/types.ts";
import { jsonText } from "./text.ts";

const page = fc.oneof({ weight: 2, arbitrary: fc.constant("NextSong") }, { weight: 3, arbitrary: jsonText });
const method = fc.oneof(fc.constantFrom("GET", "PUT"), jsonText);
const status = fc.constantFrom(200, 200, 200, 404, 299, 300, 307, 398, 399, 100, 599, 99, 0, -1, 1000, 2147483647);
// A redirect that plays a song is refused.
const isRedirect = (status: number) => status >= 300 && status <= 398;
const face = fc
  .record({ page, method, status })
  .map((each) => (each.page === "NextSong" && isRedirect(each.status) ? { ...each, status: 299 } : each));

/** How the probabilities of a state add up. */
const shapes = ["below one", "exactly one", "above one by rounding", "in thousandths"] as const;
type Shape = (typeof shapes)[number];

interface Exits {
  shape: Shape;
  /** Chances of the states that can follow, and that of the session's end, in any unit. */
  shares: number[];
  endShare: number;
}

function probabilities({ shape, shares, endShare }: Exits): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  switch (shape) {
    case "below one":
      return shares.map((share) => share / (sum + endShare));
    case "in thousandths":
      return shares.map((share) => Math.floor((share / sum) * 1000) / 1000);
    case "above one by rounding":
      return shares.map((share) => Math.min(1, (share / sum) * (1 + 4e-7)));
    default: {
      // Multiples of 2^-10, whose sums are exact; the first takes what the others leave.
      const parts = shares.map((share) => Math.floor((share / sum) * 1024));
      const rest = 1024 - parts.reduce((a, b) => a + b, 0);
      return parts.map((part, i) => (i === 0 ? part + rest : part) / 1024);
    }
  }
}

interface Draft {
  /** The first has one state for each pair of auth and level; sessions start there. */
  states: State[];
  startCount: number;
  /** For each state, numbers that choose the states that can follow. */
  choices: { targets: number[]; exits: Exits; isLast: boolean }[];
}

/** The transitions of a site on which each state beyond the starts follows the one before it, so that all can be reached. */
function transitionsOf({ states, startCount, choices }: Draft): Transition[] {
  return states.flatMap((source, i) => {
    const { targets, exits, isLast } = choices[i]!;
    const next = i + 1 < states.length && i + 1 >= startCount ? [i + 1] : [];
    if (next.length === 0 && isLast && i >= startCount) return [];
    const distinct = [...new Set([...next, ...targets.map((target) => target % states.length)])];
    const shares = distinct.map((_, k) => (k === 0 ? 1 + exits.shares[0]! : exits.shares[k]!));
    return probabilities({ ...exits, shares }).map((probability, k) => ({
      source,
      dest: states[distinct[k]!]!,
      probability,
    }));
  });
}

const exits: fc.Arbitrary<Exits> = fc.record({
  shape: fc.constantFrom(...shapes),
  shares: fc.array(fc.constantFrom(0, 1, 1, 2, 5, 40), { minLength: 5, maxLength: 5 }),
  endShare: fc.constantFrom(0.5, 1, 5),
});

const choice = fc.record({
  targets: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  exits,
  isLast: fc.boolean(),
});

const names = (most: number) => fc.uniqueArray(jsonText, { minLength: 1, maxLength: most });

const pace = fc.record({
  alphaSeconds: fc.oneof(fc.double({ min: 5, max: 300, noNaN: true }), fc.constantFrom(0.3, 1, 60)),
  betaSeconds: fc.oneof(fc.double({ min: 600, max: 100_000, noNaN: true }), fc.constantFrom(60, 5000, 20_000, 4e8)),
  damping: fc.oneof(fc.constantFrom(0, 0.09375, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  sessionGapSeconds: fc.constantFrom(60, 61, 1800, 7200),
});

const weekend = fc.record({
  weekendDamping: fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  weekendDampingOffsetMinutes: fc.constantFrom(0, 1, 60, 180, 720),
  weekendDampingScaleMinutes: fc.constantFrom(1, 60, 360, 1440),
});

/** What a site consists of; the fields that a command line can override are set by `run.ts`. */
export type Site = Omit<Config, "file" | "seed">;

const draft = fc.record({ auths: names(3), levels: names(2) }).chain(({ auths, levels }) => {
  const situations = auths.flatMap((auth) => levels.map((level) => ({ auth, level })));
  const startCount = situations.length;
  const extra = fc.array(fc.tuple(face, fc.nat(20)), {
    minLength: startCount === 1 ? 1 : 0,
    maxLength: 12 - startCount,
  });
  return fc.record({
    auths: fc.constant(auths),
    levels: fc.constant(levels),
    startCount: fc.constant(startCount),
    states: fc
      .tuple(fc.array(face, { minLength: startCount, maxLength: startCount }), extra)
      .map(([starts, others]) => [
        ...starts.map((each, i) => ({ ...each, ...situations[i]! })),
        ...others.map(([each, k]) => ({ ...each, ...situations[k % startCount]! })),
      ])
      .filter((states) => new Set(states.map((state) => JSON.stringify(state))).size === states.length),
    choices: fc.array(choice, { minLength: 12, maxLength: 12 }),
  });
});

/** Small sites: 2 to 12 states, at least one session start for each auth and level. */
export const sites: fc.Arbitrary<Site> = fc
  .record({
    draft,
    pace,
    weekend,
    picks: fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 }),
    churns: fc.boolean(),
    // What the weights of a list are multiplied by; by most of these they have decimals, by 1/3 and 1e-9 too many.
    units: fc.array(fc.constantFrom(1, 1, 1, 0.5, 0.25, 1.1, 1 / 3, 1e-9), { minLength: 3, maxLength: 3 }),
  })
  .map(({ draft: { auths, levels, ...site }, pace, weekend, picks, churns, units }) => {
    const pick = <T>(from: readonly T[], k: number) => from[picks[k]! % from.length]!;
    return {
      ...pace,
      ...weekend,
      // Small steps could stay in a circle without an end, all within one second.
      transitions: transitionsOf(pace.alphaSeconds < 5 ? alwaysEnding(site) : site),
      newSession: site.states
        .filter((_, i) => i < site.startCount || picks[i]! % 2 === 0)
        .map((state, i) => ({
          ...state,
          weight: (i < site.startCount ? 1 + (picks[i]! % 9) : picks[i]! % 5) * units[0]!,
        })),
      auths: auths.map((auth, i) => ({ auth, weight: (i === 0 ? 3 : picks[i]! % 4) * units[1]! })),
      levels: levels.map((level, i) => ({ level, weight: (i === 0 ? 3 : picks[i + 3]! % 4) * units[2]! })),
      showUserDetails: new Map(auths.map((auth, i) => [auth, picks[i + 5]! % 3 > 0])),
      newUserAuth: pick(auths, 8),
      newUserLevel: pick(levels, 9),
      ...(churns && { churnedAuth: pick(auths, 10) }),
    };
  });

function alwaysEnding(site: Draft): Draft {
  const choices = site.choices.map((each) => ({ ...each, exits: { ...each.exits, shape: "below one" as const } }));
  return { ...site, choices };
}
