import { expect } from "vitest";
import type { SeenEvent } from "../../../src/predict/compare/transcript.ts";
import type { Week } from "../../../src/predict/population/week.ts";
import { SIGMA_LIMIT } from "../../support/statistics/measures.ts";

const DAY_SECONDS = 86_400;
/** What the prediction of times leaves out, as docs/internals/prediction.md says. */
const APPROXIMATION = 0.01;

/** Counts when the sessions of a run start. */
export class Starts implements Week {
  readonly days = new Array<number>(7).fill(0);
  readonly hours = new Array<number>(24).fill(0);

  add({ itemInSession, ts }: Pick<SeenEvent, "itemInSession" | "ts">): void {
    if (itemInSession !== 0) return;
    const seconds = Math.floor(ts / 1000);
    this.days[(Math.floor(seconds / DAY_SECONDS) + 3) % 7]!++; // 1970 began with a Thursday
    this.hours[Math.floor((seconds % DAY_SECONDS) / 3600)]!++;
  }

  /** Days and hours whose share is further from the prediction than chance and what the prediction leaves out explain. */
  misfitsOf(week: Week): string[] {
    return (["days", "hours"] as const).flatMap((part) => {
      const counts = this[part];
      const count = counts.reduce((sum, own) => sum + own, 0);
      return week[part].flatMap((share, index) => {
        const noise = Math.sqrt((share * (1 - share)) / count);
        const difference = counts[index]! / count - share;
        return Math.abs(difference) < SIGMA_LIMIT * noise + APPROXIMATION * share
          ? []
          : [`${part} ${index}: ${counts[index]! / count} instead of ${share}`];
      });
    });
  }

  expectIn(week: Week): void {
    expect(this.misfitsOf(week)).toEqual([]);
  }
}
