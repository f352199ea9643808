// A run that is paced, in a process of its own. The argument is LiveRunOptions in JSON. Events go to standard output, and a
// LiveRunResult in JSON to descriptor 3.
import { writeSync } from "node:fs";
import { FAR_END, START } from "../src/benchmark/stages.ts";
import { compileKernel } from "../src/kernel/kernel.ts";
import { measuredBudget } from "../src/memory/budget.ts";
import { readInputs } from "../src/simulation/inputs.ts";
import { startWorkers } from "../src/simulation/simulation.ts";
import { write } from "../src/simulation/write.ts";
import type { Writer } from "../src/workers/writing/writer.ts";

export interface LiveRunOptions {
  users: number;
  events: number;
  /** Events a second; as fast as possible, and not live, if absent. */
  rate?: number;
}

export interface LiveRunResult {
  /** From the first event to the last. */
  seconds: number;
  /** Processor time of all threads in the last three quarters of the run, as a share of a core. */
  coreShare: number;
  /** Events that were counted, and their milliseconds: none if the run is not live, or never caught up with the clock. */
  lateness: { events: number; median: number; most: number; quantile999: number };
}

const DESCRIPTOR = 3;
/** The share of the run after which it is measured: then all code is compiled. */
const SETTLED = 0.25;

function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function runLive({ users, events, rate }: LiveRunOptions): Promise<LiveRunResult> {
  const request = {
    settings: { nusers: users, startTime: START, endTime: FAR_END, events },
    ...(rate !== undefined && { live: { rate: { least: rate, most: rate, periodSeconds: 0 } } }),
  };
  const workers = startWorkers(request, {});
  const inputs = await readInputs(request);
  const begin = { seconds: 0, used: 0 };
  const settled = { seconds: 0, used: 0 };
  const note = (at: typeof begin) => Object.assign(at, { seconds: performance.now() / 1000, used: used() });
  let run: Writer | undefined;
  const budget = () => measuredBudget({}, workers, inputs.codec);
  await write(
    inputs,
    { module: compileKernel(), workers, budget },
    {
      say: (line) => process.stderr.write(`${line}\n`),
      writes(writer) {
        run = writer;
        note(begin);
        note(settled);
        if (rate !== undefined) setTimeout(() => note(settled), (SETTLED * events * 1000) / rate).unref();
      },
    },
  );
  const end = { seconds: 0, used: 0 };
  note(end);
  const late = run?.lateness;
  const quantile = (share: number) => late?.quantile(share) ?? 0;
  return {
    seconds: end.seconds - begin.seconds,
    coreShare: (end.used - settled.used) / (end.seconds - settled.seconds),
    lateness: {
      events: late?.count ?? 0,
      median: quantile(0.5),
      most: late?.maxMs ?? 0,
      quantile999: quantile(0.999),
    },
  };
}

writeSync(DESCRIPTOR, JSON.stringify(await runLive(JSON.parse(process.argv[2] ?? "") as LiveRunOptions)));
