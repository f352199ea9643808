import { problemOfInstant } from "../window/relative.ts";

/** A part of a JSON Schema (draft 7). */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A rule for a value: `wants` completes "give ..."; `read` returns undefined for a value that breaks the rule. */
export interface Rule<T> {
  wants: string;
  /** The values that the rule accepts, as far as a schema can say; absent where no schema is made of the rule. */
  schema?: JsonSchema;
  /** The literal is the value as the file writes it. */
  read(value: unknown, literal: () => string): T | undefined;
}

export const text: Rule<string> = {
  wants: "a string of whole Unicode characters",
  schema: { type: "string" },
  // Half a surrogate pair, which JSON can escape, has no UTF-8 form and so could never be written.
  read: (value) => (typeof value === "string" && !/\p{Surrogate}/u.test(value) ? value : undefined),
};

export const options: Rule<string[]> = {
  wants: 'an array of options of the JVM, such as ["-Xmx4g"]',
  schema: { type: "array", items: { type: "string" } },
  read: (value) => (Array.isArray(value) && value.every((option) => typeof option === "string") ? value : undefined),
};

export const flag: Rule<boolean> = {
  wants: "true or false",
  schema: { type: "boolean" },
  read: (value) => (typeof value === "boolean" ? value : undefined),
};

export const dateTime: Rule<string> = {
  wants: "a date-time that exists, as 2026-01-31T00:00:00, or now or -2h",
  schema: { type: "string", examples: ["2026-01-31T00:00:00", "now", "-2h"] },
  read: (value) => (typeof value === "string" && problemOfInstant(value) === undefined ? value : undefined),
};

/** The calendar that looks the holidays up knows which countries exist. */
export const country: Rule<string> = {
  wants: 'the two capital letters of a country, such as "US", or "none"',
  schema: { type: "string", pattern: "^([A-Z]{2}|none)$" },
  read: (value) => (typeof value === "string" && /^([A-Z]{2}|none)$/.test(value) ? value : undefined),
};

/** A finite number that the condition accepts. @param limits the condition, as a JSON Schema has it */
export function number(wants: string, accepts: (value: number) => boolean, limits: JsonSchema = {}): Rule<number> {
  return {
    wants,
    schema: { type: "number", ...limits },
    read: (value) => (typeof value === "number" && Number.isFinite(value) && accepts(value) ? value : undefined),
  };
}

/** Integers may be written as 101.0 or 1e6 too, as the original's number parser allowed. */
export function integer(what: string, least: number, most: number): Rule<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  return number(
    `an integer ${range}${what && ` (${what})`}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
    { type: "integer", minimum: least, maximum: most },
  );
}

/** Exact to the last digit: beyond 2^53, where a double is not, by the digits in the file. */
export const integer64: Rule<bigint> = {
  wants: "an integer from -2^63 to 2^63-1",
  // The double next to 2^63 - 1 is 2^63.
  schema: { type: "integer", minimum: -(2 ** 63), maximum: 2 ** 63 },
  read: (value, literal) => {
    if (typeof value !== "number") return undefined;
    const exact = Number.isSafeInteger(value) ? BigInt(value) : exactInteger(literal());
    return exact !== undefined && BigInt.asIntN(64, exact) === exact ? exact : undefined;
  },
};

/** Returns undefined for anything but an integer, for exponents far outside 64 bits, and for an excessive number of digits. */
function exactInteger(literal: string): bigint | undefined {
  if (literal.length > 1000) return undefined;
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal)!;
  const digits = `${whole}${fraction}`.replace(/0+$/, "");
  const zeros = whole!.length + Number(exponent) - digits.length;
  if (digits === "") return 0n;
  return zeros < 0 || zeros > 19 ? undefined : BigInt(`${sign}${digits}${"0".repeat(zeros)}`);
}
