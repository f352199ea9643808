import { devNull } from "node:os";
import type { Settings } from "../../config/settings.ts";
import { largestFitting } from "../../memory/refusal.ts";
import type { WorkerPool } from "../../workers/pool.ts";
import { type Inputs, withPartitions } from "../inputs.ts";
import type { Wanted } from "../plan.ts";
import { openStream, takeSample } from "./sample.ts";

/** Time limit of each run, and most users of the second run. */
export interface Effort {
  shapeMs: number;
  speedMs: number;
  speedUsers: number;
}

/** More users change the speed by less than the noise, and take long to make. */
export const THOROUGH: Effort = { shapeMs: 1500, speedMs: 1500, speedUsers: 500_000 };
export const QUICK: Effort = { shapeMs: 150, speedMs: 300, speedUsers: 20_000 };
/** Users of the first run, whose duration determines the number for the second. */
const FIRST_USERS = 50;

/** Expected output of a run, and its duration if only the engine takes time. */
export interface Expectation {
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
  eventsPerSecond: number;
  seconds: number;
}

/** The partitions of a new topic, unless the broker's num.partitions says otherwise. */
const USUAL_PARTITIONS = 1;

/** Returns the inputs as an estimate takes them, which asks no broker for the partitions of a topic. */
export function withoutBroker(inputs: Inputs): Inputs {
  return withPartitions(inputs, inputs.output.kafka?.settings.partitionsWanted ?? USUAL_PARTITIONS);
}

/** Returns settings with this many users at the start, or those of the run if it has no more. */
function sampleOf(settings: Settings, users: number): Settings {
  const { eventLimit: _, share, ...others } = settings;
  if (users < startUsers(settings)) return { ...others, initialUsers: users };
  return share === undefined ? others : { ...others, share };
}

/** Users of this run at the window's start. */
function startUsers({ initialUsers, share, onlyUserId }: Settings): number {
  // A single user takes no time, and has an index among all users.
  return onlyUserId === undefined ? Math.max(1, Math.ceil(initialUsers / (share?.count ?? 1))) : 1;
}

/**
 * Runs samples of the population: a few users over the whole window, which shows how much all of them write, and many
 * users for a short time, which shows how fast. Users are independent of each other, so the number of events is
 * proportional to theirs.
 * @param wanted the whole run; at least one of its users fits into the memory
 * @param startWorkers returns threads for one run
 */
export async function calibrate(
  module: WebAssembly.Module,
  inputs: Inputs,
  { population: { simulated }, demand, budget }: Wanted,
  startWorkers: () => WorkerPool,
  { shapeMs, speedMs, speedUsers }: Effort = THOROUGH,
): Promise<Expectation> {
  const { settings } = inputs;
  const { windowSeconds, skippedSeconds = 0, eventLimit = Number.POSITIVE_INFINITY } = settings;
  const most = largestFitting(demand);
  const run = (users: number, limitMs: number, settles = false) => {
    const sample = sampleOf(settings, Math.min(startUsers(settings), users, most));
    const open = () => openStream(devNull, inputs.codec);
    return takeSample(module, inputs, sample, { workers: startWorkers(), limitMs, budget, settles, open });
  };
  let shape = await run(FIRST_USERS, shapeMs);
  for (let round = 0; round < 2; round++) {
    const affordable = Math.floor((shape.users * shapeMs) / Math.max(1, shape.makingMs + shape.writingMs));
    if (affordable > shape.users && shape.users < simulated) shape = await run(affordable, shapeMs);
  }
  const speed = await run(speedUsers, speedMs, true);
  const writtenShare = (windowSeconds - skippedSeconds) / Math.max(1, shape.seconds);
  const wanted = (shape.events / Math.max(1, shape.users)) * simulated * writtenShare;
  const events = Math.round(Math.min(wanted, eventLimit));
  const eventsPerSecond = (speed.events / Math.max(1, speed.writingMs)) * 1000;
  const makingSeconds = ((speed.makingMs / 1000) * simulated) / Math.max(1, speed.users);
  const perEvent = (byteLength: number) => byteLength / Math.max(1, shape.events);
  return {
    events,
    rawBytes: events * perEvent(shape.rawBytes),
    bytes: events * perEvent(shape.bytes),
    eventsPerSecond,
    seconds: events / Math.max(1, eventsPerSecond) + makingSeconds,
  };
}
