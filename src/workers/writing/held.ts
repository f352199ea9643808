import { setTimeout } from "node:timers/promises";
import type { RunContainer } from "../../output/containers/container.ts";
import type { Batch } from "../../output/formats/encoder.ts";
import { sleepMs } from "../../system/threads.ts";
import type { WriterOptions } from "./clock.ts";

/** Longest sleep in milliseconds, so that a clock that was set is noticed. */
const LONGEST_SLEEP_MS = 50;

/** The batches that a clock holds back. */
export class Held {
  #heldMs = 0;

  constructor(private readonly options: Pick<WriterOptions, "clock" | "isPolite">) {}

  /** Whether the next batch waited for its time at the last count. */
  get isHolding(): boolean {
    return this.#heldMs > 0;
  }

  /** Returns how many of these batches, `count` from `batch` on, may leave. */
  countDue(batch: number, count: number): number {
    this.#heldMs = 0;
    const { clock } = this.options;
    if (clock === undefined) return count;
    for (let index = 0; index < count; index++) {
      const untilMs = clock.untilDueMs(batch + index);
      if (untilMs <= 0) continue;
      if (index === 0) this.#heldMs = untilMs;
      return index;
    }
    return count;
  }

  /** The batches from `first` on are passed to the container. */
  leave(first: number, batches: readonly Batch[]): void {
    const { clock } = this.options;
    if (clock?.leaves === undefined) return;
    for (const [index, { events }] of batches.entries()) clock.leaves(first + index, events);
  }

  /** Tells the container the time. The next batch is known, so no event follows that is before it. */
  passTime(container: Pick<RunContainer, "passes">, { firstSecond }: Pick<Batch, "firstSecond">): void {
    const second = this.options.clock?.second?.();
    if (second !== undefined) container.passes?.(Math.min(second, firstSecond));
  }

  /** Waits until the next batch may leave, but not for long. @param isBusy this thread has to notice something else */
  sleep(isBusy: boolean): Promise<void> | undefined {
    const waitMs = Math.min(this.#heldMs, LONGEST_SLEEP_MS);
    const { clock, isPolite } = this.options;
    if (clock?.sleep !== undefined) return clock.sleep(waitMs);
    if (isBusy || isPolite) return setTimeout(waitMs);
    sleepMs(waitMs);
    return undefined;
  }
}
