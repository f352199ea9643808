// The functions that decide bytes, made of IEEE operations alone, so that every engine computes the same results.
// Formulas and error bounds: docs/reference/engine.md, "Functions".
import { DAY_CURVE, DAY_SECONDS, LOGARITHMS, P_DAMPING, PARAMETERS } from "../layout/run";

const LN2: f64 = 0.6931471805599453;
const SQRT2: f64 = 1.4142135623730951;
const EXPONENT_BIAS: i64 = 1023;
const FRACTION_MASK: u64 = 0x000fffffffffffff;
const ONE_BITS: u64 = 0x3ff0000000000000;

/** Natural logarithm of a normal double above 0, to about 1e-16 of the result. */
export function ln(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <f64>(<i64>(bits >>> 52) - EXPONENT_BIAS);
  let m = reinterpret<f64>((bits & FRACTION_MASK) | ONE_BITS);
  if (m > SQRT2) {
    m = m / 2;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p: f64 = 1.0 / 23.0;
  for (let k = 21; k >= 1; k -= 2) p = p * z + 1.0 / <f64>k;
  return exponent * LN2 + 2 * s * p;
}

/** e to the x for |x| < 700. */
export function exp(x: f64): f64 {
  const k = floor<f64>(x * 1.4426950408889634 + 0.5);
  const r = x - k * LN2;
  let p: f64 = 1;
  for (let j = 14; j >= 1; j--) p = 1 + (p * r) / <f64>j;
  return p * reinterpret<f64>(<u64>(<i64>k + EXPONENT_BIAS) << 52);
}

/** The sine of the day's turn that is 0 at 03:00 and 1 at 09:00, for a second of the day. */
function daySine(second: i32): f64 {
  let t = (second + 75600) % 86400;
  const negative = t >= 43200;
  if (negative) t -= 43200;
  if (t > 21600) t = 43200 - t;
  const a = <f64>t * 7.27220521664304e-5;
  const z = a * a;
  let p: f64 = 1;
  for (let j = 21; j >= 3; j -= 2) p = 1 - (p * z) / <f64>(j * (j - 1));
  return negative ? -(a * p) : a * p;
}

/** Fills the table of the day curve: by how many seconds a session at this second of the day is moved. */
export function prepareDayCurve(): void {
  const amplitude = load<f64>(PARAMETERS, P_DAMPING) * 86400;
  for (let second: u32 = 0; second < DAY_SECONDS; second++) {
    store<i32>(DAY_CURVE + (<usize>second << 2), <i32>(amplitude * daySine(second)));
  }
}

/** Fills the table that `exponential` reads: 1 / c and ln(c) for the middle c of each 256th of [1, 2). */
export function prepareLogarithms(): void {
  for (let i = 0; i < 256; i++) {
    const c = 1 + (<f64>i + 0.5) / 256;
    store<f64>(LOGARITHMS + (<usize>i << 4), 1 / c);
    store<f64>(LOGARITHMS + (<usize>i << 4), ln(c), 8);
  }
}

/**
 * An exponential deviate of mean 1: minus the logarithm of (2 r + 1) / 2^33. A table takes the logarithm of the
 * top eight bits of the fraction; three terms of the series do the rest, to 2e-11.
 */
// @ts-ignore: decorator
@inline
export function exponential(r: u32): f64 {
  const bits = reinterpret<u64>(<f64>(<i64>(((<u64>r) << 1) | 1)));
  const exponent = <f64>(<i32>(1056 - <i32>(bits >>> 52)));
  const m = reinterpret<f64>((bits & FRACTION_MASK) | ONE_BITS);
  const entry = LOGARITHMS + ((<usize>(bits >>> 44) & 255) << 4);
  const q = m * load<f64>(entry) - 1;
  const y = q * (1 - q * (0.5 - q * (1.0 / 3.0)));
  return exponent * LN2 - (load<f64>(entry, 8) + y);
}
