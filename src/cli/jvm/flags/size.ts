const SUFFIXES = "kmgt";

/** Bytes as a JVM reads them: digits or 0x and hexadecimal ones, then nothing, k, m, g or t. Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, suffix] = /^(\d+|0x[\da-f]+)([kmgt]?)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const power = suffix === "" ? 0 : SUFFIXES.indexOf((suffix as string).toLowerCase()) + 1;
  const value = Number(digits) * 1024 ** power;
  return Number.isSafeInteger(value) ? value : undefined;
}
