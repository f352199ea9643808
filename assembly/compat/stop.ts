// Where the original ends with a stack trace, this engine stops and says why; the events before stay.
import { COMPAT_ENDED, COMPAT_STOP, COMPAT_STOP_PAIR, STOP_NONE } from "../layout";

/** Ends the run for a reason (STOP_...) that is about an (auth, level) pair or, with 0, about none. The first reason stays. */
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
