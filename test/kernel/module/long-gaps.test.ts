// Times are 32-bit numbers of seconds, so gaps that are drawn are cut to 2^30 - 1 (docs/reference/engine.md): a time within the longest
// window and a gap after it still make a number above the window's end. Gaps around that and far above it, against the reference.
import { expect, test } from "vitest";
import { SECONDS_LIMIT } from "../../../assembly/layout/user.ts";
import { encodeAll, inputsOf } from "../../support/kernel/kernel-run.ts";
import { smallConfig, smallSettings } from "../../support/reference/sample.ts";
import { type Settings, simulate } from "../../support/reference/simulate.ts";

/** With this mean a quarter of the exponential gaps is at least the limit, and a sixteenth at least twice the limit. */
const AROUND_THE_LIMIT = SECONDS_LIMIT / Math.log(4);
const YEAR = 365 * 86400;

test.each<[string, Partial<Settings>]>([
  ["events", { config: smallConfig({ alphaSeconds: AROUND_THE_LIMIT, betaSeconds: YEAR }) }],
  ["sessions", { config: smallConfig({ betaSeconds: AROUND_THE_LIMIT }) }],
  [
    "events, sessions and users who leave, all farther away than 32 bits can tell",
    { config: smallConfig({ alphaSeconds: 1e300, betaSeconds: 1e300 }), attritionRate: 1e-15 },
  ],
])("%s", async (_, changes) => {
  const settings = smallSettings({ windowSeconds: SECONDS_LIMIT, userCount: 100, ...changes });
  const lines = simulate(settings);
  expect(lines.length).toBeGreaterThan(10);
  const parts = await encodeAll(inputsOf(settings), { format: "json" }, "encodeJson");
  expect(Buffer.concat(parts).toString()).toBe(lines.join(""));
});
