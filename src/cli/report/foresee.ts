import { budgetFor } from "../../memory/budget.ts";
import { collectGarbage } from "../../memory/heap.ts";
import { largestFitting } from "../../memory/refusal.ts";
import type { Expectation } from "../../simulation/estimate.ts";
import { calibrate, QUICK } from "../../simulation/estimate.ts";
import type { Inputs } from "../../simulation/inputs.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { RunError } from "../../system/errors.ts";
import { count, duration, megabytes } from "../../system/figures.ts";
import type { Machine } from "../../system/machine.ts";
import type { WorkerPool } from "../../workers/pool.ts";

/**
 * What `--verbose` says a run will write, from half a second of calibration. Nothing where that is not to be found out: the run
 * says why. To be called before the memory is divided: what samples leave behind counts with the program then.
 * @param startWorkers gives threads for one sample
 */
export async function foresee(
  module: WebAssembly.Module,
  inputs: Inputs,
  machine: Machine,
  workers: number,
  startWorkers: () => WorkerPool,
): Promise<string[]> {
  const { output, codec, batchEvents } = inputs;
  const budget = budgetFor(machine, workers, codec);
  const options = { module, workers, batchEvents, encoding: output.encoding, budget };
  const wanted = new Simulation(inputs, options).wanted();
  if (largestFitting(wanted.demand) === 0) return [];
  try {
    const expectation = await calibrate(module, inputs, wanted, startWorkers, QUICK);
    collectGarbage(); // the samples' memories
    return describeExpectation(expectation);
  } catch (error) {
    if (error instanceof RunError) return [];
    throw error;
  }
}

/** What a run is expected to write, and how long it takes. */
export function describeExpectation({ events, rawBytes, bytes, eventsPerSecond, seconds }: Expectation): string[] {
  const compressed = bytes === rawBytes ? "not compressed" : `${megabytes(bytes)} compressed`;
  return [
    `events: about ${count(events)}; ${megabytes(rawBytes)}, ${compressed}`,
    `time: about ${duration(seconds)}, at ${count(eventsPerSecond)} events/s into nothing; a disk or a reader may take longer`,
  ];
}
