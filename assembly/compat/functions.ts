// Logarithm, exponential, sine and cosine for the original's engine, made of IEEE operations alone.
//
// The original takes them from Java's libraries, which are exact to one unit in the last place and mostly to half of
// one. Results are truncated to whole seconds, or scale the means of such results, so a difference shows only where a product
// is within a relative distance of some 1e-16 of a whole number: for gaps of a minute to a day less than once in 10^11 draws. The
// functions here are within one unit of the true value (test/kernel/module/original-functions.test.ts). The day curve is the exception,
// because the sine is exactly 0, 1/2 or 1 at some whole seconds of the day: there the last bit decides, and it is correct.
import { DAY_CURVE, DAY_SECONDS, LOGARITHMS, P_DAMPING, PARAMETERS } from "../layout/run";

/** ln 2 and pi / 2 in two parts; the first has zeros for its last 20 bits, so that small multiples of it are exact. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const QUARTER_TURN_HIGH: f64 = 1.5707963267341256;
const QUARTER_TURN_LOW: f64 = 6.077100506506192e-11;
const PI: f64 = 3.141592653589793;
const FRACTION_MASK: u64 = 0x000fffffffffffff;
const ONE_BITS: u64 = 0x3ff0000000000000;
/** The upper 32 bits of a double's 53. */
const SHORT_MASK: u64 = 0xffffffffffe00000;
const INVERSE_UNITS: f64 = 1048576;
const LARGEST_INT: f64 = 2147483647;

// @ts-ignore: decorator
@inline
function shortened(x: f64): f64 {
  return reinterpret<f64>(reinterpret<u64>(x) & SHORT_MASK);
}

/** A double as a 32-bit int, as Java converts it: truncated toward zero and limited to the range of an int; 0 for NaN. */
// @ts-ignore: decorator
@inline
export function toInt(x: f64): i32 {
  if (x != x) return 0;
  return <i32>max<f64>(min<f64>(x, LARGEST_INT), -LARGEST_INT - 1);
}

/**
 * -ln(x) for a multiple of 2^-20 from 1/2 to 1: 2 artanh((1 - x) / (1 + x)). The quotient is computed in two parts, the first of
 * which is exact when it is multiplied back, and the small terms are added before the large one.
 */
function minusLnOfShort(x: f64): f64 {
  const s = (1 - x) / (1 + x);
  const high = shortened(s);
  const low = (1 - x - high * (1 + x)) / (1 + x);
  const z = s * s;
  let p: f64 = 1.0 / 41.0;
  for (let k = 39; k >= 3; k -= 2) p = p * z + 1.0 / <f64>k;
  return 2 * high + (2 * low + 2 * s * (z * p));
}

/** For each 256th of [1, 2): a number of 20 bits near 1 / its middle, and minus that number's logarithm. */
function prepareInverses(): void {
  for (let i = 0; i < 256; i++) {
    const inverse = nearest<f64>(INVERSE_UNITS / (1 + (<f64>i + 0.5) / 256)) / INVERSE_UNITS;
    store<f64>(LOGARITHMS + (<usize>i << 4), inverse);
    store<f64>(LOGARITHMS + (<usize>i << 4), minusLnOfShort(inverse), 8);
  }
}

/**
 * -ln(units * 2^-52) for units below 2^52, infinite for 0. With x = m * 2^-e and the table's inverse v: m * v - 1 is exact
 * in its first part, |m * v - 1| < 1/500, and six terms of the series reach 1e-20. The error is below 2^-52, or one unit in
 * the last place of the result where that is more.
 */
// @ts-ignore: decorator
@inline
export function minusLn(units: u64): f64 {
  if (units == 0) return Infinity;
  const bits = reinterpret<u64>(<f64>(<i64>units));
  const e = <f64>(<i32>(1075 - <i32>(bits >>> 52)));
  const m = reinterpret<f64>((bits & FRACTION_MASK) | ONE_BITS);
  const entry = LOGARITHMS + ((<usize>(bits >>> 44) & 255) << 4);
  const inverse = load<f64>(entry);
  const high = shortened(m);
  const q = high * inverse - 1 + (m - high) * inverse;
  const y = q - q * q * (0.5 - q * (1.0 / 3.0 - q * (0.25 - q * (0.2 - q * (1.0 / 6.0)))));
  return e * LN2_HIGH - (load<f64>(entry, 8) + (y - e * LN2_LOW));
}

/** e to the x for |x| < 700: Taylor's series after the nearest power of two is taken out, with the leading 1 added last. */
export function exp(x: f64): f64 {
  const k = nearest<f64>(x * 1.4426950408889634);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  let p: f64 = 1.0 / 15.0;
  for (let j = 14; j >= 3; j--) p = (1 + p * r) / <f64>j;
  return (1 + (r + (lost + r * r * (0.5 * (1 + p * r))))) * reinterpret<f64>(<u64>(<i64>k + 1023) << 52);
}

/** The sine of r + low for |r| <= pi / 4. */
function sineNear0(r: f64, low: f64): f64 {
  const z = r * r;
  let p: f64 = 1;
  for (let j = 19; j >= 5; j -= 2) p = 1 - (p * z) / <f64>(j * (j - 1));
  return r + (low - r * z * (p / 6));
}

/** The cosine of r + low for |r| <= pi / 4. */
function cosineNear0(r: f64, low: f64): f64 {
  const z = r * r;
  const half = 0.5 * z;
  let p: f64 = 1;
  for (let j = 20; j >= 6; j -= 2) p = 1 - (p * z) / <f64>(j * (j - 1));
  const sum = 1 - half;
  return sum + (1 - sum - half + (z * z * (p / 24) - r * low));
}

/** The sine of x for |x| < 8, or of x plus a number of quarter turns. */
function sineOf(x: f64, quarters: i32): f64 {
  const k = nearest<f64>(x * (2.0 / PI));
  const high = x - k * QUARTER_TURN_HIGH;
  const low = k * QUARTER_TURN_LOW;
  const r = high - low;
  const lost = high - r - low;
  const quadrant = (<i32>k + quarters) & 3;
  const size = quadrant & 1 ? cosineNear0(r, lost) : sineNear0(r, lost);
  return quadrant & 2 ? -size : size;
}

export function sine(x: f64): f64 {
  return sineOf(x, 0);
}

export function cosine(x: f64): f64 {
  return sineOf(x, 1);
}

/** By how many seconds a session at each second of the day is moved. */
function prepareCurve(): void {
  const amplitude = load<f64>(PARAMETERS, P_DAMPING) * <f64>DAY_SECONDS;
  for (let second: i32 = 0; second < <i32>DAY_SECONDS; second++) {
    const angle = (<f64>((second - 10800) * 2) * PI) / <f64>DAY_SECONDS;
    store<i32>(DAY_CURVE + (<usize>second << 2), toInt(amplitude * sine(angle)));
  }
}

/** Fills the fixed tables with this engine's values instead of the default engine's. */
export function prepareCompatTables(): void {
  prepareInverses();
  prepareCurve();
}
