// Users who arrive during the run: when their first session begins, and how many of them register. The original begins a new user's first
// session up to some beta before the arrival and prints what comes before it, so both engines show it whole; only when it is differs.

import { describe, expect, test } from "vitest";
import { bytesOf, linesOf } from "../support/program/command.ts";
import type { Line } from "../support/read/line.ts";
import { type ConfigJson, inFile, onePage, type StateJson, shipped, window } from "../support/sites/shipped.ts";
import { SIGMA_LIMIT, tally } from "../support/statistics/measures.ts";
import { sigmasOfTwo } from "../support/statistics/two-samples.ts";
import type { Engine } from "./original.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const WINDOW = window("2026-01-01", "2026-02-10");
/** The original's first session may begin this long before or after the arrival. */
const SETTLED_MS = 20 * DAY_MS;
const END = Date.UTC(2026, 1, 10);

/** The lines of all users who arrived at least twenty days before the end, by user. */
function newcomersOf(engine: Engine, config: ConfigJson, users: number, rate: number): Line[][] {
  const shown = config["show-user-details"].map(({ auth }) => ({ auth, show: true }));
  const flags = ["-n", String(users), "--growth-rate", String(rate), "--randomseed", "5", ...WINDOW];
  const compat = engine === "interana" ? ["--compat", "interana"] : [];
  const { "growth-rate": _, ...rest } = config;
  const lines = inFile({ ...rest, "show-user-details": shown } as ConfigJson, (file) =>
    linesOf(bytesOf("-c", file, ...flags, ...compat)),
  );
  const newcomers = new Map<string, Line[]>();
  for (const text of lines) {
    // Most lines are of users who were there before; to parse those takes longer than the runs.
    const registration = Number(/"registration":(\d+)/.exec(text)![1]);
    if (registration <= START || registration >= END - SETTLED_MS) continue;
    const line: Line = JSON.parse(text);
    const own = newcomers.get(line.userId) ?? [];
    own.push(line);
    newcomers.set(line.userId, own);
  }
  return [...newcomers.values()];
}

const firstSessionOf = (lines: Line[]): Line[] => lines.filter(({ sessionId }) => sessionId === lines[0]!.sessionId);
const hasRegistered = (lines: Line[]): boolean => lines.some(({ page }) => page === "Submit Registration");

describe("the funnel of a site that people visit once", () => {
  const state = (page: string): StateJson => ({ page, auth: "Member", method: "GET", status: 200, level: "free" });
  const [home, register, submit] = ["Home", "Register", "Submit Registration"].map(state) as [
    StateJson,
    StateJson,
    StateJson,
  ];
  // Users who have come leave for good, so only the first session can show a registration: 0.99 times 0.98 of all.
  const config = onePage({
    "churned-state": "Member",
    "new-session": [{ ...home, weight: 1 }],
    transitions: [
      { source: home, dest: register, p: 0.99 },
      { source: register, dest: submit, p: 0.98 },
    ],
  });
  const newcomers = newcomersOf("default", config, 20_000, 3);

  test("begins for everybody at the registration", () => {
    expect(newcomers.length).toBeGreaterThan(3000);
    expect(newcomers.every(([first]) => first!.ts === first!.registration)).toBe(true);
    expect(newcomers.every(([first]) => first!.itemInSession === 0 && first!.sessionId % 1_000_000 === 1)).toBe(true);
  });

  test("shows as many registrations as its probabilities make", () => {
    const share = 0.99 * 0.98;
    const expected = newcomers.length * share;
    const deviation = Math.sqrt(expected * (1 - share));
    expect(Math.abs(newcomers.filter(hasRegistered).length - expected)).toBeLessThan(4 * deviation);
  });
});

describe("the shipped Tambourine's new users", () => {
  // Sessions of members end with their first page. Guests do not depend on them, and have nearly all of the lines.
  const whole = shipped("Tambourine");
  const transitions = whole.transitions.map((each) => (each.source.auth === "Guest" ? each : { ...each, p: 0 }));
  const config = { ...whole, transitions };
  const [original, ours] = (["interana", "default"] as const).map((engine) => newcomersOf(engine, config, 20_000, 2));
  const shareOf = (newcomers: Line[][]) => newcomers.filter(hasRegistered).length / newcomers.length;

  test("take the original's ways through their first session", () => {
    const waysOf = (newcomers: Line[][]) =>
      tally(
        newcomers.map((lines) =>
          firstSessionOf(lines)
            .slice(0, 4)
            .map(({ page }) => page)
            .join(" > "),
        ),
      );
    expect(original!.length).toBeGreaterThan(2000);
    expect(ours!.length).toBeGreaterThan(2000);
    expect(Math.abs(sigmasOfTwo(waysOf(original!), waysOf(ours!)))).toBeLessThan(SIGMA_LIMIT);
  });

  test("register as often as the original's", () => {
    const counts = (newcomers: Line[][]) => tally(newcomers.map((lines) => String(hasRegistered(lines))));
    expect(shareOf(original!)).toBeGreaterThan(0.5);
    expect(Math.abs(sigmasOfTwo(counts(original!), counts(ours!)))).toBeLessThan(SIGMA_LIMIT);
  });

  test("would not, if the events of the original before the arrival were left out", () => {
    const cut = original!.map((lines) => lines.filter(({ ts, registration }) => ts >= registration!));
    const counts = (newcomers: Line[][]) => tally(newcomers.map((lines) => String(hasRegistered(lines))));
    expect(sigmasOfTwo(counts(cut), counts(ours!))).toBeGreaterThan(SIGMA_LIMIT);
  });
});
