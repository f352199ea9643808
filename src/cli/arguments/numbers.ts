const SUFFIX_EXPONENTS: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, g: 9 };

/**
 * A whole number as people write counts: `1000000`, `1M`, `1.5k`, `1e6`; k, M and G are powers of 1000, in either case. Undefined for
 * anything else, for a fraction that is left over, and for what a double does not hold exactly.
 */
export function parseCount(text: string): number | undefined {
  const [, whole, fraction = "", exponent, suffix = ""] =
    /^([+-]?\d+)(?:\.(\d+))?(?:e\+?(\d{1,3}))?([kmg])?$/i.exec(text) ?? [];
  if (whole === undefined) return undefined;
  // "1.0" may be meant as a thousand, as in much of Europe.
  if (fraction !== "" && exponent === undefined && suffix === "") return undefined;
  const scale = Number(exponent ?? 0) + (SUFFIX_EXPONENTS[suffix.toLowerCase()] as number);
  // One conversion from decimal digits, so that 1.1M is not 1100000.0000000002.
  const value = Number(`${whole}.${fraction}e${scale}`);
  return Number.isSafeInteger(value) ? value : undefined;
}
