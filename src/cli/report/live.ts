import type { Settings } from "../../config/settings.ts";
import { formatInstant } from "../../config/time.ts";
import type { Written } from "../../output/containers/container.ts";
import type { OutputSettings } from "../../output/settings.ts";
import { count } from "../../system/figures.ts";
import type { Lateness } from "../../workers/live/lateness.ts";

/** Seconds over which the rate is measured. */
const RATE_SECONDS = 5;

function instantOf({ startSeconds, startMilliseconds }: Settings, second: number): string {
  return formatInstant(startSeconds + second, startMilliseconds);
}

function milliseconds(ms: number): string {
  return `${count(Math.ceil(ms))} ms`;
}

/** `99.9 % at most 7 ms late`; undefined if no event was live. */
export function describeLateness(lateness: Lateness | undefined): string | undefined {
  if (lateness === undefined || lateness.count === 0) return undefined;
  return `99.9 % at most ${milliseconds(lateness.quantile(0.999))} late`;
}

/** The progress of a live run: how many events a second leave now, up to which time stamp, and how late. */
export class LiveProgress {
  #samples: { atMs: number; events: number }[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly lateness: Lateness | undefined,
  ) {}

  /** @param nowMs of any clock that is not set */
  parts({ events, seconds }: Written, nowMs: number): string[] {
    const late = describeLateness(this.lateness);
    const reached = events === 0 ? "no event yet" : `up to ${instantOf(this.settings, seconds)}`;
    const rate = `${count(this.#rate(events, nowMs))} events/s`;
    return [`${count(events)} events`, rate, reached, ...(late === undefined ? [] : [late])];
  }

  #rate(events: number, nowMs: number): number {
    this.#samples.push({ atMs: nowMs, events });
    while (this.#samples.length > 2 && nowMs - this.#samples[1]!.atMs >= RATE_SECONDS * 1000) this.#samples.shift();
    const [first] = this.#samples;
    const elapsedSeconds = (nowMs - first!.atMs) / 1000;
    return elapsedSeconds > 0 ? (events - first!.events) / elapsedSeconds : 0;
  }
}

/** What has left when a run is stopped, and how to go on. */
export function describeStop({ events, seconds }: Written, settings: Settings, output: OutputSettings): string {
  const { split, kafka, manifest } = output;
  const canResume = split !== undefined || (kafka !== undefined && manifest !== undefined);
  const left =
    events === 0 ? "before the first event" : `after ${count(events)} events, up to ${instantOf(settings, seconds)}`;
  return `stopped ${left}${canResume ? "; the same command with --resume goes on" : ""}`;
}
