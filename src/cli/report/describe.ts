import type { Settings } from "../../config/settings.ts";
import { formatExactly } from "../../config/time.ts";
import type { Model } from "../../model/model.ts";
import type { Population, PreparedEngine } from "../../simulation/engine.ts";
import { describeMemory } from "./memory.ts";

/** The two instants that make the same run again, whatever day it is then. */
export function describeWindow({ startSeconds, startMilliseconds, windowSeconds, compat }: Settings): string {
  const nanoseconds = compat?.startNanoseconds ?? startMilliseconds * 1_000_000;
  const start = formatExactly(startSeconds, nanoseconds);
  return `window: --start-time ${start} --end-time ${formatExactly(startSeconds + windowSeconds, nanoseconds)}`;
}

/** With `--user` nobody counts who else arrives. */
function describeUsers({ total }: Population, { initialUsers, firstUserId, onlyUserId }: Settings): string {
  const atStart = `${initialUsers} at the start, ids from ${firstUserId}`;
  return onlyUserId === undefined ? `${atStart}, ${total} at the end` : `${atStart}, only ${onlyUserId}`;
}

/** Users at the window's start, where there may be more or fewer of them. */
export function populationOf({ initialUsers, onlyUserId }: Settings): number | undefined {
  return onlyUserId === undefined ? initialUsers : undefined;
}

/** What the run is made of, for `--verbose`. */
export function describePlan(engine: PreparedEngine, settings: Settings, model: Model, workers: number): string[] {
  const { seed, holidays } = settings;
  const how = settings.compat ? "one thread" : `${engine.plan.chunks} chunks`;
  const { population } = engine;
  return [
    `seed: ${seed}; holidays: ${holidays}; workers: ${workers}`,
    `users: ${describeUsers(population, settings)}; ${population.slots} simulated in ${how}`,
    ...describeMemory(engine, model, populationOf(settings)),
  ];
}
