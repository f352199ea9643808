import { constants } from "node:buffer";

/** Maximum length of a JavaScript string: enough for a manifest of more than a million files. */
export const MOST_MANIFEST_BYTES = constants.MAX_STRING_LENGTH;
/** Smaller manifests need little memory, whatever they contain. */
const SMALL_CHARACTERS = 16 << 20;
/** A file's entry has 14 values in 250 characters or more. */
const LEAST_CHARACTERS_A_VALUE = 12;
const OPENINGS = new Set([0x2c, 0x5b, 0x7b]);

/**
 * Checks that a large text has no more values than a manifest of its length could have. JSON.parse needs dozens of
 * bytes for each value, so 500 MB of `[[],[],...` would exhaust the memory. Returns the problem; undefined if the text
 * may be parsed.
 */
export function checkDensity(text: string): string | undefined {
  if (text.length <= SMALL_CHARACTERS) return undefined;
  const most = text.length / LEAST_CHARACTERS_A_VALUE;
  let values = 0;
  for (let at = 0; at < text.length; at++) if (OPENINGS.has(text.charCodeAt(at))) values++;
  return values <= most
    ? undefined
    : `it has ${values} values in ${text.length} characters, more than any manifest has`;
}
