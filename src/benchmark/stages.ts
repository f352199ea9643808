import { compileKernel } from "../kernel/kernel.ts";
import { type Inputs, readInputs, withPartitions } from "../simulation/inputs.ts";
import type { SimulationRequest } from "../simulation/request.ts";
import { Simulation } from "../simulation/simulation.ts";
import { StageRun, type StageRunOptions, type StageTimes } from "./stage-run.ts";

/** Every measurement starts here, whatever day it is, and ends long after its last event unless it says otherwise. */
export const START = "2026-01-01T00:00:00";
export const FAR_END = "2027-01-01T00:00:00";

/** The stages' times, and the run to which they belong. */
export interface StageResult extends StageTimes {
  users: number;
  /** Time to make the population, in milliseconds. */
  makeMs: number;
  /** The whole run, including the slices before the measured ones. */
  whole: {
    events: number;
    /** Simulated seconds since the start of the window. */
    seconds: number;
    /** Hash of all bytes, if `digest` was set. */
    sha256?: string;
  };
}

export interface StageOptions extends StageRunOptions {
  request: SimulationRequest;
  /** Events to measure, after the slice length has settled. */
  measuredEvents: number;
  /** Partitions of the topic, for messages. */
  partitions?: number | undefined;
}

/** Makes the population for a run on this thread. */
export function openStageRun(module: WebAssembly.Module, inputs: Inputs, options: StageRunOptions = {}): StageRun {
  const { batchEvents, output } = inputs;
  return new StageRun(new Simulation(inputs, { module, batchEvents, encoding: output.encoding }), options);
}

/** Runs the kernel on this thread, slice after slice, as the scheduler would, and times each step. */
export async function measureStages(options: StageOptions): Promise<StageResult> {
  const inputs = withPartitions(await readInputs(options.request), options.partitions ?? 1);
  const run = openStageRun(compileKernel(), inputs, options);
  const times = run.measure(({ events }) => events >= options.measuredEvents);
  const sha256 = run.close();
  const whole = { ...run.whole, ...(sha256 === undefined ? {} : { sha256 }) };
  return { ...times, users: inputs.settings.initialUsers, makeMs: run.makeMs, whole };
}
