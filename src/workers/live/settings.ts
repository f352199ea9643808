/**
 * When events leave. An event at `t` milliseconds after the window's start is due at the wall clock's
 * `atMs + (t - fromMs) / speed`. Events before `fromMs` are past and leave at once.
 */
export interface ByTime {
  kind: "time";
  /** Simulated seconds in a real one. */
  speed: number;
  /** Simulated milliseconds since the window's start. */
  fromMs: number;
  /** Milliseconds since 1970. */
  atMs: number;
}

export const RATE_SHAPES = ["ramp", "sine", "steps"] as const;
export type RateShape = (typeof RATE_SHAPES)[number];

/** A number of events a second, whatever their time stamps are. */
export interface ByRate {
  kind: "rate";
  /** Events a second, at least and at most. They are equal where the rate is constant. */
  least: number;
  most: number;
  /** Seconds of the way from `least` to `most` and, unless the shape is a ramp, back. */
  periodSeconds: number;
  shape: RateShape;
  /** When the first event is due, in milliseconds since 1970; of an interrupted run, when it would have been. */
  atMs: number;
  /** Events that the interrupted run has sent, which this one goes on with; none if absent. */
  sentEvents?: number;
}

/** How a run is paced. */
export interface LiveSettings {
  timing: ByTime | ByRate;
  /** Longest time in milliseconds that an event waits for others of its batch. */
  flushMs: number;
  /**
   * When `timing` was settled, in milliseconds since 1970, if it is not the real clock's: the pace counts from the
   * moment the threads start.
   */
  settledMs?: number;
}
