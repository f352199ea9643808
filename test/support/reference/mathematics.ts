// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: these are the digits that docs/reference/engine.md fixes.
/** The functions of docs/reference/engine.md, "Functions". They use only operations that IEEE 754 rounds exactly, so every machine agrees. */

const LN2 = 0.6931471805599453;
const MAXIMUM_SECONDS = 2 ** 30 - 1;

/** x = fraction * 2^exponent with 1 <= fraction < 2, for normal x > 0. */
function split(x: number): { fraction: number; exponent: number } {
  let fraction = x;
  let exponent = 0;
  for (; fraction >= 2; exponent++) fraction /= 2;
  for (; fraction < 1; exponent--) fraction *= 2;
  return { fraction, exponent };
}

/** The natural logarithm of a normal x > 0, from the series of the inverse hyperbolic tangent. */
export function ln(x: number): number {
  let { fraction: m, exponent: e } = split(x);
  if (m > 1.4142135623730951) {
    m = m / 2;
    e = e + 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p = 1 / 23;
  for (let k = 21; k >= 1; k -= 2) p = p * z + 1 / k;
  return e * LN2 + 2 * s * p;
}

/** e to the power of x, for results within the normal range. */
export function exp(x: number): number {
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const r = x - k * LN2;
  let p = 1;
  for (let j = 14; j >= 1; j--) p = 1 + (p * r) / j;
  for (let i = 0; i < k; i++) p = p * 2;
  for (let i = 0; i > k; i--) p = p / 2;
  return p;
}

/** The sine of (second - 3 h) / 24 h of a turn: lowest at 21:00, highest at 09:00. */
export function dayCurve(secondOfDay: number): number {
  let t = (secondOfDay + 75600) % 86400;
  const negative = t >= 43200;
  if (negative) t = t - 43200;
  if (t > 21600) t = 43200 - t;
  const a = t * 7.27220521664304e-5;
  const z = a * a;
  let p = 1;
  for (let j = 21; j >= 3; j -= 2) p = 1 - (p * z) / (j * (j - 1));
  return negative ? -(a * p) : a * p;
}

/** An exponentially distributed number with mean 1, below 23, from 32 random bits. */
export function exponential(bits: number): number {
  const { fraction: m, exponent: e } = split(2 * bits + 1);
  const i = Math.floor((m - 1) * 256);
  const c = 1 + (i + 0.5) / 256;
  const q = m * (1 / c) - 1;
  const y = q * (1 - q * (0.5 - q * (1 / 3)));
  return (33 - e) * LN2 - (ln(c) + y);
}

/** Whole seconds, cut off well before 32-bit sums overflow. */
export function seconds(x: number): number {
  return Math.min(Math.trunc(x), MAXIMUM_SECONDS);
}

/** bits / 2^32 of `total`, rounded down: a number from 0 to total - 1. */
export function scale(bits: number, total: number): number {
  return Number((BigInt(bits) * BigInt(total)) >> 32n);
}

/** How many digits behind the point the shortest decimal has that reads back as the number. */
function decimalsOf(value: number): number {
  const [digits, exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits!.split(".")[1] ?? "").length - Number(exponent));
}

/** Whole numbers for weights that are not all whole, by shifting their decimal points, or else their shares of 2^30. */
export function wholeNumbers(weights: readonly number[]): number[] {
  const decimals = Math.max(...weights.map(decimalsOf));
  if (decimals === 0) return [...weights];
  const shifted = weights.map((weight) => Math.round(weight * 10 ** decimals));
  if (decimals <= 9 && shifted.reduce((sum, each) => sum + each, 0) < 2 ** 31) return shifted;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.floor((weight / sum) * 2 ** 30 + 0.5));
}

/** A choice among entries by integer weights. */
export class WeightedChoice {
  /** For each entry the sum of the weights up to and including its own. */
  readonly #sums: number[] = [];
  readonly total: number;

  constructor(weights: Iterable<number>) {
    let sum = 0;
    for (const weight of weights) {
      sum += weight;
      this.#sums.push(sum);
    }
    this.total = sum;
  }

  /** The index of the entry that 32 random bits choose; entries of weight 0 are never chosen. */
  pick(bits: number): number {
    const key = scale(bits, this.total);
    return this.#sums.findIndex((sum) => key < sum);
  }
}
