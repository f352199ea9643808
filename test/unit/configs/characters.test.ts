// Each population is as configs/README.md describes it, and as the original's of that name is: by the figures that are predicted for it, and by
// what its table has beside Accordion's.

import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { type Figures, figuresOf, fileOf, POPULATIONS, tableIn } from "../../support/sites/populations.ts";
import { type ConfigFile, key } from "./chain.ts";

const load = (name: string): ConfigFile => JSON.parse(readFileSync(fileOf(name), "utf8"));

/** A figure is at least, or at most, so many times that of another population. */
interface Claim {
  than: string;
  atLeast?: Figures;
  atMost?: Figures;
}

const SESSIONS = "sessions a user and day";
const WEEKEND = "weekend day to weekday";
const HOURS = "busiest to quietest hour";
const LENGTH = "length of a session";
const ADVERTS = "adverts";
const ERRORS = "errors";
const LIKES = "Thumbs Up";
const DISLIKES = "Thumbs Down";
const UPGRADES = "free sessions with an upgrade";
const DOWNGRADES = "paid sessions with a downgrade";
const PAYING = "users who pay";
const GONE = "gone in four weeks";

const CLAIMS: Record<string, Claim[]> = {
  Banjo: [{ than: "Accordion", atLeast: { [WEEKEND]: 1.3 } }],
  Cello: [{ than: "Accordion", atMost: { [WEEKEND]: 0.6 } }],
  Drum: [{ than: "Accordion", atMost: { [HOURS]: 0.6 } }],
  Ektara: [{ than: "Accordion", atLeast: { [HOURS]: 1.5 } }],
  Fiddle: [{ than: "Accordion", atMost: { [LENGTH]: 0.97 } }],
  Guitar: [{ than: "Accordion", atLeast: { [LENGTH]: 1.03 } }],
  Horn: [{ than: "Accordion", atLeast: { [SESSIONS]: 1.5 } }],
  Igil: [{ than: "Accordion", atMost: { [SESSIONS]: 0.7 } }],
  Jug: [{ than: "Accordion", atLeast: { [WEEKEND]: 1.3 }, atMost: { [SESSIONS]: 0.8, [HOURS]: 0.6, [LENGTH]: 0.97 } }],
  Koto: [{ than: "Accordion", atLeast: { [SESSIONS]: 1.3, [HOURS]: 1.3, [LENGTH]: 1.03 }, atMost: { [WEEKEND]: 0.6 } }],
  Lute: [
    { than: "Accordion", atMost: { [SESSIONS]: 0.75, [LIKES]: 0.2, [DISLIKES]: 0.2 } },
    { than: "Ney", atLeast: { [WEEKEND]: 0.98 }, atMost: { [HOURS]: 1 } },
  ],
  Marimba: [{ than: "Accordion", atLeast: { [ERRORS]: 10, [DOWNGRADES]: 1.5, [GONE]: 2 }, atMost: { [ADVERTS]: 1.3 } }],
  Nagara: [{ than: "Accordion", atLeast: { [ADVERTS]: 3, [DOWNGRADES]: 1.5, [GONE]: 2 }, atMost: { [ERRORS]: 1 } }],
  Oboe: [
    { than: "Marimba", atLeast: { [ADVERTS]: 3, [DOWNGRADES]: 1.2, [GONE]: 1.2 } },
    { than: "Nagara", atLeast: { [ERRORS]: 10, [DOWNGRADES]: 1.2, [GONE]: 1.2 } },
  ],
  Piano: [
    { than: "Accordion", atLeast: { [ADVERTS]: 2, [GONE]: 2 } },
    { than: "Nagara", atMost: { [ADVERTS]: 0.8, [DOWNGRADES]: 0.8 } },
  ],
  Quena: [{ than: "Piano", atLeast: { [ADVERTS]: 2, [GONE]: 1.8 } }],
  Recorder: [
    { than: "Accordion", atLeast: { [ADVERTS]: 5, [GONE]: 2, [UPGRADES]: 1.5 } },
    { than: "Quena", atLeast: { [ADVERTS]: 0.9 }, atMost: { [GONE]: 0.6 } },
  ],
  Saxophone: [{ than: "Recorder", atLeast: { [ADVERTS]: 1.2, [GONE]: 1.8, [UPGRADES]: 1.4 } }],
  Tuba: [
    { than: "Saxophone", atLeast: { [ADVERTS]: 1.2, [GONE]: 1.3 }, atMost: { [UPGRADES]: 1 } },
    { than: "Quena", atLeast: { [GONE]: 1.3 } },
    { than: "Accordion", atLeast: { [UPGRADES]: 1.2 } },
  ],
  Whistle: [
    { than: "Accordion", atLeast: { [LIKES]: 2, [UPGRADES]: 1.5, [PAYING]: 1.4 }, atMost: { [DISLIKES]: 0.6 } },
  ],
  Xylophone: [
    { than: "Whistle", atLeast: { [LIKES]: 1.3, [UPGRADES]: 1.5, [PAYING]: 1.2 }, atMost: { [DISLIKES]: 0.6 } },
    { than: "Accordion", atMost: { [GONE]: 0.5 } },
  ],
  Yu: [{ than: "Accordion", atLeast: { [DISLIKES]: 2, [GONE]: 2 }, atMost: { [LIKES]: 0.7, [UPGRADES]: 0.8 } }],
  Zither: [{ than: "Yu", atLeast: { [DISLIKES]: 1.5, [GONE]: 2 }, atMost: { [LIKES]: 0.6, [UPGRADES]: 0.7 } }],
};

describe("configs/README.md", () => {
  it.each(["visits", "deeds"])("has every population in its table of %s", (name) => {
    expect([...tableIn(name).rows.keys()]).toEqual(POPULATIONS);
  });

  test.each(Object.entries(CLAIMS))("has figures for %s that fit its character", (name, claims) => {
    const own = figuresOf(name);
    for (const { than, atLeast = {}, atMost = {} } of claims) {
      const other = figuresOf(than);
      for (const [figure, times] of Object.entries(atLeast))
        expect(own[figure], `${figure}, beside ${than}`).toBeGreaterThanOrEqual(times * other[figure]!);
      for (const [figure, times] of Object.entries(atMost))
        expect(own[figure], `${figure}, beside ${than}`).toBeLessThanOrEqual(times * other[figure]!);
    }
  });
});

/** The keys in which a population differs from the one of the same habits. */
const KEYS: [name: string, like: string, keys: string[]][] = [
  ["Banjo", "Accordion", ["weekend-damping"]],
  ["Cello", "Accordion", ["weekend-damping"]],
  ["Drum", "Accordion", ["damping"]],
  ["Ektara", "Accordion", ["damping"]],
  ["Fiddle", "Accordion", ["alpha"]],
  ["Guitar", "Accordion", ["alpha"]],
  ["Horn", "Accordion", ["beta"]],
  ["Igil", "Accordion", ["beta"]],
  ["Jug", "Accordion", ["alpha", "beta", "damping", "weekend-damping"]],
  ["Koto", "Accordion", ["alpha", "beta", "damping", "weekend-damping"]],
  ["Lute", "Accordion", ["beta", "damping", "holidays", "new-session", "transitions", "weekend-damping"]],
  ["Ukelele", "Accordion", []],
  ["Viola", "Jug", []],
];

test.each(KEYS)("%s differs from %s in nothing but its seed and what it is named for", (name, like, keys) => {
  const [own, other] = [load(name), load(like)];
  const differing = Object.keys(own).filter((each) => JSON.stringify(own[each]) !== JSON.stringify(other[each]));
  expect(differing.sort()).toEqual([...keys, "seed"].sort());
});

/** What annoys or pleases leads to what follows: the next page is more probable after it than in Accordion, and not after a song. */
const CAUSES: [name: string, cause: string, level: string, next: string][] = [
  ...["Marimba", "Oboe"].flatMap((name): typeof CAUSES => [
    [name, "Error", "free", "Cancel"],
    [name, "Error", "paid", "Cancel"],
    [name, "Error", "paid", "Downgrade"],
  ]),
  ...["Nagara", "Piano", "Quena", "Recorder", "Saxophone", "Tuba"].map((name): (typeof CAUSES)[number] => [
    ...([name, "Roll Advert", "free", "Cancel"] as const),
  ]),
  ...["Recorder", "Saxophone", "Tuba"].map((name): (typeof CAUSES)[number] => [name, "Roll Advert", "free", "Upgrade"]),
  ...["Whistle", "Xylophone"].map((name): (typeof CAUSES)[number] => [name, "Thumbs Up", "free", "Upgrade"]),
  ...["Yu", "Zither"].map((name): (typeof CAUSES)[number] => [name, "Thumbs Down", "paid", "Cancel"]),
];

test.each(CAUSES)("in %s, %s leads a user who is %s to %s", (name, cause, level, next) => {
  const probability = (config: ConfigFile, page: string): number =>
    config.transitions.find(
      ({ source, dest }) =>
        key(source).startsWith(`${page}|Logged In|`) && source.level === level && dest.page === next,
    )?.p ?? 0;
  const [own, ordinary] = [load(name), load("Accordion")];
  expect(probability(own, cause)).toBeGreaterThan(1.3 * probability(ordinary, cause));
  expect(probability(own, "NextSong")).toBeLessThanOrEqual(1.1 * probability(ordinary, "NextSong"));
});

test.each(POPULATIONS)("%s runs without a warning", (name) => {
  expect(readConfig(fileOf(name)).warnings).toEqual([]);
});
