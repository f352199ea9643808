import type { Settings } from "../config/settings.ts";
import { formatExactly } from "../config/time.ts";
import type { Population, PreparedEngine } from "../engine.ts";
import type { Model } from "../model/model.ts";

function inMebibytes(byteLength: number): string {
  return `${(byteLength / 2 ** 20).toLocaleString("en-US", { maximumFractionDigits: 1 })} MiB`;
}

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

/** What the run is made of, for `--verbose`. */
export function describePlan(
  { plan, population }: PreparedEngine,
  settings: Settings,
  model: Model,
  workers: number,
): string[] {
  const { seed, holidays } = settings;
  const how = settings.compat ? "one thread" : `${plan.chunks} chunks`;
  return [
    `seed: ${seed}; holidays: ${holidays}; workers: ${workers}`,
    `users: ${describeUsers(population, settings)}; ${population.slots} simulated in ${how}`,
    `memory: about ${inMebibytes(plan.touchedBytes)} shared, of it model ${inMebibytes(model.image.byteLength)}, ` +
      `users ${inMebibytes(plan.scratch - (settings.compat ? plan.lines : plan.nextTimes))}, ring of ${plan.slotCount} parts ${inMebibytes(plan.slotCount * plan.slotBytes)}`,
    `slices of about ${plan.sliceRecords} events, parts of ${plan.partEvents}`,
  ];
}
