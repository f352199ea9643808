import type { Command } from "commander";
import { compileKernel } from "../../kernel/kernel.ts";
import { measuredBudget } from "../../memory/budget.ts";
import { planMemory } from "../../memory/plan.ts";
import { largestFitting, refusePopulation } from "../../memory/refusal.ts";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { readInputs } from "../../simulation/inputs.ts";
import { calibrate, withoutBroker } from "../../simulation/samples/estimate.ts";
import { Simulation, startWorkers } from "../../simulation/simulation.ts";
import { printableLines } from "../../system/printable.ts";
import { option } from "../arguments/option.ts";
import type { Given } from "../jvm/sources.ts";
import { parseRun, type RunLike, runProgram } from "../parse-run.ts";
import { describeTopic, describeWindow, populationOf } from "../report/describe.ts";
import { describeExpectation } from "../report/foresee.ts";
import { describeMap } from "../report/map.ts";
import { describeMemory } from "../report/memory.ts";
import { requestOf } from "../request.ts";
import { openMachine } from "../start.ts";

const PLAN: RunLike = {
  name: "eventsim plan",
  description:
    "Estimates what a command will use and write and how long it takes, from a calibration of a few seconds. The arguments are those of the command.",
  examples: `
Prints the window, the events and bytes, the time, and what the memory is used for. Writes nothing.

Examples:
  eventsim plan -n 40M --from 30 -Xmx4g
  eventsim plan -n 1M --map                                   and at which address each region of the memory is
  eventsim plan -n 1M -s 2026-01-01 -e 2027-01-01 --split-size 1G data/year/events.json.lz4`,
  ownOptions: [option("--map", "print the map of the shared memory as well, with addresses")],
};

export function planProgram(): Command {
  return runProgram(PLAN);
}

/** `eventsim plan COMMAND...`: prints a run's memory, output and duration, estimated from a calibration of a few seconds. */
export async function plan(args: string[], given: Given[]): Promise<void> {
  const { options, path, notes } = parseRun<{ map?: boolean }>(args, PLAN);
  checkStandardOutput();
  const machine = await openMachine(given, options.config, notes);
  const say = (line: string) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  machine.notes?.forEach(say);
  const request = requestOf(options, path);
  const first = startWorkers(request, machine);
  const pools = [first];
  try {
    const inputs = withoutBroker(await readInputs(request, machine));
    inputs.notes.forEach(say);
    const module = compileKernel();
    const { settings, output, batchEvents, model } = inputs;
    const simulation = new Simulation(inputs, {
      ...{ module, workers: first.size, batchEvents, sliceEvents: options.sliceEvents },
      encoding: output.encoding,
      isCounted: output.manifest !== undefined || options.dashboard === true || options.dashboardPort !== undefined,
      budget: await measuredBudget(machine, first, inputs.codec),
    });
    const wanted = simulation.wanted();
    // The run may not fit; then everything except the memory is printed.
    const memoryPlan = planMemory(wanted.demand);
    if (largestFitting(wanted.demand) === 0) refusePopulation(wanted.demand, wanted.budget);
    const expectation = await calibrate(module, inputs, wanted, () => pools.pop() ?? startWorkers(request, machine));
    const memory =
      memoryPlan === undefined ? [] : describeMemory({ ...wanted, plan: memoryPlan }, model, populationOf(settings));
    const map = memoryPlan === undefined || !options.map ? [] : describeMap(memoryPlan, model);
    const lines = [
      describeWindow(inputs),
      ...describeTopic(output),
      ...describeExpectation(expectation, output.encoding.compress, inputs.live !== undefined),
      ...memory,
      ...map,
    ];
    printOut(lines.map((line) => `${line}\n`).join(""));
    if (memoryPlan === undefined) refusePopulation(wanted.demand, wanted.budget);
  } finally {
    await Promise.all(pools.map((pool) => pool.terminate()));
  }
}
