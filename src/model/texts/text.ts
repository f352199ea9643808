/** How an engine writes what formats of text have in common. */
export interface TextStyle {
  /** A text with its quotes. */
  quote(text: string): string;
  double(value: number): string;
}

const MUST_ESCAPE = /["\\\u0000-\u001f]/;
const ALL_TO_ESCAPE = /["\\\u0000-\u001f]/g;
const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return SHORT_ESCAPES[character] ?? `\\u${code}`;
}

/** The text as a JSON string with its quotes; escapes as the original's library does (upper-case hexadecimal digits). */
export function quote(text: string): string {
  return MUST_ESCAPE.test(text) ? `"${text.replace(ALL_TO_ESCAPE, escapeCharacter)}"` : `"${text}"`;
}

const ALL_TO_ESCAPE_FOR_THE_ORIGINAL = /["\\\u0000-\u001f\ud800-\udfff]/g;

/** The same as the original writes it: a character above U+FFFF as its two surrogates, and half of one likewise. */
export function quoteLikeTheOriginal(text: string): string {
  return `"${text.replace(ALL_TO_ESCAPE_FOR_THE_ORIGINAL, escapeCharacter)}"`;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The position after a JSON string's closing quote; its opening quote is before `start`. */
export function endOfQuoted(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/**
 * The shortest decimal that reads back to the same double, laid out as Java's Double.toString does:
 * at least one digit after the point, exponent notation below 0.001 and from 10^7.
 */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  const plain = String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}

/** The same for any double: the original's library writes NaN and infinities, which JSON has no numbers for, as strings. */
export function doubleLikeTheOriginal(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? "-0.0" : javaDouble(value);
}

/** Of the default engine. */
export const DEFAULT_STYLE: TextStyle = { quote, double: javaDouble };
export const ORIGINAL_STYLE: TextStyle = { quote: quoteLikeTheOriginal, double: doubleLikeTheOriginal };
