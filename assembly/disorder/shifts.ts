// Outages and bursts: stretches of time whose arrivals move to its end. They do not overlap, and keep the order of arrivals.
import {
  DISORDER_SHIFTS,
  DISORDER_SHIFT_COUNT,
  FATE_BURST,
  FATE_OUTAGE,
  SHIFT_BYTES,
  SHIFT_HOLD,
  SHIFT_PERIOD,
  SHIFT_RELEASE,
  SHIFT_START,
} from "../layout/disorder";
import { P_ORIGIN, PARAMETERS } from "../layout/run";

/** How far the second is into the stretch, or into its latest recurrence; negative before a stretch that comes once. */
// @ts-ignore: decorator
@inline
function secondsInto(shift: usize, second: i32): i64 {
  const period = <i64>load<u32>(shift, SHIFT_PERIOD);
  const into = <i64>second + <i64>(load<f64>(PARAMETERS, P_ORIGIN) - load<f64>(shift, SHIFT_START));
  if (period == 0) return into;
  const rest = into % period;
  return rest < 0 ? rest + period : rest;
}

/** The address of the stretch that holds arrivals in this second; 0 if none does. */
function shiftAt(block: usize, second: i32): usize {
  const count = <usize>load<u32>(block, DISORDER_SHIFT_COUNT);
  for (let index: usize = 0; index < count; index++) {
    const shift = block + DISORDER_SHIFTS + index * SHIFT_BYTES;
    const into = secondsInto(shift, second);
    if (into >= 0 && into < <i64>load<u32>(shift, SHIFT_HOLD)) return shift;
  }
  return 0;
}

/** When an event leaves that would arrive in this second: then, or later. */
export function leavesAt(block: usize, second: i32): i32 {
  const shift = shiftAt(block, second);
  if (shift == 0) return second;
  const into = secondsInto(shift, second);
  const hold = <i64>load<u32>(shift, SHIFT_HOLD);
  const release = <i64>load<u32>(shift, SHIFT_RELEASE);
  return second + <i32>(hold - release - into + (into * release) / hold);
}

/** Why an event that would arrive in this second is held. */
export function holderOf(block: usize, second: i32): u32 {
  const shift = shiftAt(block, second);
  return shift != 0 && load<u32>(shift, SHIFT_RELEASE) == 0 ? FATE_OUTAGE : FATE_BURST;
}
