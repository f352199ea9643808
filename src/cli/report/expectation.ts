import type { Expectation } from "../../simulation/estimate.ts";
import { count, duration, megabytes } from "../../system/figures.ts";

/** What a run is expected to write, and how long it takes. */
export function describeExpectation({ events, rawBytes, bytes, eventsPerSecond, seconds }: Expectation): string[] {
  const compressed = bytes === rawBytes ? "not compressed" : `${megabytes(bytes)} compressed`;
  return [
    `events: about ${count(events)}; ${megabytes(rawBytes)}, ${compressed}`,
    `time: about ${duration(seconds)}, at ${count(eventsPerSecond)} events/s into nothing; a disk or a reader may take longer`,
  ];
}
