import type { RunContainer } from "../../../src/output/containers/container.ts";
import type { WallClock } from "../../../src/workers/live/clock.ts";
import type { LiveSettings } from "../../../src/workers/live/settings.ts";
import type { Writer } from "../../../src/workers/writing/writer.ts";
import { bundled } from "../setup/modules.ts";

const { parseRun } = (await import(bundled("parse-run.js"))) as typeof import("../../../src/cli/parse-run.ts");
const { requestOf } = (await import(bundled("request.js"))) as typeof import("../../../src/cli/request.ts");
const { readInputs } = (await import(bundled("inputs.js"))) as typeof import("../../../src/simulation/inputs.ts");
const { Simulation } = (await import(
  bundled("simulation.js")
)) as typeof import("../../../src/simulation/simulation.ts");

/** A clock that stands still unless somebody waits for it, or sets it. */
export class FakeClock implements WallClock {
  /** Each wait, in milliseconds. */
  readonly slept: number[] = [];

  /** @param onSleep called at each wait, which ends that much later or earlier than it should */
  constructor(
    public nowMs: number,
    private readonly onSleep: (clock: FakeClock) => number = () => 0,
  ) {}

  now(): number {
    return this.nowMs;
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.nowMs += ms + this.onSleep(this);
    // The threads work meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What the container took in one call. */
export interface Taken {
  atMs: number;
  bytes: Buffer;
  events: number;
  batches: { events: number }[];
}

export interface LiveRun {
  taken: Taken[];
  /** All of it. */
  bytes: Buffer;
  writer: Writer;
}

/** Runs a command's simulation by real threads, paced by a clock. Without `live`, as a batch. */
export async function runLive(
  values: readonly string[],
  live: LiveSettings | undefined,
  wall: WallClock,
  { beginning, rules, takes = async () => {} }: Wishes = {},
): Promise<LiveRun> {
  const { options, path } = parseRun([...values, "unused.json"]);
  const inputs = await readInputs(requestOf(options, path));
  const { engine, config, settings, model, output, batchEvents } = inputs;
  const workers = options.workers ?? 2;
  const simulation = new Simulation(
    { engine, config, settings, model },
    {
      ...{ workers, batchEvents, sliceEvents: options.sliceEvents, encoding: output.encoding, live, wall },
      ...(beginning && { beginning }),
      ...(rules && { rules }),
    },
  );
  const taken: Taken[] = [];
  const container: RunContainer = {
    isComplete: false,
    async take(batches) {
      const bytes = Buffer.concat(batches.flatMap(({ ranges }) => ranges.map((range) => range.bytes)));
      const events = batches.reduce((sum, batch) => sum + batch.events, 0);
      taken.push({ atMs: wall.now(), bytes, events, batches: batches.map((batch) => ({ events: batch.events })) });
      await takes(taken.length - 1);
    },
    finish: async () => {},
    abort() {},
  };
  let writer: Writer | undefined;
  try {
    await simulation.run(container, {
      begins: (begun) => {
        writer = begun;
      },
    });
  } finally {
    await simulation.close();
  }
  return { taken, bytes: Buffer.concat(taken.map(({ bytes }) => bytes)), writer: writer! };
}

interface Wishes
  extends Pick<import("../../../src/simulation/simulation.ts").SimulationOptions, "beginning" | "rules"> {
  /** Called at each take, by its number; the take is acknowledged when this resolves. */
  takes?: (take: number) => Promise<void>;
}
