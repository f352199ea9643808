// Where the original ends with a stack trace, this engine stops and records why; the events before that are kept.
import { COMPAT_ENDED, COMPAT_STOP, COMPAT_STOP_PAIR, STOP_NONE } from "../layout/compat";

/** Ends the run for a reason (STOP_...). `pair` is the (auth, level) pair that it concerns, or 0. The first reason is kept. */
export function stop(block: usize, reason: u32, pair: u32): void {
  store<u32>(block, 1, COMPAT_ENDED);
  if (load<u32>(block, COMPAT_STOP) != STOP_NONE) return;
  store<u32>(block, reason, COMPAT_STOP);
  store<u32>(block, pair, COMPAT_STOP_PAIR);
}

// @ts-ignore: decorator
@inline
export function hasStopped(block: usize): bool {
  return load<u32>(block, COMPAT_STOP) != STOP_NONE;
}
