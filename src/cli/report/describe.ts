import type { Settings } from "../../config/settings.ts";
import { formatExactly } from "../../config/time.ts";
import { isSerial } from "../../kernel/kernel.ts";
import type { DisorderTotals } from "../../memory/disorder.ts";
import type { OutputSettings } from "../../output/settings.ts";
import type { Population, Scene } from "../../simulation/engines/engine.ts";
import type { Planned } from "../../simulation/plan.ts";
import { count } from "../../system/figures.ts";
import { describeMemory } from "./memory.ts";

/** The two instants that reproduce the run on any later day. */
export function describeWindow({ engine, settings }: Pick<Scene, "engine" | "settings">): string {
  const { startSeconds, windowSeconds } = settings;
  const nanoseconds = engine.startNanoseconds(settings);
  const start = formatExactly(startSeconds, nanoseconds);
  return `window: --start-time ${start} --end-time ${formatExactly(startSeconds + windowSeconds, nanoseconds)}`;
}

/** What has happened to events that leave in another order. */
export function describeDisorder({ late, duplicated, lost, held }: DisorderTotals): string {
  const heldToo = held === 0 ? "" : `, ${count(held)} held by outages and bursts`;
  return `disorder: ${count(late)} late, ${count(duplicated)} doubled, ${count(lost)} lost${heldToo}`;
}

/** Where the events go, if it is a topic; what a file is named, the person has just written. */
export function describeTopic({ kafka, encoding }: Pick<OutputSettings, "kafka" | "encoding">): string[] {
  if (kafka === undefined) return [];
  const { partitions = 0 } = encoding.messages ?? {};
  const estimated = `; estimated with ${partitions} ${partitions === 1 ? "partition" : "partitions"}`;
  return [`output: ${kafka.name}${partitions === 0 ? "" : estimated}`];
}

/** With `--user`, arriving users are not counted. */
function describeUsers({ total }: Population, { initialUsers, firstUserId, onlyUserId }: Settings): string {
  const atStart = `${initialUsers} at the start, ids from ${firstUserId}`;
  return onlyUserId === undefined ? `${atStart}, ${total} at the end` : `${atStart}, only ${onlyUserId}`;
}

/** Users at the window's start; undefined with `--user`, whose run has one user. */
export function populationOf({ initialUsers, onlyUserId }: Settings): number | undefined {
  return onlyUserId === undefined ? initialUsers : undefined;
}

/** The run's inputs, for `--verbose`. */
export function describePlan(planned: Planned, { engine, settings, model }: Scene, workers: number): string[] {
  const { seed, holidays } = settings;
  const { population, plan } = planned;
  const how = isSerial(engine.production) ? "one thread" : `${plan.chunks} chunks`;
  return [
    `seed: ${seed}; holidays: ${holidays}; workers: ${workers}`,
    `users: ${describeUsers(population, settings)}; ${population.simulated} simulated in ${how}`,
    ...describeMemory(planned, model, populationOf(settings)),
  ];
}
