const TOLERANCE = 1e-12;
const MOST_TERMS = 10_000;

/** ln of the gamma function (Lanczos' approximation with g = 7), for x > 0. */
function lnGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const sum = terms.reduce((total, term, index) => total + term / (x + index), 0.9999999999998099);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The distribution function of a gamma variable with this shape and scale 1: its series, or its continued fraction (Lentz' method). */
export function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let count = 1; count < MOST_TERMS && term > sum * TOLERANCE; count++) {
      term *= x / (shape + count);
      sum += term;
    }
    return Math.min(1, sum * front);
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let count = 1; count < MOST_TERMS; count++) {
    const a = -count * (count - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < TOLERANCE) break;
  }
  return Math.max(0, 1 - front * fraction);
}

/**
 * For j = 1, 2, ...: the probability that at least j sessions begin in a time in which `count` of them are expected, where cycles from one to the
 * next have this coefficient of variation. The time from the beginning to session j counts as a gamma variable with the right mean and
 * variance; at the beginning a cycle is under way, unless `begins` says that a session has just begun.
 */
export function atLeast(count: number, variation: number, most: number, begins = false): number[] {
  const square = Math.max(1e-4, variation ** 2);
  const firstCycles = begins ? 1 : (1 + square) / 2;
  const result: number[] = [];
  let sum = 0;
  for (let session = 0; session < most; session++) {
    const probability = gammaBelow((session + firstCycles) / square, count / square);
    result.push(probability);
    sum += probability;
    if (probability < TOLERANCE) break;
  }
  // In the long run exactly `count` begin; the gamma distribution misses that by little.
  if (begins || sum === 0 || result.length === most) return result;
  return result.map((probability) => Math.min(1, (probability * count) / sum));
}
