import type { ByTime, LiveSettings } from "./settings.ts";

const MILLISECONDS = 1000;
/** Events that are worth a batch of their own, with the waking of two threads that each costs. */
const TICK_EVENTS = 256;
/** Shortest time that a batch collects events, as far as `flushMs` allows: 400 batches a second cost 3 % of a core. */
const LEAST_TICK_MS = 2.5;
/** Share of `flushMs` in which events are collected. The rest is for making the batch, and for timers that are late. */
const COLLECTING_SHARE = 0.8;

/** What is past has always been due. */
export const PAST_MS = Number.NEGATIVE_INFINITY;

/**
 * Returns when simulated time is reached, in milliseconds since 1970; `PAST_MS` for the past.
 * @param simulatedMs since the window's start
 */
export function dueOfTime({ speed, fromMs, atMs }: ByTime, simulatedMs: number): number {
  return simulatedMs < fromMs ? PAST_MS : atMs + (simulatedMs - fromMs) / speed;
}

/** Returns the settings of a run whose threads start now. @param nowMs milliseconds since 1970 */
export function startingAt<T extends LiveSettings>(live: T, nowMs: number): T {
  const { timing, settledMs } = live;
  if (settledMs === undefined) return live;
  return { ...live, timing: { ...timing, atMs: timing.atMs + nowMs - settledMs } };
}

/** Returns the simulated second, from the window's start, that is reached at a time. */
export function secondAt({ speed, fromMs, atMs }: ByTime, nowMs: number): number {
  return Math.floor((fromMs + (nowMs - atMs) * speed) / MILLISECONDS);
}

/**
 * Returns the simulated milliseconds of the event `index`, from 0, of the `count` events of a second: they are spread
 * evenly over it, in their order.
 */
export function timeWithin(second: number, index: number, count: number): number {
  return (second + index / count) * MILLISECONDS;
}

/** Returns how long, in milliseconds, a batch collects events that come at this rate. */
export function tickMs(eventsPerSecond: number, flushMs: number): number {
  const most = flushMs * COLLECTING_SHARE;
  return Math.min(most, Math.max(LEAST_TICK_MS, (TICK_EVENTS / eventsPerSecond) * MILLISECONDS));
}
