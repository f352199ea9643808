import type { RunContainer } from "../../../src/output/containers/container.ts";
import type { Destination } from "../../../src/output/destinations/destination.ts";
import type { MessagesEncoding } from "../../../src/output/formats/messages/encoding.ts";
import type { WallClock } from "../../../src/workers/live/clock.ts";
import type { LiveSettings } from "../../../src/workers/live/settings.ts";
import type { Writer } from "../../../src/workers/writing/writer.ts";
import { fileContainerOf, OneOutput, parseRun, readInputs, requestOf, Simulation } from "./pipeline.ts";

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
  /** `partitions` has one for each range. */
  batches: { events: number; partitions: number[] }[];
}

export interface LiveRun {
  taken: Taken[];
  /** All of it. */
  bytes: Buffer;
  writer: Writer;
}

interface Wishes
  extends Pick<import("../../../src/simulation/simulation.ts").SimulationOptions, "beginning" | "rules"> {
  /** Called at each take, by its number; the take is acknowledged when this resolves. */
  takes?: (take: number) => Promise<void>;
  /** Adds the structure of a file. */
  isFile?: boolean;
  /** As for a topic of Kafka. */
  messages?: MessagesEncoding;
}

/** Collects what a container writes. */
class Collected implements Destination {
  readonly name = "a list";
  readonly pieces: Buffer[] = [];

  write(ranges: Uint8Array[]): void {
    this.pieces.push(...ranges.map((range) => Buffer.from(range)));
  }

  async finish(): Promise<void> {}
  abort(): void {}
}

/** Writes the ranges as they are. */
function plainContainer(destination: Destination): RunContainer {
  return {
    isComplete: false,
    take: (batches) => destination.write(batches.flatMap(({ ranges }) => ranges.map(({ bytes }) => bytes))),
    finish: async () => {},
    abort() {},
  };
}

/** Runs a command's simulation by real threads, paced by a clock. Without `live`, as a batch. */
export async function runLive(
  values: readonly string[],
  live: LiveSettings | undefined,
  wall: WallClock,
  { beginning, rules, takes = async () => {}, isFile = false, messages }: Wishes = {},
): Promise<LiveRun> {
  const { options, path } = parseRun([...values, "unused"]);
  const inputs = await readInputs(requestOf(options, path));
  const { engine, config, settings, model, output, batchEvents, codec } = inputs;
  const encoding = { ...output.encoding, ...(messages && { messages }) };
  const simulation = new Simulation(
    { engine, config, settings, model },
    {
      ...{ workers: options.workers ?? 2, batchEvents, sliceEvents: options.sliceEvents, encoding, live, wall },
      ...(beginning && { beginning }),
      ...(rules && { rules }),
    },
  );
  const destination = new Collected();
  const inner = isFile ? new OneOutput(destination, fileContainerOf(codec)) : plainContainer(destination);
  const taken: Taken[] = [];
  const container: RunContainer = {
    isComplete: false,
    async take(batches) {
      const first = destination.pieces.length;
      const atMs = wall.now();
      const parts = batches.map(({ events, ranges }) => ({
        events,
        partitions: ranges.map((range) => range.partition),
      }));
      await inner.take(batches);
      const bytes = Buffer.concat(destination.pieces.slice(first));
      const events = parts.reduce((sum, batch) => sum + batch.events, 0);
      taken.push({ atMs, bytes, events, batches: parts });
      await takes(taken.length - 1);
    },
    finish: () => inner.finish(),
    abort: () => inner.abort(),
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
  return { taken, bytes: Buffer.concat(destination.pieces), writer: writer! };
}
