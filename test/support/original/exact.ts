/** Elementary functions to some 190 bits, as fixed-point integers in units of 2^-200. */

const BITS = 200n;
const ONE = 1n << BITS;
const SMALLEST_EXPONENT = 1074;

const view = new DataView(new ArrayBuffer(8));

/** A finite double, exact to 200 bits after the point. */
export function fixed(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0) & 0x7fff_ffff_ffff_ffffn;
  const exponent = bits >> 52n;
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const shift = BITS - BigInt(SMALLEST_EXPONENT) + (exponent === 0n ? 0n : exponent - 1n);
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -size : size;
}

const times = (one: bigint, other: bigint) => (one * other) >> BITS;

/** first + first * x / k(1) + ..., each term the one before times x and divided by the next of `divisors`. */
function series(first: bigint, x: bigint, divisorOf: (term: number) => number): bigint {
  let sum = first;
  let term = first;
  for (let n = 1; term !== 0n && term !== -1n; n++) {
    term = times(term, x) / BigInt(divisorOf(n));
    sum += term;
  }
  return sum;
}

export function exactExp(x: number): bigint {
  return series(ONE, fixed(x), (n) => n);
}

export function exactSine(x: number): bigint {
  const at = fixed(x);
  return series(at, -times(at, at), (n) => 2 * n * (2 * n + 1));
}

export function exactCosine(x: number): bigint {
  const at = fixed(x);
  return series(ONE, -times(at, at), (n) => (2 * n - 1) * 2 * n);
}

/** 2 artanh((x - 1) / (x + 1)) = ln x. */
function logarithmNear1(x: bigint): bigint {
  const s = ((x - ONE) << BITS) / (x + ONE);
  const z = times(s, s);
  let sum = 0n;
  for (let power = s, k = 1n; power !== 0n && power !== -1n; power = times(power, z), k += 2n) sum += power / k;
  return 2n * sum;
}

const LN_2 = logarithmNear1(2n * ONE);

/** -ln(units / 2^52). */
export function exactMinusLn(units: bigint): bigint {
  const digits = BigInt(units.toString(2).length);
  return (53n - digits) * LN_2 - logarithmNear1((units << BITS) >> (digits - 1n));
}

/**
 * The distance of a double from the true value, in units of that value's last place, or of `smallest` where that is
 * larger.
 */
export function errorInUlps(got: number, exact: bigint, smallest = 0): number {
  const size = Math.abs(Number(exact) / Number(ONE));
  const ulp = Math.max(2 ** (Math.floor(Math.log2(size)) - 52), smallest);
  return Math.abs(Number(fixed(got) - exact) / Number(ONE)) / ulp;
}
