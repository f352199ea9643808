import { DAY_SECONDS } from "../../system/day.ts";
import type { Scene } from "../engines/engine.ts";
import { openPlanned } from "../open.ts";
import { planOf, type Work, wantedOf } from "../plan.ts";
import { Steps } from "../steps.ts";

/** Enough for the busiest hours to be within a few percent of those of any number of users. */
const SAMPLE_USERS = 256;
const SAMPLE_SECONDS = 8 * DAY_SECONDS;
/** Events are counted over at least so long. */
const LEAST_SECONDS = 900;

/** Returns events per second and user in the busiest quarter of an hour, from a small simulation of the same site. */
export function peakDensity(module: WebAssembly.Module, { settings, ...scene }: Scene, work: Work): number {
  const { eventLimit: _, share: __, onlyUserId: ___, disorder: ____, ...others } = settings;
  const initialUsers = Math.min(SAMPLE_USERS, settings.initialUsers);
  const windowSeconds = Math.min(SAMPLE_SECONDS, settings.windowSeconds);
  const sample: Scene = { ...scene, settings: { ...others, initialUsers, windowSeconds, growthRate: 0 } };
  const { encoding, batchEvents } = work;
  const alone: Work = { workers: 1, batchEvents, ...(encoding && { encoding }) };
  const steps = new Steps(sample, openPlanned(module, sample, planOf(wantedOf(module, sample, alone)), alone));
  let from = { events: 0, seconds: 0 };
  let peak = 0;
  while (!steps.hasEnded) {
    steps.step(() => {});
    const seconds = steps.seconds - from.seconds;
    if (seconds < LEAST_SECONDS && !(steps.hasEnded && from.seconds === 0)) continue;
    peak = Math.max(peak, (steps.events - from.events) / seconds / initialUsers);
    from = { events: steps.events, seconds: steps.seconds };
  }
  return peak;
}
