// Events that leave in another order than they happen, as the settings of a run have it.

/** A share of the events, and how long each of them waits: at least a second, on average `meanSeconds`, at most `mostSeconds`. */
export interface DelayedShare {
  /** 0 to 1. */
  share: number;
  meanSeconds: number;
  mostSeconds: number;
}

/**
 * A stretch of time that holds events and lets them go later. In an outage nothing leaves, and all that was held leaves in
 * the second of its end. In a burst events leave `factor` times as fast as they came.
 */
export interface Shift {
  kind: "outage" | "burst";
  /** If it comes every day, its second of the day in UTC; otherwise seconds since 1970. */
  at: number;
  isDaily: boolean;
  seconds: number;
  /** Of a burst, at least 1. */
  factor?: number;
}

/** Present in the settings only if a run has disorder. */
export interface DisorderSettings {
  late?: DelayedShare;
  duplicate?: DelayedShare;
  /** Share of the events that never leave, 0 to 1. */
  lose?: number;
  shifts?: readonly Shift[];
}

/** The share that a person wants to be late or doubled. */
export interface WantedShare {
  share: number;
  meanSeconds?: number;
}

/** Disorder as a person asked for it. */
export interface DisorderRequest {
  late?: WantedShare;
  lateMax?: number;
  duplicate?: WantedShare;
  lose?: number;
  outage?: readonly Shift[];
  burst?: readonly Shift[];
}

/** Where a shift holds events, and from when on it lets them go, in seconds like `at`. */
export interface Hold {
  start: number;
  seconds: number;
  /** The last seconds of it, in which all leave evenly; 0 if all leave at its end. */
  releaseSeconds: number;
}

/** Returns the stretch in which a shift holds events. That of a burst begins earlier than it, and ends with it. */
export function holdOf({ kind, at, seconds, factor = 1 }: Shift): Hold {
  if (kind === "outage") return { start: at, seconds, releaseSeconds: 0 };
  const held = Math.round(seconds * factor);
  return { start: at + seconds - held, seconds: held, releaseSeconds: seconds };
}

/** Returns the longest time, in seconds, for which an outage or a burst holds an event. */
export function longestHoldSeconds({ shifts = [] }: DisorderSettings): number {
  return Math.max(0, ...shifts.map((shift) => holdOf(shift).seconds));
}

/** Returns the longest time, in seconds, from an event to its arrival or that of its copy; 0 without disorder. */
export function longestDelaySeconds(disorder: DisorderSettings = {}): number {
  const { late, duplicate } = disorder;
  return (late?.mostSeconds ?? 0) + (duplicate?.mostSeconds ?? 0) + longestHoldSeconds(disorder);
}
