import { budgetFor } from "../../memory/budget.ts";
import { collectGarbage } from "../../memory/heap.ts";
import { largestFitting } from "../../memory/refusal.ts";
import type { Compression } from "../../output/codecs/codecs.ts";
import type { Inputs } from "../../simulation/inputs.ts";
import type { Expectation } from "../../simulation/samples/estimate.ts";
import { calibrate, QUICK, withoutBroker } from "../../simulation/samples/estimate.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { RunError } from "../../system/errors.ts";
import { count, duration, megabytes } from "../../system/figures.ts";
import type { Machine } from "../../system/machine.ts";
import type { WorkerPool } from "../../workers/pool.ts";

/**
 * The run's output as `--verbose` predicts it from half a second of calibration. Empty if the run does not fit or cannot be
 * calibrated: the run reports the reason. Call it before the memory is divided, so that the samples' garbage counts as the program's memory.
 * @param startWorkers starts threads for one sample
 */
export async function foresee(
  module: WebAssembly.Module,
  known: Inputs,
  machine: Machine,
  workers: number,
  startWorkers: () => WorkerPool,
): Promise<string[]> {
  const inputs = withoutBroker(known);
  const { output, codec, batchEvents } = inputs;
  const budget = budgetFor(machine, workers, codec);
  const options = { module, workers, batchEvents, encoding: output.encoding, budget };
  const wanted = new Simulation(inputs, options).wanted();
  if (largestFitting(wanted.demand) === 0) return [];
  try {
    const expectation = await calibrate(module, inputs, wanted, startWorkers, QUICK);
    collectGarbage(); // the samples' memories
    return describeExpectation(expectation, output.encoding.compress, inputs.live !== undefined);
  } catch (error) {
    if (error instanceof RunError) return [];
    throw error;
  }
}

/** A run's expected output and duration. */
export function describeExpectation(
  { events, rawBytes, bytes, eventsPerSecond, seconds }: Expectation,
  compress: Compression,
  isLive: boolean,
): string[] {
  const size =
    compress === "none"
      ? `${megabytes(bytes)}, not compressed`
      : `${megabytes(rawBytes)}, ${megabytes(bytes)} compressed`;
  return [
    `events: about ${count(events)}; ${size}`,
    `time: ${isLive ? "that of the window or the rate; not live " : ""}about ${duration(seconds)}, at ${count(eventsPerSecond)} events/s into nothing; a disk or a reader may take longer`,
  ];
}
