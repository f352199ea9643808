import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** V8 also returns the pages that it keeps for later; Node 20 does not know this and collects as usual. */
const THOROUGH = { type: "major", execution: "sync", flavor: "last-resort" };

/**
 * Collects this isolate's garbage, so that what compiling a model leaves behind is not taken for memory that the run needs. A
 * few milliseconds; for where memory is short.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as (options: object) => void)(THOROUGH);
  setFlagsFromString("--no-expose-gc");
}
