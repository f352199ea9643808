import { constants } from "node:buffer";

/** As long as a text can be: a manifest of some million files. */
export const MOST_MANIFEST_BYTES = constants.MAX_STRING_LENGTH;
/** Smaller ones take little memory, whatever is in them. */
const SMALL_CHARACTERS = 16 << 20;
/** A file's entry has 14 values in 250 characters or more. */
const LEAST_CHARACTERS_A_VALUE = 12;
const OPENINGS = new Set([0x2c, 0x5b, 0x7b]);

/**
 * Says what is wrong with a large text that has more values than a manifest of this length: JSON takes dozens of bytes of memory for
 * each, so that `[[],[],...` of 500 MB would end the process. Undefined where it may be parsed.
 */
export function checkDensity(text: string): string | undefined {
  if (text.length <= SMALL_CHARACTERS) return undefined;
  const most = text.length / LEAST_CHARACTERS_A_VALUE;
  let values = 0;
  for (let at = 0; at < text.length; at++) if (OPENINGS.has(text.charCodeAt(at))) values++;
  return values <= most ? undefined : `it has ${values} values in ${text.length} characters, as no list of files does`;
}
