import { devNull } from "node:os";
import type { Settings } from "../config/settings.ts";
import { largestFitting } from "../memory/refusal.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { Inputs } from "./inputs.ts";
import type { Wanted } from "./plan.ts";
import { openStream, takeSample } from "./sample.ts";

/** How long each of the runs may take, and the most users that the second one has. */
export interface Effort {
  shapeMs: number;
  speedMs: number;
  speedUsers: number;
}

/** More users change the speed by less than the noise, and take long to be made. */
export const THOROUGH: Effort = { shapeMs: 1500, speedMs: 1500, speedUsers: 500_000 };
export const QUICK: Effort = { shapeMs: 150, speedMs: 300, speedUsers: 20_000 };
/** Users of the first run; how long it takes says how many the next one may have. */
const FIRST_USERS = 50;

/** What a run is expected to write, and how long it takes where nothing but the engine takes time. */
export interface Expectation {
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
  eventsPerSecond: number;
  seconds: number;
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

/**
 * Runs parts of a population, each for a while: some users over the whole window, which tells how much all of them write,
 * and many for a short time, which tells how fast. Users are independent of each other, so events are in proportion.
 * @param wanted the whole run; at least one of its users fits
 * @param startWorkers gives threads for one run
 */
export async function calibrate(
  module: WebAssembly.Module,
  inputs: Inputs,
  { population: { slots }, demand, budget }: Wanted,
  startWorkers: () => WorkerPool,
  { shapeMs, speedMs, speedUsers }: Effort = THOROUGH,
): Promise<Expectation> {
  const { settings } = inputs;
  const { windowSeconds, eventLimit = Number.POSITIVE_INFINITY } = settings;
  const most = largestFitting(demand);
  const run = (users: number, limitMs: number, settles = false) => {
    const sample = sampleOf(settings, Math.min(startUsers(settings), users, most));
    const open = () => openStream(devNull, inputs.codec);
    return takeSample(module, inputs, sample, { workers: startWorkers(), limitMs, budget, settles, open });
  };
  let shape = await run(FIRST_USERS, shapeMs);
  for (let round = 0; round < 2; round++) {
    const affordable = Math.floor((shape.users * shapeMs) / Math.max(1, shape.makingMs + shape.writingMs));
    if (affordable > shape.users && shape.users < slots) shape = await run(affordable, shapeMs);
  }
  const speed = await run(speedUsers, speedMs, true);
  const wanted = (shape.events / Math.max(1, shape.users)) * slots * (windowSeconds / Math.max(1, shape.seconds));
  const events = Math.round(Math.min(wanted, eventLimit));
  const eventsPerSecond = (speed.events / Math.max(1, speed.writingMs)) * 1000;
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
