// The numbers of events, in every order and writing, against a second implementation (test/support/report).
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Collector } from "../../../src/report/collect/collector.ts";
import { ColumnsReader } from "../../../src/report/collect/columns.ts";
import { LineReader } from "../../../src/report/collect/lines.ts";
import { MemoryMeter } from "../../../src/report/collect/memory.ts";
import type { Report } from "../../../src/report/model.ts";
import { reportOfEvents } from "../../../src/report/numbers/of-events.ts";
import type { PlainEvent } from "../../support/report/counting.ts";
import { plainReport } from "../../support/report/plain.ts";

const BEGIN = Date.parse("2025-12-28T00:00:00Z");
const DAY_MS = 86_400_000;
const PAGES = ["NextSong", "Home", "Register", "Submit Registration", "Upgrade", "Submit Upgrade", "Downgrade"];
const MORE_PAGES = ["Submit Downgrade", "Cancel", "Cancellation Confirmation", 'a "page"\\', "😀", "ﬀ"];
const ARTISTS = ["Homer & the Hermits", "😀", "ﬁ", "Étude", 'The "Who"', ""];
const LOCATIONS = ["Houston, TX", "New York-Newark, NY-NJ-PA", "Nowhere", "Paris, France", "Gilbert, AZ"];

/** A user's id decides what a user of ours has once: when and where he registered. */
const event = fc
  .record({
    second: fc.integer({ min: 0, max: 30 * 86_400 }),
    user: fc.oneof(fc.integer({ min: 1, max: 9 }).map(String), fc.constantFrom("007", "guest", "99999999999999999999")),
    isShown: fc.boolean(),
    sessionOfUser: fc.integer({ min: 1, max: 4 }),
    page: fc.constantFrom(...PAGES, ...MORE_PAGES),
    level: fc.constantFrom("free", "paid"),
    itemInSession: fc.integer({ min: 0, max: 20 }),
    artist: fc.constantFrom(...ARTISTS),
    song: fc.constantFrom("One", "Two", "Luz y plata"),
  })
  .map(({ second, user, isShown, sessionOfUser, page, artist, song, ...others }): PlainEvent => {
    const size = user.length + user.charCodeAt(user.length - 1);
    return {
      ts: BEGIN + second * 1000,
      userId: isShown ? user : "",
      sessionId: size * 1_000_000 + sessionOfUser,
      page,
      ...others,
      ...(isShown && {
        location: LOCATIONS[size % LOCATIONS.length]!,
        registration: BEGIN + ((size * 7) % 50) * DAY_MS - 20 * DAY_MS,
      }),
      ...(page === "NextSong" && { artist, song }),
    };
  });
const events = fc.array(event, { minLength: 1, maxLength: 120 });

type Numbers = Omit<Report, "header">;

function numbersOf(fill: (collector: Collector) => string | undefined): Numbers {
  const meter = new MemoryMeter(1 << 28);
  const collector = new Collector(meter);
  expect(fill(collector)).toBeUndefined();
  return reportOfEvents(collector, meter);
}

const ofLines = (lines: string): Numbers =>
  numbersOf((collector) => new LineReader(collector.texts).read(Buffer.from(lines), (each) => collector.add(each)));

/** The same events as batches of columns, with bigints as Parquet and Arrow have them. */
function ofColumns(list: readonly PlainEvent[]): Numbers {
  const names = [
    "ts",
    "userId",
    "sessionId",
    "page",
    "level",
    "itemInSession",
    "location",
    "registration",
    "artist",
    "song",
  ];
  const cellOf = (each: PlainEvent, name: string): unknown => {
    const value = each[name as keyof PlainEvent];
    return typeof value === "number" && name !== "itemInSession" ? BigInt(value) : value;
  };
  return numbersOf((collector) => {
    const reader = new ColumnsReader(collector.texts);
    for (let start = 0; start < list.length; start += 50) {
      const part = list.slice(start, start + 50);
      const column = (name: string) => part.map((each) => cellOf(each, name));
      const problem = reader.read({ rows: part.length, names: new Set(names), column }, (each) => collector.add(each));
      if (problem !== undefined) return problem;
    }
    return undefined;
  });
}

const linesOf = (list: readonly object[], print: (each: object) => string = JSON.stringify): string =>
  list.map((each) => `${print(each)}\n`).join("");

/** JSON as other programs write it: spaces, a key that no event has, keys backwards, every character escaped. */
function foreign(each: object): string {
  const entries = [...Object.entries(each), ["extra", { nested: [1, null] }] as const].reverse();
  const text = (value: unknown) =>
    typeof value === "string"
      ? `"${Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(value);
  return `{ ${entries.map(([key, value]) => `${JSON.stringify(key)} : ${text(value)}`).join(" , ")} }`;
}

describe("the numbers of events", () => {
  it("are those of a second implementation", () => {
    fc.assert(
      fc.property(events, (list) => {
        const { notes: _, ...numbers } = ofLines(linesOf(list));
        expect(numbers).toEqual(plainReport(list, numbers as Report));
      }),
      { numRuns: 300 },
    );
  });

  it("are the same in every order, from columns, and as other programs write JSON", () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, random) => {
        const numbers = ofLines(linesOf(list));
        const shuffled = list
          .map((each) => ({ each, key: random.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ each }) => each);
        expect(ofLines(linesOf(shuffled))).toEqual(numbers);
        expect(ofColumns(list)).toEqual(numbers);
        expect(ofLines(linesOf(list, foreign))).toEqual(numbers);
      }),
      { numRuns: 100 },
    );
  });

  it("count a user who moves in each place, and a second registration not at all", () => {
    const base = { ts: BEGIN, userId: "5", sessionId: 5_000_001, page: "Home", level: "free", itemInSession: 0 };
    const list = [
      { ...base, location: "Houston, TX", registration: BEGIN },
      { ...base, location: "Gilbert, AZ", registration: BEGIN - DAY_MS },
      { ...base, location: "Gilbert, AZ", registration: BEGIN + DAY_MS },
      { ...base, location: "Houston, TX" },
    ];
    const { notes: _, ...numbers } = ofLines(linesOf(list));
    expect(numbers).toEqual(plainReport(list, numbers as Report));
    expect(numbers.places?.list.map(({ users }) => users)).toEqual([1, 1]);
    expect(numbers.totals.users).toBe(1);
  });
});

describe("a line that is no event", () => {
  const good = { ts: BEGIN, userId: "5", sessionId: 5_000_001, page: "Home", level: "free", itemInSession: 0 };
  it.each([
    ["cut off", '{"ts":1,"userId"', "it is no line of JSON"],
    ["a number", "17", "it is no object"],
    ["a list", "[]", "it has no ts"],
    ["without a page", JSON.stringify({ ...good, page: undefined }), "it has no page"],
    ["without a level", JSON.stringify({ ...good, level: null }), "it has no level"],
    ["with a ts that is a text", JSON.stringify({ ...good, ts: "2026-01-05" }), "its ts is no number"],
    ["with a fraction", JSON.stringify({ ...good, ts: 1.5 }), "ts is no whole number of milliseconds"],
    ["beyond dates", JSON.stringify({ ...good, ts: 9e15 }), "ts is no whole number of milliseconds"],
    [
      "with a large session",
      JSON.stringify({ ...good, sessionId: 2 ** 53 }),
      "sessionId is no whole number below 2^53",
    ],
    ["with a userId that is a number", JSON.stringify({ ...good, userId: 5 }), "its userId is no text"],
    [
      "with a bad registration",
      JSON.stringify({ ...good, registration: 0.5 }),
      "registration is no whole number of milliseconds",
    ],
  ])("is refused: %s", (_, line, problem) => {
    const collector = new Collector(new MemoryMeter(1 << 24));
    const lines = `${JSON.stringify(good)}\n${line}\n`;
    expect(new LineReader(collector.texts).read(Buffer.from(lines), (each) => collector.add(each))).toBe(problem);
    expect(collector.events).toBe(1);
  });

  it("is refused if a text is not UTF-8", () => {
    const collector = new Collector(new MemoryMeter(1 << 24));
    const line = Buffer.from(`${JSON.stringify({ ...good, page: "Ho?e" })}\n`);
    line[line.indexOf("?")] = 0xff;
    const reader = new LineReader(collector.texts);
    expect(reader.read(line, (each) => collector.add(each))).toBe("a text of it is not UTF-8");
  });

  it("is refused where the levels would be more than a subscription has", () => {
    const list = Array.from({ length: 65 }, (_, index) => ({ ...good, level: `level ${index}` }));
    expect(() => ofLines(linesOf(list))).toThrow("more than 64 values of level");
  });
});
