import { expect, it } from "vitest";
import { ENGINE_NAMES, type EngineName } from "../../../src/config/engine.ts";
import { readInputs } from "../../../src/simulation/inputs.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

/** Returns the bytes of FIXED, made on this thread, in slices and batches of few events. */
async function stepped(engine: EngineName, events?: number): Promise<Buffer> {
  const settings = { nusers: 20, startTime: "2026-03-02T00:00:00", endTime: "2026-03-03T00:00:00" };
  const inputs = await readInputs({ engine, settings: { ...settings, ...(events && { events }) } });
  const steps = new Simulation(inputs, { batchEvents: 50, sliceEvents: 300 }).steps();
  const batches: Buffer[] = [];
  const visit = (first: number, count: number) => {
    for (const bytes of steps.encode(first, count).bytes) batches.push(Buffer.from(bytes));
  };
  while (!steps.hasEnded) steps.step(visit);
  expect(batches.length).toBeGreaterThan(1);
  return Buffer.concat(batches);
}

const argumentsOf = (engine: EngineName) => (engine === "default" ? [] : ["--compat", engine]);

it.each(ENGINE_NAMES)("the steps of a simulation have the bytes of the program, engine %s", async (engine) => {
  const printed = await bytesHere(...FIXED, ...argumentsOf(engine));
  expect((await stepped(engine)).equals(printed)).toBe(true);
});

it.each(ENGINE_NAMES)("and stop after the number of events that was asked for, engine %s", async (engine) => {
  const printed = await bytesHere(...FIXED, ...argumentsOf(engine), "--events", "321");
  expect((await stepped(engine, 321)).equals(printed)).toBe(true);
});
