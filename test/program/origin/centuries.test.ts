// Windows of more than the 34 years that 32-bit times have room for, against the reference, which calculates with doubles.
import { expect, test } from "vitest";
import { SECONDS_LIMIT } from "../../../assembly/layout/user.ts";
import { holidaysOf } from "../../../src/model/days.ts";
import { compileModel } from "../../../src/model/model.ts";
import { FORMATS } from "../../../src/output/formats/formats.ts";
import { engineNamed } from "../../../src/simulation/engines/table.ts";
import { inputsOf } from "../../support/kernel/kernel-run.ts";
import { smallConfig, smallSettings } from "../../support/reference/sample.ts";
import { type Settings, simulate } from "../../support/reference/simulate.ts";
import { Simulation } from "../../support/workers/pipeline.ts";

const DAY = 86_400;
const YEAR = 365.25 * DAY;
/** With this mean a quarter of the exponential gaps is at least the limit. */
const AROUND_THE_LIMIT = SECONDS_LIMIT / Math.log(4);
const CALENDAR = { damping: 0.1, weekendDamping: 0.9 };

async function linesOf(settings: Settings, country: string): Promise<string> {
  const inputs = inputsOf(settings, country);
  const engine = engineNamed();
  const model = await compileModel(inputs.config, inputs.catalog, inputs.settings, {
    ...{ format: FORMATS.json, emitsLz4: false, dialect: engine.dialect },
  });
  const simulation = new Simulation({ engine, ...inputs, model }, { workers: 2 });
  const pieces: Buffer[] = [];
  const collect = (batches: readonly { ranges: readonly { bytes: Uint8Array }[] }[]) => {
    for (const { ranges } of batches) pieces.push(...ranges.map(({ bytes }) => Buffer.from(bytes)));
  };
  try {
    await simulation.run({ isComplete: false, take: collect, finish: async () => {}, abort() {} });
  } finally {
    await simulation.close();
  }
  return Buffer.concat(pieces).toString();
}

test.each<[string, number, Partial<Settings>, string]>([
  ["sessions of a month", 60, { config: smallConfig({ ...CALENDAR, betaSeconds: 30 * DAY }), userCount: 5 }, "US"],
  ["growth", 60, { config: smallConfig({ betaSeconds: YEAR / 4 }), growthRate: 0.02, attritionRate: 0.05 }, "none"],
  ["sessions of decades", 70, { config: smallConfig({ ...CALENDAR, betaSeconds: 20 * YEAR }), userCount: 80 }, "none"],
  [
    "events as far away as 32 bits can tell",
    70,
    { config: smallConfig({ alphaSeconds: AROUND_THE_LIMIT, betaSeconds: YEAR }), userCount: 40 },
    "none",
  ],
  [
    "sessions as far away",
    70,
    { config: smallConfig({ ...CALENDAR, betaSeconds: AROUND_THE_LIMIT }), userCount: 200, attritionRate: 0.001 },
    "none",
  ],
])("%s", async (_, years, changes, country) => {
  const startSeconds = Date.UTC(1990, 0, 1) / 1000;
  const holidays = await holidaysOf(country, 1980, 1991 + years);
  const settings = smallSettings({ startSeconds, windowSeconds: years * YEAR, holidays, ...changes });
  const lines = simulate(settings);
  const stamps = lines.map((line) => (JSON.parse(line) as { ts: number }).ts / 1000 - startSeconds);
  // There are some in each decade.
  expect(new Set(stamps.map((second) => Math.floor(second / YEAR / 10))).size).toBe(Math.ceil(years / 10));
  expect(await linesOf(settings, country)).toBe(lines.join(""));
});
