// What the published tutorial says of Cello, Nagara and Whistle, each compared with Accordion, on what the program prints: the same users
// at the same seed for three weeks. Users are independent, so the noise of a rate is estimated from how users differ.

import { describe, expect, test } from "vitest";
import { shipped } from "../support/sites/shipped.ts";
import { SIGMA_LIMIT, sum } from "../support/statistics/measures.ts";
import { type Events, runsOf, States } from "./original.ts";

const DAY = 86_400;
const USERS = 1000;
/** From a Monday to a Monday. */
const SAMPLING = { users: USERS, from: "2026-03-02", to: "2026-03-23", seeds: [16] };
const ADVERT = "Roll Advert";

/** The fields of an event that these tests need. */
interface Visit {
  page: string;
  level: string;
  isWeekend: boolean;
  /** The page before it in its session; undefined where the session starts, or started before the window. */
  before: string | undefined;
}

/** The events of each user. */
type People = Visit[][];

const fieldOf = (text: string, key: string): string => new RegExp(`"${key}":"([^"]*)"`).exec(text)![1]!;

function readPeople({ count, session, seconds, state }: Events, texts: string[]): People {
  const pages = texts.map((text) => fieldOf(text, "page"));
  const levels = texts.map((text) => fieldOf(text, "level"));
  const people: People = Array.from({ length: USERS }, () => []);
  const last = new Map<number, string>();
  for (let i = 0; i < count; i++) {
    const page = pages[state[i]!]!;
    const isWeekend = Math.floor(seconds[i]! / DAY) % 7 >= 5;
    const before = last.get(session[i]!);
    people[Math.floor(session[i]! / 1_000_000) - 1]!.push({ page, level: levels[state[i]!]!, isWeekend, before });
    last.set(session[i]!, page);
  }
  return people;
}

function peopleOf(name: string): People {
  const states = new States();
  const [run] = runsOf("default", shipped(name, { holidays: "none" }), SAMPLING, states);
  return readPeople(run!, states.texts);
}

type Kind = (visit: Visit) => boolean;

interface Rate {
  value: number;
  deviation: number;
}

/** The ratio of events of one kind to events of another, or to users; with its standard deviation over users. */
function rateOf(people: People, counted: Kind, among?: Kind): Rate {
  const pairs = people.map((visits) => ({
    y: visits.filter(counted).length,
    x: among === undefined ? 1 : visits.filter(among).length,
  }));
  const total = sum(pairs.map(({ x }) => x));
  const value = sum(pairs.map(({ y }) => y)) / total;
  return { value, deviation: Math.sqrt(sum(pairs.map(({ x, y }) => (y - value * x) ** 2))) / total };
}

/** By how many standard deviations the first rate is above the second. */
function above(first: Rate, second: Rate): number {
  return (first.value - second.value) / Math.hypot(first.deviation, second.deviation);
}

const isOn =
  (page: string): Kind =>
  (visit) =>
    visit.page === page;
const isAt =
  (level: string): Kind =>
  (visit) =>
    visit.level === level;

const accordion = peopleOf("Accordion");
/** The rates in another population and in Accordion. */
const compare = (people: People, counted: Kind, among?: Kind): [Rate, Rate] => [
  rateOf(people, counted, among),
  rateOf(accordion, counted, among),
];

describe("Cello listens to less music on weekends", () => {
  const cello = peopleOf("Cello");
  const onWeekend: Kind = ({ page, isWeekend }) => page === "NextSong" && isWeekend;
  const onWeekday: Kind = ({ page, isWeekend }) => page === "NextSong" && !isWeekend;

  test("much less, but not less than the starts that are kept: 0.21 of them instead of 0.5", () => {
    const [ours, ordinary] = compare(cello, onWeekend, onWeekday);
    expect(above(ordinary, ours)).toBeGreaterThan(SIGMA_LIMIT);
    expect(ours.value / ordinary.value).toBeGreaterThan(0.21 / 0.5);
  });

  test("and as much in the week", () => {
    expect(Math.abs(above(...compare(cello, onWeekday)))).toBeLessThan(SIGMA_LIMIT);
  });
});

describe("Nagara has much more advertising, which leads to more downgrades and cancellations", () => {
  const nagara = peopleOf("Nagara");

  test("more than three times as many adverts for each song", () => {
    const [ours, ordinary] = compare(nagara, isOn(ADVERT), isOn("NextSong"));
    expect(ours.value - SIGMA_LIMIT * ours.deviation).toBeGreaterThan(3 * ordinary.value);
  });

  test("more downgrades, of those who pay and of all", () => {
    expect(above(...compare(nagara, isOn("Submit Downgrade"), isAt("paid")))).toBeGreaterThan(SIGMA_LIMIT);
    const [ours, ordinary] = compare(nagara, isOn("Submit Downgrade"));
    expect(ours.value).toBeGreaterThan(ordinary.value);
  });

  test("more cancellations", () => {
    expect(above(...compare(nagara, isOn("Cancel")))).toBeGreaterThan(SIGMA_LIMIT);
  });

  test.each(["Downgrade", "Cancel"])("%s because of adverts: after them, and not after other pages", (page) => {
    const [after, otherwise] = [true, false].map((isAfter) =>
      compare(
        nagara,
        (visit) => visit.page === page && (visit.before === ADVERT) === isAfter,
        () => true,
      ),
    );
    expect(above(...after!)).toBeGreaterThan(SIGMA_LIMIT);
    expect(above(...otherwise!)).toBeLessThan(SIGMA_LIMIT);
  });
});

describe("Whistle has happy users, whose Thumbs Up lead to upgrades", () => {
  const whistle = peopleOf("Whistle");

  test("more Thumbs Up for each song, and fewer Thumbs Down", () => {
    const [ours, ordinary] = compare(whistle, isOn("Thumbs Up"), isOn("NextSong"));
    expect(ours.value - SIGMA_LIMIT * ours.deviation).toBeGreaterThan(1.5 * ordinary.value);
    expect(above(...compare(whistle, isOn("Thumbs Down"), isOn("NextSong")))).toBeLessThan(-SIGMA_LIMIT);
  });

  test("more upgrades, of those who do not pay and of all", () => {
    expect(above(...compare(whistle, isOn("Submit Upgrade"), isAt("free")))).toBeGreaterThan(SIGMA_LIMIT);
    const [ours, ordinary] = compare(whistle, isOn("Submit Upgrade"));
    expect(ours.value).toBeGreaterThan(ordinary.value);
  });

  test("because of them: after a Thumbs Up, and not after other pages", () => {
    const [after, otherwise] = [true, false].map((isAfter) =>
      compare(whistle, (visit) => visit.page === "Upgrade" && (visit.before === "Thumbs Up") === isAfter, isAt("free")),
    );
    expect(above(...after!)).toBeGreaterThan(SIGMA_LIMIT);
    expect(above(...otherwise!)).toBeLessThan(SIGMA_LIMIT);
  });

  test("and so more users who pay", () => {
    const isPaying = (people: People) =>
      rateOf(
        people.map((visits) => visits.slice(-1)),
        isAt("paid"),
      );
    expect(above(isPaying(whistle), isPaying(accordion))).toBeGreaterThan(SIGMA_LIMIT);
  });
});
