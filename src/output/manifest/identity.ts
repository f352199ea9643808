import { createHash } from "node:crypto";
import type { Settings } from "../../config/settings.ts";
import { formatInstant } from "../../config/time.ts";
import type { Config } from "../../config/types.ts";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Everything that determines the bytes of a data set, and nothing else. */
export type Identity = { readonly [key: string]: Json };

const ID_BITS = 80;
const DIGIT_BITS = 5;
const GROUP_DIGITS = 4;
/** Crockford's base 32. It omits i, l, o and u, so that no two characters are easily confused. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
const LONGEST_VALUE = 60;
/** Compared first: runs most often differ because --from and --to were relative to another day. */
const START = "settings.startSeconds";
/** Settings that came from the configuration, or from an option that replaced its value. */
const SETTLED = ["seed", "startDate", "endDate", "userCount", "firstUserId", "growthRate", "tag", "holidays"] as const;

/** Converts a value to JSON: bigints as decimal strings, maps as objects, keys sorted, undefined values omitted. */
function plain(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") throw new TypeError(`JSON cannot represent ${String(value)}`);
  const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  const given = entries.filter(([, inner]) => inner !== undefined).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(given.map(([key, inner]) => [key, plain(inner)]));
}

/** The canonical JSON text of a value, which is hashed: keys in the order of UTF-16 units, no spaces. */
export function canonicalJson(value: unknown): string {
  return textOf(plain(value));
}

/** Not `JSON.stringify`, which moves keys such as "200" before all others. */
function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${textOf(inner)}`).join(",")}}`;
}

/** The sha256 of a value's canonical JSON, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** A configuration as plain JSON, without the path that it was read from. */
export function plainConfig({ file: _, ...config }: Config): Identity {
  return plain(config) as Identity;
}

/** `output` determines how events become bytes: format, codec with version and level, blocks, splitting, share. */
export function identityOf(parts: {
  engine: number | string;
  config: Config;
  settings: Settings;
  catalogHash: string;
  output: Readonly<Record<string, unknown>>;
}): Identity {
  const { config, ...others } = parts;
  const deciding = Object.entries(plainConfig(config)).filter(([key]) => !(SETTLED as readonly string[]).includes(key));
  return plain({ ...others, config: Object.fromEntries(deciding) }) as Identity;
}

/** The data set id, such as `es1-4k7q-x02m-9zdf-h3tb`: 80 bits of the identity's hash. */
export function dataSetId(identity: Identity): string {
  const hash = createHash("sha256").update(canonicalJson(identity)).digest();
  let rest = BigInt(`0x${hash.subarray(0, ID_BITS / 8).toString("hex")}`);
  let digits = "";
  for (let bit = 0; bit < ID_BITS; bit += DIGIT_BITS) {
    digits = DIGITS[Number(rest % 32n)] + digits;
    rest /= 32n;
  }
  return `es1-${digits.match(new RegExp(`.{${GROUP_DIGITS}}`, "g"))!.join("-")}`;
}

/** Returns the first difference, such as "seed: 7 there, 8 here"; `there` and `here` say which identity has which value. */
export function firstDifference(there: Identity, here: Identity): string | undefined {
  const found = differenceBelow("", there, here);
  if (found === undefined) return undefined;
  if (found.path === START) return `start: ${showInstant(found.there)} there, ${showInstant(found.here)} here`;
  const name = found.path.replace(/^(settings|output)\./, "");
  return `${name}: ${show(found.there)} there, ${show(found.here)} here`;
}

interface Difference {
  path: string;
  there: Json | undefined;
  here: Json | undefined;
}

function differenceBelow(path: string, there: Json | undefined, here: Json | undefined): Difference | undefined {
  if (!isBranch(there) || !isBranch(here) || Array.isArray(there) !== Array.isArray(here)) {
    return there === here ? undefined : { path, there, here };
  }
  for (const key of new Set([...Object.keys(there), ...Object.keys(here)])) {
    const below = Array.isArray(there) ? `${path}[${key}]` : `${path}${path === "" ? "" : "."}${key}`;
    const found = differenceBelow(below, ownValue(there, key), ownValue(here, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isBranch(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function ownValue(branch: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(branch, key) ? branch[key] : undefined;
}

function showInstant(seconds: Json | undefined): string {
  return typeof seconds === "number" ? formatInstant(seconds, 0) : show(seconds);
}

/** Omits the quotes around a string, as on the command line, unless it would be ambiguous without them. */
function show(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" && /^[\w.:-]+$/.test(value) ? value : canonicalJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}
