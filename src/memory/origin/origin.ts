import {
  HORIZON_SECONDS,
  P_FIRST_SECOND,
  P_HORIZON,
  P_ORIGIN,
  P_START_SECONDS,
  P_WINDOW,
  PARAMETERS,
} from "../../../assembly/layout/run.ts";
import { SECONDS_LIMIT } from "../../../assembly/layout/user.ts";
import type { Settings } from "../../config/settings.ts";
import { DAY_SECONDS } from "../../system/day.ts";

/**
 * How the origin of a run's 32-bit times follows it: when the run is two eras ahead, it moves by one. So times stay between
 * one era and two, and those of events that have waited are still positive.
 */
export interface Eras {
  /** Whole days. At least as long as any event waits to arrive. */
  eraSeconds: number;
  /** More than two eras after the origin: what happens later waits until that has moved. */
  horizonSeconds: number;
}

/** 3,106 days, 2^28 seconds rounded down. Two of them and twice the longest gap stay below 2^32. */
export const USUAL_ERAS: Eras = { eraSeconds: 3106 * DAY_SECONDS, horizonSeconds: HORIZON_SECONDS };

/** Returns undefined where all times of a run fit. @param wanted replaces the usual eras, and lets the origin move in any run */
export function erasOf({ windowSeconds }: Pick<Settings, "windowSeconds">, wanted?: Eras): Eras | undefined {
  return wanted ?? (windowSeconds > SECONDS_LIMIT ? USUAL_ERAS : undefined);
}

/** Returns the next second at which the origin moves. @param eraSeconds undefined if it never does */
export function eraEndAfter(second: number, eraSeconds: number | undefined): number {
  if (eraSeconds === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(2, Math.floor(second / eraSeconds) + 1) * eraSeconds;
}

/** Whether the origin must move before a slice begins at this second. */
export function isBehindEra(second: number, originSeconds: number, eraSeconds: number | undefined): boolean {
  return eraSeconds !== undefined && second >= originSeconds + 2 * eraSeconds;
}

/** The second of the window from which the kernel counts. Only changed while no thread works on records. */
export class Origin {
  readonly #seconds: Float64Array;
  readonly #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#seconds = new Float64Array(memory.buffer, PARAMETERS + P_ORIGIN, 1);
    this.#view = new DataView(memory.buffer, PARAMETERS);
  }

  /** Seconds since the window's start, in whole days. */
  get seconds(): number {
    return this.#seconds[0] as number;
  }

  /** Prepares a run whose origin moves. @param firstSecond the first one that is written */
  begin({ eraSeconds, horizonSeconds }: Eras, firstSecond: number): void {
    this.#view.setInt32(P_HORIZON, horizonSeconds, true);
    this.#setFirstSecond(firstSecond, eraSeconds);
  }

  /** Moves the origin by an era; the times of users and of events that wait must follow. */
  move(eraSeconds: number, firstSecond: number): void {
    this.#seconds[0] = this.seconds + eraSeconds;
    const by = BigInt(eraSeconds);
    this.#view.setBigInt64(P_START_SECONDS, this.#view.getBigInt64(P_START_SECONDS, true) + by, true);
    this.#view.setBigInt64(P_WINDOW, this.#view.getBigInt64(P_WINDOW, true) - by, true);
    this.#setFirstSecond(firstSecond, eraSeconds);
  }

  /** What comes before it is simulated without being written, but no further than to the next move. */
  #setFirstSecond(firstSecond: number, eraSeconds: number): void {
    const second = Math.min(Math.max(0, firstSecond - this.seconds), 2 * eraSeconds);
    this.#view.setInt32(P_FIRST_SECOND, second, true);
  }
}
