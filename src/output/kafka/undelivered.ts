import type { Settings } from "../../config/settings.ts";
import { formatInstant } from "../../config/time.ts";
import { RunError } from "../../system/errors.ts";
import { count } from "../../system/figures.ts";
import type { Written } from "../containers/container.ts";
import type { KafkaFailure } from "./errors.ts";

/**
 * Returns the error with how much the broker has acknowledged, and how to go on.
 * @param written of this run; all events before its end are acknowledged
 * @param earlierEvents events that an interrupted run had sent
 */
export function withAcknowledged(
  { output, problem, advice }: KafkaFailure,
  { events, seconds }: Written,
  { startSeconds, startMilliseconds }: Settings,
  { earlierEvents, isResumable }: { earlierEvents: number; isResumable: boolean },
): RunError {
  const all = earlierEvents + events;
  const until = events === 0 ? "" : `, up to ${formatInstant(startSeconds + seconds, startMilliseconds)}`;
  const next = isResumable
    ? "repeat the command with --resume to go on from there"
    : "a run with --manifest could be resumed from there";
  return new RunError(`${output}: ${problem}; ${count(all)} events are acknowledged${until}; ${advice}; ${next}`);
}
