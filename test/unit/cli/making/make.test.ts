// What `config new` makes has the figures that were asked for. They are measured here by the prediction of the text that it writes.
import { describe, expect, test } from "vitest";
import { builtinSongs } from "../../../../src/catalog/builtin.ts";
import { baseNamed, makeConfig } from "../../../../src/cli/config/making/make.ts";
import type { NewOptions } from "../../../../src/cli/config/making/options.ts";
import { readConfig } from "../../../../src/config/read.ts";
import { predict } from "../../../../src/predict/predict.ts";
import { durationsOf } from "../../../../src/predict/times/length.ts";

const durations = durationsOf(builtinSongs());
const accordion = baseNamed("accordion", durations);
const about = { schema: "./schema.json", notes: () => ["first", "second"] };

function made(options: NewOptions) {
  const { text } = makeConfig(accordion, options, durations, about);
  const { config, warnings } = readConfig("made.json", text);
  return { text, config, warnings, prediction: predict(config, durations, 28).prediction };
}

/** Within the one in a hundred that the command promises. */
function expectNear(found: number, asked: number): void {
  expect(Math.abs(found / asked - 1)).toBeLessThan(0.01);
}

test("all figures at once, to within 1 %, without a warning", () => {
  const options: NewOptions = {
    ...{ sessionsAWeek: 10, eventsASession: 12, sessionLength: 3000, paid: 0.5, upgrades: 0.05, downgrades: 0.01 },
    ...{ cancellations: 0.1, weekend: 0.8, dayCurve: 2 },
    ...{ seed: -9_007_199_254_740_993n, users: 50, tag: "made", startDate: "2026-03-02T00:00:00", growthRate: 0 },
  };
  const { text, config, warnings, prediction } = made(options);
  expect(warnings).toEqual([]);
  const { session, userDay, mix, starts, week } = prediction;
  expectNear(7 * userDay.sessions, 10);
  expectNear(session.events.mean, 12);
  expectNear(session.lengthSeconds, 3000);
  const paid = mix[0]!.shares.filter(({ level }) => level === "paid").reduce((sum, { share }) => sum + share, 0);
  expectNear(paid / (1 - mix[0]!.gone), 0.5);
  const loggedIn = (level: string) => starts.find((start) => start.auth === "Logged In" && start.level === level)!;
  expectNear(loggedIn("free").changes.paid!, 0.05);
  expectNear(loggedIn("paid").changes.free!, 0.01);
  expectNear(mix.at(-1)!.gone, 0.1);
  const [mon, tue, wed, thu, fri, sat, sun] = week.days as [number, number, number, number, number, number, number];
  expectNear((sat + sun) / 2 / ((mon + tue + wed + thu + fri) / 5), 0.8);
  expectNear(Math.max(...week.hours) / Math.min(...week.hours), 2);
  expect(config).toMatchObject({ seed: options.seed, userCount: 50, tag: "made", startDate: options.startDate });
  expect(JSON.parse(text)).toMatchObject({ $schema: "./schema.json", _comment: ["first", "second"] });
  expect(Object.keys(JSON.parse(text)).slice(0, 2)).toEqual(["$schema", "_comment"]);
});

test("a site where nobody pays, and nobody cancels, has no states and names for that, in the same bytes each time", () => {
  const options = { paid: 0, upgrades: 0, cancellations: 0, eventsASession: 30 };
  const { text, config, warnings, prediction } = made(options);
  expect(made(options).text).toBe(text);
  expect(warnings).toEqual([]);
  expect(text).not.toContain('"paid"');
  expect(text).not.toContain("Cancel");
  expect(config).not.toHaveProperty("churnedAuth");
  expect(prediction).toMatchObject({ neverEnding: { states: [] }, lifetime: null });
  expectNear(prediction.session.events.mean, 30);
});

describe("what cannot be reached is refused with the nearest value and a reason", () => {
  test.each<[string, NewOptions, RegExp]>([
    [
      "sessions shorter than their songs",
      { eventsASession: 60, sessionLength: 600 },
      /^--session-length: 10 min 0 s cannot be reached with the other figures; the nearest is 2 h \d+ min: a song has to end/,
    ],
    [
      "a start with fewer payers than upgrades make",
      { paid: 0.0001 },
      /^--paid: 0\.0100 % cannot be reached.*; the nearest is 0\.\d+ %: some upgrade/,
    ],
    [
      "downgrades where nobody pays",
      { paid: 0, upgrades: 0, downgrades: 0.1 },
      /^--downgrades 10\.0 %: there are no such sessions/,
    ],
  ])("%s", (_, options, expected) => expect(() => made(options)).toThrow(expected));
});

test("a population that does not exist is named with those that do", () => {
  expect(() => baseNamed("Whisle", durations)).toThrow(
    /^--like Whisle: did you mean Whistle\? there are Accordion, Banjo,/,
  );
});
