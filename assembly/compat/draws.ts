// The original's draws other than the uniform ones: normal, exponential, weighted choices. Each takes numbers from the
// generator in the original's order.
import { COMPAT_GAUSSIAN, COMPAT_HAS_GAUSSIAN } from "../layout/compat";
import {
  LIST_ENDS,
  LIST_GUIDE,
  LIST_RECIPROCAL,
  LIST_RECIPROCAL_SHIFT,
  LIST_SHIFT,
  LIST_TOTAL,
  LIST_VALUES,
} from "../layout/model";
import { cosine, exp, minusLn, sine, toInt } from "./functions";
import { drawBits, drawDouble, drawUnits } from "./twister";

const TURN: f64 = 6.283185307179586;
/** The square root of e, as `exp(0.5)` returns it. */
const SQRT_E: f64 = 1.6487212707001282;

/** A normal deviate. They are made in pairs, and every second call returns the one that was kept. */
function drawGaussian(block: usize): f64 {
  if (load<u32>(block, COMPAT_HAS_GAUSSIAN)) {
    store<u32>(block, 0, COMPAT_HAS_GAUSSIAN);
    return load<f64>(block, COMPAT_GAUSSIAN);
  }
  const angle = TURN * drawDouble(block);
  const radius = sqrt<f64>(2 * minusLn(drawUnits(block)));
  store<f64>(block, radius * sine(angle), COMPAT_GAUSSIAN);
  store<u32>(block, 1, COMPAT_HAS_GAUSSIAN);
  return radius * cosine(angle);
}

/** A deviate whose logarithm is normal, with mean 1. */
export function drawLogNormal(block: usize): f64 {
  return exp(drawGaussian(block)) / SQRT_E;
}

/** An exponential deviate in whole seconds, as a 32-bit int. */
// @ts-ignore: decorator
@inline
export function drawSeconds(block: usize, mean: f64): i32 {
  return toInt(mean * minusLn(drawUnits(block)));
}

/**
 * A whole number below the list's total, which is above 0. The original repeats a draw at the upper end of the range,
 * where the last multiple of the total is not complete.
 */
// @ts-ignore: decorator
@inline
function drawKey(block: usize, list: usize): u32 {
  const total = load<u32>(list, LIST_TOTAL);
  const reciprocal = load<u32>(list, LIST_RECIPROCAL);
  if (reciprocal == 0) return <u32>((<u64>total * <u64>(drawBits(block) >>> 1)) >>> 31);
  const shift = <u64>load<u32>(list, LIST_RECIPROCAL_SHIFT);
  while (true) {
    const bits = drawBits(block) >>> 1;
    const rounds = <u32>((<u64>bits * <u64>reciprocal) >>> shift);
    const start = rounds * total;
    if (start + (total - 1) < 0x80000000) return bits - start;
  }
}

/** The value of the entry that a draw selects. The list's total must be above 0. */
export function drawEntry(block: usize, list: usize): u32 {
  const key = drawKey(block, list);
  let index = load<u32>(<usize>load<u32>(list, LIST_GUIDE) + (<usize>(key >>> load<u32>(list, LIST_SHIFT)) << 2));
  const ends = <usize>load<u32>(list, LIST_ENDS);
  while (key >= load<u32>(ends + (<usize>index << 2))) index++;
  const values = <usize>load<u32>(list, LIST_VALUES);
  return values == 0 ? index : load<u32>(values + (<usize>index << 2));
}
