import { parseInstant } from "../config/time.ts";
import { DEFAULT_FROM_DAYS, DEFAULT_TO_DAYS } from "../config/window/window.ts";
import { DAY_MS } from "../system/day.ts";
import type { SimulationRequest } from "./request.ts";

/**
 * Users times days that one thread makes in the time that another one takes to start: some 10,000 events, a few milliseconds as JSON and 50
 * with the slowest codec. A thread takes 50 ms of processor time to start, and on a machine of 64 cores there would be as many.
 */
const SMALL_USER_DAYS = 200;

function absoluteMs(text: string): number | undefined {
  const instant = parseInstant(text);
  return instant && instant.seconds * 1000 + instant.milliseconds;
}

/** Length of the window, as far as the options tell it without a clock; undefined if they do not. */
function windowDays({ startTime, endTime, from, to }: NonNullable<SimulationRequest["settings"]>): number | undefined {
  if (startTime === undefined && endTime === undefined) return (from ?? DEFAULT_FROM_DAYS) - (to ?? DEFAULT_TO_DAYS);
  if (startTime === undefined || endTime === undefined) return undefined;
  const [startMs, endMs] = [absoluteMs(startTime), absoluteMs(endTime)];
  return startMs === undefined || endMs === undefined ? undefined : (endMs - startMs) / DAY_MS;
}

/** Whether the options alone tell that a run has work for one thread: threads start before a configuration is read. */
export function isSmallRun({ config, configText, engine, live, settings = {} }: SimulationRequest): boolean {
  if (
    (config ?? configText) !== undefined ||
    engine !== undefined ||
    live !== undefined ||
    settings.growthRate !== undefined
  )
    return false;
  const days = windowDays(settings);
  // The built-in configuration has one user.
  return days !== undefined && (settings.nusers ?? 1) * days <= SMALL_USER_DAYS;
}
