// Numbers as Java's Integer.parseInt and Double.parseDouble read them, by their documentation.

const INT = /^[+-]?\d+$/;
const LEAST_INT = -(2 ** 31);
const LARGEST_INT = 2 ** 31 - 1;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?:([\da-fA-F]+)\.?|([\da-fA-F]*)\.([\da-fA-F]+))[pP]([+-]?\d+)[fFdD]?$/;
const NAMED = /^([+-]?)(NaN|Infinity)$/;
/** The characters that `String.trim` removes. */
const EDGES = /^[\u0000-\u0020]+|[\u0000-\u0020]+$/g;

const PRECISION_BITS = 53;
/** The exponent of the smallest double. */
const LEAST_EXPONENT = -1074;

/** Parses a decimal int; returns undefined if Java refuses it. */
export function parseJavaInt(text: string): number | undefined {
  const value = INT.test(text) ? Number(text) : Number.NaN;
  // Adding 0 turns -0, which no int is, into 0.
  return value >= LEAST_INT && value <= LARGEST_INT ? value + 0 : undefined;
}

/**
 * Parses a double in any form that Java accepts: `-0.5`, `1.`, `.5e3`, `1d`, `0x1.8p-2`, `NaN`, `-Infinity`.
 * Returns undefined if Java refuses it.
 */
export function parseJavaDouble(text: string): number | undefined {
  const trimmed = text.replace(EDGES, "");
  if (DECIMAL.test(trimmed)) return Number(trimmed.replace(/[fFdD]$/, ""));
  const [, sign, name] = NAMED.exec(trimmed) ?? [];
  if (name === "NaN") return Number.NaN;
  if (name !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const [, hexSign, whole, before = "", fraction = "", exponent] = HEXADECIMAL.exec(trimmed) ?? [];
  if (exponent === undefined) return undefined;
  const size = scaled(BigInt(`0x${whole ?? before + fraction}`), Number(exponent) - 4 * fraction.length);
  return hexSign === "-" ? -size : size;
}

/** The double nearest to significand * 2^exponent; of two that are equally near the even one. */
function scaled(significand: bigint, exponent: number): number {
  if (significand === 0n) return 0;
  const bits = significand.toString(2).length;
  if (bits + exponent > 1024) return Number.POSITIVE_INFINITY;
  if (bits + exponent < LEAST_EXPONENT) return 0;
  const cut = Math.max(bits - PRECISION_BITS, LEAST_EXPONENT - exponent);
  if (cut <= 0) return timesPowerOf2(Number(significand), exponent);
  const shift = BigInt(cut);
  const half = 1n << (shift - 1n);
  const rest = significand & ((1n << shift) - 1n);
  const kept = significand >> shift;
  const isUp = rest > half || (rest === half && (kept & 1n) === 1n);
  return timesPowerOf2(Number(isUp ? kept + 1n : kept), exponent + cut);
}

/** Multiplies in two steps: the power itself may exceed a double's range even if the product does not. */
function timesPowerOf2(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}
