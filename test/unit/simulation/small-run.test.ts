import { expect, it } from "vitest";
import { isSmallRun } from "../../../src/simulation/small-run.ts";

const DAY = { startTime: "2026-03-02", endTime: "2026-03-03" };

it.each([
  ["a user for the default two weeks", {}],
  ["two hundred users for a day", { settings: { ...DAY, nusers: 200 } }],
  [
    "ten thousand users for a quarter of an hour",
    { settings: { nusers: 10_000, startTime: "2026-03-02T00:00:00Z", endTime: "2026-03-02T00:15:00Z" } },
  ],
  ["twenty users for six days", { settings: { nusers: 20, from: 7 } }],
])("%s: one thread", (_, request) => {
  expect(isSmallRun(request)).toBe(true);
});

it.each([
  ["more users", { settings: { ...DAY, nusers: 201 } }],
  ["a longer window", { settings: { nusers: 20, from: 12 } }],
  ["an end that the clock decides", { settings: { startTime: "2026-03-02", endTime: "now" } }],
  ["an end that the configuration decides", { settings: { startTime: "2026-03-02" } }],
  ["a configuration, which may have any number of users", { config: "site.json", settings: DAY }],
  ["a configuration as a text", { configText: "{}", settings: DAY }],
  ["growth", { settings: { ...DAY, growthRate: 1000 } }],
  ["a live run", { live: {}, settings: DAY }],
  ["the original's engine", { engine: "interana" as const, settings: DAY }],
])("%s: all threads", (_, request) => {
  expect(isSmallRun(request)).toBe(false);
});
