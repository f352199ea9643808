import { compileKernel } from "../../kernel/kernel.ts";
import { measuredBudget } from "../../memory/budget.ts";
import { planMemory } from "../../memory/plan.ts";
import { largestFitting, refusePopulation } from "../../memory/refusal.ts";
import { demandOf, type WorkDemand } from "../../simulation/engine.ts";
import { calibrate } from "../../simulation/estimate.ts";
import { type Inputs, prepareInputs } from "../../simulation/inputs.ts";
import { startWorkers } from "../../simulation/run.ts";
import { checkStandardOutput, printOut } from "../../system/print.ts";
import { printableLines } from "../../system/printable.ts";
import type { Given } from "../jvm/sources.ts";
import { parseRun } from "../parse-run.ts";
import { describeWindow, populationOf } from "../report/describe.ts";
import { describeExpectation } from "../report/expectation.ts";
import { describeMemory } from "../report/memory.ts";
import { openMachine } from "../start.ts";

const PLAN = {
  name: "eventsim plan",
  description:
    "Estimates what a command will use and write and how long it takes, from a calibration of a few seconds. The arguments are those of the command.",
  examples: `
Prints the window, the events and bytes, the time, and what the memory is used for. Writes nothing.

Examples:
  eventsim plan -n 40M --from 30 -Xmx4g
  eventsim plan -n 1M -s 2026-01-01 -e 2027-01-01 --split-size 1G data/year/events.json.lz4`,
};

/** What the memory would be, without having it; no plan where it does not fit. */
function planOf({ config, settings, model }: Inputs, module: WebAssembly.Module, work: WorkDemand) {
  const wanted = demandOf(module, config, settings, model, work);
  return { wanted, plan: planMemory(wanted.demand) };
}

/** `eventsim plan COMMAND...`: what a run will use and write, and how long it takes, from a calibration of a few seconds. */
export async function plan(args: string[], given: Given[]): Promise<void> {
  const { options, path } = parseRun(args, PLAN);
  checkStandardOutput();
  const machine = await openMachine(given, options.config);
  const say = (line: string) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  machine.notes?.forEach(say);
  const first = startWorkers(options, machine);
  const pools = [first];
  try {
    const inputs = await prepareInputs(options, path, machine);
    inputs.notes.forEach(say);
    const module = compileKernel();
    const { settings, output, batchEvents, model } = inputs;
    const { wanted, plan } = planOf(inputs, module, {
      ...{
        workers: first.size,
        batchEvents,
        sliceEvents: options.sliceEvents,
        budget: await measuredBudget(machine, first, inputs.codec),
      },
      encoding: output.encoding,
      isCounted: output.manifest !== undefined,
    });
    if (largestFitting(wanted.demand) === 0) refusePopulation(wanted.demand, wanted.budget);
    const expectation = await calibrate(module, inputs, wanted, () => pools.pop() ?? startWorkers(options, machine));
    const memory = plan === undefined ? [] : describeMemory({ ...wanted, plan }, model, populationOf(settings));
    const lines = [describeWindow(settings), ...describeExpectation(expectation), ...memory];
    printOut(lines.map((line) => `${line}\n`).join(""));
    if (plan === undefined) refusePopulation(wanted.demand, wanted.budget);
  } finally {
    await Promise.all(pools.map((pool) => pool.terminate()));
  }
}
