import type { Settings } from "../config/settings.ts";
import { formatInstant } from "../config/time.ts";
import type { Beginning } from "../output/containers/files/beginning.ts";
import { startMsOf } from "../output/containers/run-context.ts";
import { secondsUntil } from "../workers/live/rate.ts";
import type { ByRate, ByTime, LiveSettings, RateShape } from "../workers/live/settings.ts";

/** Events a second, at least and at most, and the seconds from the one to the other; 0 if they are equal. */
export type RateRange = Pick<ByRate, "least" | "most" | "periodSeconds">;

/** How a person wants a run paced. Without speed and rate, by the real clock. */
export interface LiveRequest {
  /** Simulated seconds in a real one. */
  speed?: number;
  rate?: RateRange;
  rateShape?: RateShape;
  flushMs?: number;
}

/** How far a run was when it was interrupted: seconds of its window, and events that were sent. */
interface Reached {
  second: number;
  events: number;
}

export function reachedBy({ position, kept }: Beginning): Reached {
  const keptEvents = kept.reduce((sum, [from, to]) => sum + to - from, 0);
  return { second: position.second, events: position.event + keptEvents };
}

const DEFAULT_FLUSH_MS = 50;

/** Whether the whole window is past. With a speed, it is then replayed. */
function isOver({ windowSeconds }: Settings, passedMs: number): boolean {
  return passedMs >= windowSeconds * 1000;
}

/**
 * By the real clock, an event leaves at its time stamp, also after an interruption. With a speed, the run goes on where
 * it was, or at the present, whichever is later.
 */
function byTime({ speed }: LiveRequest, settings: Settings, { second }: Reached, nowMs: number): ByTime {
  const startMs = startMsOf(settings);
  const passedMs = nowMs - startMs;
  if (passedMs < 0) return { kind: "time", speed: speed ?? 1, fromMs: 0, atMs: startMs };
  if (speed === undefined) return { kind: "time", speed: 1, fromMs: passedMs, atMs: nowMs };
  const fromMs = Math.max(isOver(settings, passedMs) ? 0 : passedMs, second * 1000);
  return { kind: "time", speed, fromMs, atMs: nowMs };
}

/** The first event that is still to leave is due now, and the rate is what it would have been then. */
function byRate(range: RateRange, shape: RateShape, { events }: Reached, nowMs: number): ByRate {
  const rate: ByRate = { kind: "rate", ...range, shape, atMs: nowMs };
  if (events === 0) return rate;
  return { ...rate, atMs: nowMs - secondsUntil(rate, events) * 1000, sentEvents: events };
}

/** Returns how a run is paced from `nowMs`, in milliseconds since 1970, on. */
export function liveSettings(request: LiveRequest, settings: Settings, reached: Reached, nowMs: number): LiveSettings {
  const { rate, rateShape = "ramp", flushMs = DEFAULT_FLUSH_MS } = request;
  const timing =
    rate === undefined ? byTime(request, settings, reached, nowMs) : byRate(rate, rateShape, reached, nowMs);
  const isRealClock = rate === undefined && (request.speed === undefined || nowMs < startMsOf(settings));
  return { timing, flushMs, ...(!isRealClock && { settledMs: nowMs }) };
}

/** Returns what a person should know before the first event leaves. */
export function notesOfLive({ speed, rate }: LiveRequest, settings: Settings, nowMs: number): string[] {
  if (rate !== undefined) return [];
  const startMs = startMsOf(settings);
  if (startMs > nowMs)
    return [
      `note: waiting until ${formatInstant(settings.startSeconds, settings.startMilliseconds)}Z, when the window begins`,
    ];
  if (!isOver(settings, nowMs - startMs)) return [];
  if (speed === undefined) return ["note: the window is over, so all its events leave at once; --speed 1 replays it"];
  return [`note: the window is over, so it is replayed from its start at --speed ${speed}`];
}
