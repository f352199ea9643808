import type { Settings } from "./config/settings.ts";
import { checkFault, prepareEngine } from "./engine.ts";
import type { Budget } from "./memory/budget.ts";
import type { Output, Part } from "./output/part.ts";
import type { Inputs } from "./prepare.ts";
import type { WorkerPool } from "./workers/pool.ts";
import { Writer } from "./workers/writer.ts";

/** How long each of the runs may take. */
const SHAPE_MS = 1500;
const SPEED_MS = 1500;
/** Users of the first run; how long it takes says how many the next one may have. */
const FIRST_USERS = 50;
/** More of them change the speed by less than the noise, and take long to be made. */
const MOST_SPEED_USERS = 500_000;

/** What a run is expected to write, and how long it takes where nothing but the engine takes time. */
export interface Expectation {
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
  eventsPerSecond: number;
  seconds: number;
}

interface Sample {
  users: number;
  events: number;
  rawBytes: number;
  bytes: number;
  /** Simulated; less than the window where time was up. */
  seconds: number;
  elapsedMs: number;
  /** From the start to the first part. */
  makingMs: number;
}

/** Takes events into nothing, until time is up. */
class Nothing implements Output {
  isComplete = false;
  readonly #started = performance.now();
  #firstMs = 0;
  #events = 0;
  #rawBytes = 0;
  #bytes = 0;
  #seconds = 0;

  constructor(private readonly limitMs: number) {}

  write(parts: Part[]): void {
    const elapsed = performance.now() - this.#started;
    if (this.#events === 0) this.#firstMs = elapsed;
    for (const part of parts) {
      this.#events += part.events;
      this.#rawBytes += part.rawBytes;
      this.#bytes += part.bytes.byteLength;
      this.#seconds = part.lastSecond;
    }
    this.isComplete = elapsed - this.#firstMs > this.limitMs;
  }

  async finish(): Promise<void> {}

  abort(): void {}

  /** @param windowSeconds simulated if nobody stopped the run */
  result(users: number, windowSeconds: number): Sample {
    return {
      users,
      events: this.#events,
      rawBytes: this.#rawBytes,
      bytes: this.#bytes,
      seconds: this.isComplete ? this.#seconds : windowSeconds,
      elapsedMs: performance.now() - this.#started,
      makingMs: this.#firstMs,
    };
  }
}

/** Settings with so many users at the start; those of the run itself where it has no more. */
function sampleOf(settings: Settings, users: number): Settings {
  const { eventLimit: _, share, ...others } = settings;
  if (users < startUsers(settings)) return { ...others, initialUsers: users };
  return share === undefined ? others : { ...others, share };
}

/** Users of this run at the window's start. */
function startUsers({ initialUsers, share, onlyUserId }: Settings): number {
  // One user alone takes no time, and has an index among all.
  return onlyUserId === undefined ? Math.max(1, Math.ceil(initialUsers / (share?.count ?? 1))) : 1;
}

/** Runs so many of the users into nothing. */
async function runSample(
  module: WebAssembly.Module,
  { config, settings, model, output, partEvents }: Inputs,
  users: number,
  limitMs: number,
  workers: WorkerPool,
  budget: Budget,
): Promise<Sample> {
  try {
    const engine = prepareEngine(module, config, sampleOf(settings, users), model, {
      ...{ workers: workers.size, partEvents, budget },
      encoding: output.encoding,
    });
    const nothing = new Nothing(limitMs);
    workers.start(engine.job);
    await new Writer(engine.memory, engine.plan, nothing).run(workers.ended);
    checkFault(engine.memory);
    return nothing.result(engine.population.slots, settings.windowSeconds);
  } finally {
    await workers.terminate();
  }
}

/**
 * Runs parts of a population, each for a second or two: some users over the whole window, which tells how much all of them write,
 * and many for a short time, which tells how fast. Users are independent of each other, so events are in proportion.
 * @param slots users of the whole run by the window's end
 * @param most users that fit
 * @param startWorkers gives threads for one run
 */
export async function calibrate(
  module: WebAssembly.Module,
  inputs: Inputs,
  { slots, most, budget }: { slots: number; most: number; budget: Budget },
  startWorkers: () => WorkerPool,
): Promise<Expectation> {
  const { settings } = inputs;
  const { windowSeconds, eventLimit = Number.POSITIVE_INFINITY } = settings;
  const run = (users: number, limitMs: number) =>
    runSample(module, inputs, Math.min(startUsers(settings), users, most), limitMs, startWorkers(), budget);
  let shape = await run(FIRST_USERS, SHAPE_MS);
  for (let round = 0; round < 2; round++) {
    const affordable = Math.floor((shape.users * SHAPE_MS) / Math.max(1, shape.elapsedMs));
    if (affordable > shape.users && shape.users < slots) shape = await run(affordable, SHAPE_MS);
  }
  const speed = await run(MOST_SPEED_USERS, SPEED_MS);
  const wanted = (shape.events / Math.max(1, shape.users)) * slots * (windowSeconds / Math.max(1, shape.seconds));
  const events = Math.round(Math.min(wanted, eventLimit));
  const eventsPerSecond = (speed.events / Math.max(1, speed.elapsedMs - speed.makingMs)) * 1000;
  const makingSeconds = ((speed.makingMs / 1000) * slots) / Math.max(1, speed.users);
  const perEvent = (byteLength: number) => byteLength / Math.max(1, shape.events);
  return {
    events,
    rawBytes: events * perEvent(shape.rawBytes),
    bytes: events * perEvent(shape.bytes),
    eventsPerSecond,
    seconds: events / Math.max(1, eventsPerSecond) + makingSeconds,
  };
}
