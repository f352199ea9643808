import type { Clock } from "../writing/clock.ts";
import type { DueTimesTable } from "./due-times.ts";
import { Lateness } from "./lateness.ts";
import type { LiveSettings } from "./settings.ts";
import { PAST_MS, secondAt } from "./timing.ts";

/** The time of day, which may be stepped. */
export interface WallClock {
  /** Returns milliseconds since 1970. */
  now(): number;
  /** Waits about that long; by the system's timers if absent. */
  sleep?(ms: number): Promise<void>;
}

/**
 * Holds batches until the wall clock has reached the time of their last event, so that none leaves early, whatever the
 * clock does meanwhile; and counts how late they leave.
 *
 * What has become due while the past was written is late through no fault of the run. It counts once the run has caught
 * up, or after as much time again.
 */
export class LiveClock implements Clock {
  readonly lateness = new Lateness();
  readonly sleep: Clock["sleep"];
  readonly #beganMs: number;
  #hasCaughtUp = false;
  /** Events that are due from then on count in any case. */
  #graceEndMs: number | undefined;

  constructor(
    private readonly dueTimes: DueTimesTable,
    private readonly wall: WallClock,
    private readonly timing: LiveSettings["timing"],
  ) {
    this.#beganMs = wall.now();
    this.sleep = wall.sleep && ((ms) => wall.sleep!(ms));
  }

  untilDueMs(batch: number): number {
    const { lastMs } = this.dueTimes.get(batch);
    if (lastMs === PAST_MS) return 0;
    const untilMs = lastMs - this.wall.now();
    if (untilMs > 0) this.#hasCaughtUp = true;
    return untilMs;
  }

  second(): number | undefined {
    return this.timing.kind === "time" ? secondAt(this.timing, this.wall.now()) : undefined;
  }

  leaves(batch: number, events: number): void {
    const { firstMs } = this.dueTimes.get(batch);
    const nowMs = this.wall.now();
    if (firstMs === PAST_MS || this.#graceEndMs === undefined) this.#graceEndMs = nowMs + (nowMs - this.#beganMs);
    if (firstMs === PAST_MS || !(this.#hasCaughtUp || firstMs >= this.#graceEndMs)) return;
    this.lateness.add(nowMs - firstMs, events);
  }
}
