import {
  CONTROL_FAULT,
  FAULT_ITEMS,
  FAULT_POOL,
  FAULT_SESSIONS,
  FAULT_WAITING,
  ITEM_LIMIT,
  SESSION_LIMIT,
} from "../../../assembly/layout/control.ts";
import { RunError } from "../../system/errors.ts";

/** Throws if the kernel met a condition that ends the run. */
export function checkFault(memory: WebAssembly.Memory): void {
  const fault = Atomics.load(new Uint32Array(memory.buffer, CONTROL_FAULT, 1), 0);
  if (fault === FAULT_POOL) {
    throw new RunError(
      "more events at once than the slice's memory holds; use a larger -Xmx, or a smaller --slice-events (65536 is the default for small populations)",
    );
  }
  if (fault === FAULT_WAITING) {
    throw new RunError(
      "more events waited to arrive (--late, --duplicate, --outage, --burst) than there is memory for; use a larger -Xmx, or shorter delays",
    );
  }
  if (fault === FAULT_ITEMS) {
    throw new RunError(
      `a session reached ${ITEM_LIMIT} events: its states have no way out, or "alpha" is too small for its time to go on`,
    );
  }
  if (fault === FAULT_SESSIONS) {
    throw new RunError(
      `a user reached session number ${SESSION_LIMIT}, the last that session ids have room for; use a larger "beta" or a shorter window`,
    );
  }
}
