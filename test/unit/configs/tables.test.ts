// The shipped configurations, checked as tables of numbers: nothing of the engine takes part.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../support/root.ts";
import { figuresOf, POPULATIONS as names } from "../../support/sites/populations.ts";
import { type ConfigFile, key, reach, rowsOf, settle, situation, statesOf, sum } from "./chain.ts";

const folder = join(ROOT, "configs");
const load = (name: string): ConfigFile => JSON.parse(readFileSync(join(folder, `${name}-config.json`), "utf8"));
const configs = new Map(names.map((name) => [name, load(name)]));
const config = (name: string): ConfigFile => configs.get(name)!;
const settled = new Map(names.map((name) => [name, settle(config(name))]));
const eventsPerSession = (name: string): number => sum(settled.get(name)!.visits.values());
const eventsOn = (name: string, page: string): number =>
  sum([...settled.get(name)!.visits].filter(([state]) => state.startsWith(`${page}|`)).map(([, visits]) => visits));

/** Page -> auths that may ask for it; the site's rules, written down a second time. */
const VISITORS = ["Guest", "Logged In", "Logged Out"];
const MEMBER_PAGES = [
  "NextSong",
  "Logout",
  "Settings",
  "Save Settings",
  "Upgrade",
  "Submit Upgrade",
  "Downgrade",
].concat(["Submit Downgrade", "Cancel", "Thumbs Up", "Thumbs Down", "Add Friend", "Add to Playlist", "Roll Advert"]);
const SITE: Record<string, string[]> = {
  ...Object.fromEntries(MEMBER_PAGES.map((page) => [page, ["Logged In"]])),
  ...Object.fromEntries(["Home", "Help", "About", "Error"].map((page) => [page, VISITORS])),
  Login: ["Guest", "Logged Out"],
  Register: ["Guest"],
  "Submit Registration": ["Guest"],
  "Cancellation Confirmation": ["Cancelled"],
};
const REDIRECTS = /^(Login|Logout|Cancel|Save Settings|Submit .*)$/;
const ACTIONS = /^(NextSong|Thumbs Up|Thumbs Down|Add Friend|Add to Playlist)$/;

describe.each(names)("%s", (name) => {
  const file = config(name);
  const states = statesOf(file);
  const rows = rowsOf(file);
  const churned = [...states.values()].filter(({ auth }) => auth === file["churned-state"]).map(situation);

  it("writes each probability with at most six decimals, none twice, and never more than 1 for a state", () => {
    for (const { p } of file.transitions) expect(String(p)).toMatch(/^(1|0\.(?!0+$)\d{1,6})$/);
    for (const row of rows.values()) {
      expect(new Set(row.map(({ to }) => to)).size).toBe(row.length);
      // In the file's order and in doubles, as the original adds them up: it accepts no rounding error.
      expect(sum(row.map(({ p }) => p))).toBeLessThanOrEqual(1);
    }
  });

  it("has the site's pages, each for its visitors, with its method and status", () => {
    const auths = [...states.values()].map(({ page, auth }) => `${page} ${auth}`);
    expect(new Set(auths)).toEqual(
      new Set(Object.entries(SITE).flatMap(([page, of]) => of.map((auth) => `${page} ${auth}`))),
    );
    for (const { page, auth, method, status, level } of states.values()) {
      expect([page, status]).toEqual([page, REDIRECTS.test(page) ? 307 : page === "Error" ? 404 : 200]);
      expect([page, method]).toEqual([page, REDIRECTS.test(page) || ACTIONS.test(page) ? "PUT" : "GET"]);
      if (auth === "Guest" || /Upgrade/.test(page)) expect([page, level]).toEqual([page, "free"]);
      if (/Downgrade/.test(page)) expect(level).toBe("paid");
    }
  });

  it("reaches every state, and has a start for every auth and level it reaches", () => {
    const starts = new Map(file["new-session"].map((start) => [situation(start), [] as string[]]));
    for (const start of file["new-session"]) starts.get(situation(start))!.push(key(start));
    const initial = file.auths.flatMap(({ auth }) => file.levels.map(({ level }) => `${auth}|${level}`));
    const begin = (from: string): string[] => starts.get(from) ?? [];
    const reached = reach([...initial, "Guest|free"].flatMap(begin), (node) => {
      const after = situation(states.get(node)!);
      return [...(rows.get(node) ?? []).map(({ to }) => to), ...(churned.includes(after) ? [] : begin(after))];
    });
    expect([...reached].sort()).toEqual([...states.keys()].sort());
    expect([...starts.keys()].sort()).toEqual([...new Set([...states.values()].map(situation))].sort());
    for (const { weight } of file["new-session"]) expect(Number.isInteger(weight) && weight > 0).toBe(true);
  });

  it("can end the session from every state", () => {
    const before = new Map([...states.keys()].map((state) => [state, [] as string[]]));
    for (const { source, dest } of file.transitions) before.get(key(dest))!.push(key(source));
    const last = [...states.keys()].filter((state) => sum((rows.get(state) ?? []).map(({ p }) => p)) < 1);
    expect(reach(last, (state) => before.get(state)!).size).toBe(states.size);
  });

  it("changes auth and level only through the form for it", () => {
    const changes = file.transitions.filter(({ source, dest }) => situation(source) !== situation(dest));
    const ways = changes.map(({ source, dest }) => `${source.page}: ${situation(source)} > ${situation(dest)}`);
    const keeping = (auth: string, to: string) => ["free", "paid"].map((level) => `${auth}|${level} > ${to}|${level}`);
    const expected = [
      "Login: Guest|free > Logged In|free",
      "Submit Registration: Guest|free > Logged In|free",
      "Submit Upgrade: Logged In|free > Logged In|paid",
      "Submit Downgrade: Logged In|paid > Logged In|free",
      ...keeping("Logged Out", "Logged In").map((way) => `Login: ${way}`),
      ...keeping("Logged In", "Logged Out").map((way) => `Logout: ${way}`),
      ...keeping("Logged In", "Cancelled").map((way) => `Cancel: ${way}`),
    ];
    expect(ways.sort()).toEqual(expected.sort());
  });

  it("has believable sessions, as many events as configs/README.md says", () => {
    expect(eventsPerSession(name)).toBeGreaterThan(20);
    expect(eventsPerSession(name)).toBeLessThan(150);
    // A fifth of Saxophone's events are adverts, and a quarter of Tuba's.
    const leastSongs = ["Saxophone", "Tuba"].includes(name) ? 0.6 : 0.7;
    expect(eventsOn(name, "NextSong") / eventsPerSession(name)).toBeGreaterThan(leastSongs);
    // The page's figure is that of four weeks, in which the mix still settles.
    expect(Math.abs(figuresOf(name)["events a session"]! / eventsPerSession(name) - 1)).toBeLessThan(0.012);
  });

  it("shows users only where the site knows them, and begins with guests", () => {
    const shown = file["show-user-details"].filter(({ show }) => show).map(({ auth }) => auth);
    expect(shown).toEqual(["Logged In", "Cancelled"]);
    expect(new Set(file["show-user-details"].map(({ auth }) => auth))).toEqual(new Set([...VISITORS, "Cancelled"]));
    expect([file["new-user-auth"], file["new-user-level"], file["churned-state"]]).toEqual([
      "Guest",
      "free",
      "Cancelled",
    ]);
  });
});

/**
 * Events a day, averaged over users whose pace is log-normal with mean 1: a session, then a gap of beta times the user's factor.
 * A song is taken as four minutes, other pages as falling into songs, the weekend as two days of seven.
 */
function eventsPerUserAndDay(name: string): number {
  const { beta, "session-gap": gap, "weekend-damping": weekendDamping } = config(name);
  const accepted = 1 - (weekendDamping * 2) / 7;
  const perDay = (factor: number) => 86_400 / ((beta * factor + gap) / accepted + 240 * eventsOn(name, "NextSong"));
  const deviates = Array.from({ length: 1001 }, (_, index) => (index - 500) / 100);
  const density = deviates.map((deviate) => Math.exp((-deviate * deviate) / 2));
  const rates = deviates.map((deviate, index) => density[index]! * perDay(Math.exp(deviate - 0.5)));
  return (eventsPerSession(name) * sum(rates)) / sum(density);
}

describe("the populations", () => {
  const most = (measure: (name: string) => number): string => names.toSorted((a, b) => measure(b) - measure(a))[0]!;

  const ORDINARY = {
    damping: 0.09375,
    "weekend-damping": 0.5,
    "weekend-damping-offset": 180,
    "weekend-damping-scale": 360,
    "session-gap": 1800,
  };

  it("has an Accordion that is the ordinary mix", () => {
    expect(config("Accordion")).toMatchObject(ORDINARY);
    expect(eventsPerUserAndDay("Accordion")).toBeGreaterThan(40);
    expect(eventsPerUserAndDay("Accordion")).toBeLessThan(80);
  });

  it("has the tutorial's Accordion, in which a paid member goes on from an advert like this", () => {
    const advert = { page: "Roll Advert", auth: "Logged In", method: "GET", status: 200, level: "paid" };
    const after = config("Accordion").transitions.filter(({ source }) => key(source) === key(advert));
    expect(after.map(({ dest }) => situation(dest))).toEqual(after.map(() => "Logged In|paid"));
    expect(Object.fromEntries(after.map(({ dest, p }) => [dest.page, p]))).toEqual({
      NextSong: 0.8,
      Logout: 0.1,
      Downgrade: 0.05,
      "Roll Advert": 0.02,
      Cancel: 0.005,
      Error: 0.001,
    });
    expect(after).toHaveLength(6);
    // The row is walked: members who pay do get adverts.
    expect(settled.get("Accordion")!.visits.get(key(advert))).toBeGreaterThan(0);
  });

  it("has a Cello, a Nagara and a Whistle that are Accordions but for what they are named for", () => {
    const { alpha, beta, auths } = config("Accordion");
    expect(config("Cello")).toMatchObject({ ...ORDINARY, alpha, beta, auths, "weekend-damping": 0.79 });
    expect(config("Cello").transitions).toEqual(config("Accordion").transitions);
    for (const name of ["Nagara", "Whistle"]) expect(config(name)).toMatchObject({ ...ORDINARY, alpha, beta });
  });

  // All but Tambourine, whose new users, all free, keep it from ever settling.
  it.each(names.filter((name) => name !== "Tambourine"))(
    "%s starts with the levels and auths that it settles at",
    (name) => {
      const settledShare = (what: RegExp): number =>
        sum([...settled.get(name)!.shares].filter(([member]) => what.test(member)).map(([, share]) => share));
      const { levels, auths } = config(name);
      const weightOf = (list: { weight: number }[], entry: { weight: number } | undefined): number =>
        entry!.weight / sum(list.map(({ weight }) => weight));
      const paid = levels.find(({ level }) => level === "paid");
      const loggedOut = auths.find(({ auth }) => auth === "Logged Out");
      expect(Math.abs(weightOf(levels, paid) - settledShare(/paid$/))).toBeLessThan(0.02);
      expect(Math.abs(weightOf(auths, loggedOut) - settledShare(/^Logged Out/))).toBeLessThan(0.02);
    },
  );

  it("has the differences that each is said to have", () => {
    const perEvent = (page: string) => (name: string) => eventsOn(name, page) / eventsPerSession(name);
    expect(most(eventsPerSession)).toBe("Dulcimer");
    expect(most((name) => settled.get(name)!.shares.get("Logged In|paid")!)).toBe("Dulcimer");
    expect(most((name) => -config(name).damping)).toBe("Lute");
    expect(most((name) => settled.get(name)!.cancelsPerSession)).toBe("Tambourine");
    expect(most((name) => Number(config(name)["growth-rate"] ?? 0))).toBe("Tambourine");
    expect(most(perEvent("Roll Advert"))).toBe("Tuba");
    expect(most(perEvent("Thumbs Up"))).toBe("Xylophone");
    expect(most((name) => config(name)["weekend-damping"])).toBe("Oud");
    expect(most(perEvent("Error"))).toBe("Kazoo");
    expect(most(perEvent("Help"))).toBe("Kazoo");
  });

  it("has a seed of its own for each", () => {
    expect(new Set(names.map((name) => config(name).seed)).size).toBe(names.length);
  });
});
