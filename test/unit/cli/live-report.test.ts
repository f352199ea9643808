import { describe, expect, test } from "vitest";
import { describeLateness, describeStop, LiveProgress } from "../../../src/cli/report/live.ts";
import type { Settings } from "../../../src/config/settings.ts";
import type { Written } from "../../../src/output/containers/container.ts";
import type { OutputSettings } from "../../../src/output/settings.ts";
import { Lateness } from "../../../src/workers/live/lateness.ts";

const SETTINGS = { startSeconds: Date.UTC(2026, 0, 1, 12) / 1000, startMilliseconds: 250 } as Settings;

function written(events: number, seconds: number): Written {
  return { events, seconds, keptEvents: 0, rawBytes: 0, bytes: 0 };
}

describe("progress", () => {
  test("has no share, and the rate of the last seconds", () => {
    const progress = new LiveProgress(SETTINGS, undefined);
    expect(progress.parts(written(0, 0), 0)).toEqual(["0 events", "0 events/s", "no event yet"]);
    // A past of a million events leaves in a second.
    progress.parts(written(1_000_000, 3600), 1000);
    for (let second = 2; second <= 20; second++)
      progress.parts(written(1_000_000 + 50 * (second - 1), 3600), second * 1000);
    expect(progress.parts(written(1_001_000, 3661), 21_000)).toEqual([
      "1,001,000 events",
      "50 events/s",
      "up to 2026-01-01T13:01:01.250",
    ]);
  });

  test("shows how late events are", () => {
    const lateness = new Lateness();
    const progress = new LiveProgress(SETTINGS, lateness);
    expect(progress.parts(written(1, 0), 0)).toHaveLength(3);
    lateness.add(6.2, 1000);
    expect(progress.parts(written(1001, 1), 1000).at(-1)).toBe("99.9 % at most 7 ms late");
  });
});

test("lateness is not told of a run without live events", () => {
  expect(describeLateness(undefined)).toBeUndefined();
  expect(describeLateness(new Lateness())).toBeUndefined();
});

test.each([
  ["a file", { path: "events.json" }, "stopped after 1,234 events, up to 2026-01-01T12:00:59.250"],
  ["a topic", { kafka: {} }, "stopped after 1,234 events, up to 2026-01-01T12:00:59.250"],
  [
    "a topic with a manifest",
    { kafka: {}, manifest: "manifest.json" },
    "stopped after 1,234 events, up to 2026-01-01T12:00:59.250; the same command with --resume goes on",
  ],
  [
    "many files",
    { split: {} },
    "stopped after 1,234 events, up to 2026-01-01T12:00:59.250; the same command with --resume goes on",
  ],
])("a stop: %s", (_, output, expected) => {
  expect(describeStop(written(1234, 59), SETTINGS, output as OutputSettings)).toBe(expected);
});
