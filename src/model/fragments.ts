import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_CLASS,
  FRAGMENT_LENGTH,
  FRAGMENT_LIMIT,
  TAILS_LIMIT,
} from "../../assembly/layout/text.ts";
import type { Catalog } from "../catalog/types.ts";
import { showState } from "../config/states.ts";
import type { State } from "../config/types.ts";
import { UsageError } from "../system/errors.ts";
import type { Image } from "./image.ts";
import type { TextFormat } from "./texts/format.ts";

export interface FragmentTable {
  /** Address of the entries. */
  address: number;
  /** Length of the longest one. */
  longestBytes: number;
}

/**
 * Writes a table of `count` fragments; `put` appends one of them with its key, as an event contains it.
 * @param nameOf a fragment's name and origin, for messages
 * @throws UsageError if one is too long
 */
function putTable(
  image: Image,
  nameOf: (index: number) => string,
  count: number,
  put: (index: number) => void,
): FragmentTable {
  const address = image.reserve(count * FRAGMENT_BYTES, 8);
  let longestBytes = 0;
  for (let index = 0; index < count; index++) {
    const start = image.end;
    put(index);
    const byteLength = image.end - start;
    if (byteLength > FRAGMENT_LIMIT) {
      throw new UsageError(
        `${nameOf(index)} is ${byteLength} bytes long with its keys; at most ${FRAGMENT_LIMIT} are possible: shorten it`,
      );
    }
    image.setWord(address + index * FRAGMENT_BYTES + FRAGMENT_ADDRESS, start);
    image.setHalfWord(address + index * FRAGMENT_BYTES + FRAGMENT_LENGTH, byteLength);
    longestBytes = Math.max(longestBytes, byteLength);
  }
  return { address, longestBytes };
}

/** The text between session id and item number, for each state. */
export function putStateFragments(image: Image, format: TextFormat, states: State[], file: string): FragmentTable {
  const nameOf = (index: number) => `${file}: state ${showState(states[index] as State)}`;
  return putTable(image, nameOf, states.length, (index) => format.putState(image, states[index] as State));
}

/**
 * The genders of the tails: those of TAIL_F and TAIL_M, null for TAIL_HIDDEN, and then what else a catalog for the original's engine has.
 * @throws UsageError if there are too many
 */
export function gendersOf({ firstNames, origin }: Pick<Catalog, "firstNames" | "origin">): (string | null)[] {
  const genders = [...new Set<string | null>(["F", "M", null, ...firstNames.gender])];
  if (genders.length <= TAILS_LIMIT) return genders;
  throw new UsageError(
    `${origin.firstNames}: ${genders.length - 1} genders; at most ${TAILS_LIMIT - 1} are possible: leave the rarest out`,
  );
}

/** Gender and tag, or for TAIL_HIDDEN the tag alone. */
export function putTails(
  image: Image,
  format: TextFormat,
  genders: readonly (string | null)[],
  tag: string | null | undefined,
): FragmentTable {
  return putTable(
    image,
    () => "the tag",
    genders.length,
    (index) => format.putTail(image, genders[index] ?? undefined, tag),
  );
}

function numbered(origin: string, what: string): (index: number) => string {
  return (index) => `${origin}: ${what} number ${index + 1}`;
}

export interface PersonFragments {
  firstNames: FragmentTable;
  lastNames: FragmentTable;
  locations: FragmentTable;
  userAgents: FragmentTable;
}

/** @param genders of the tails, by number */
export function putPersonFragments(
  image: Image,
  format: TextFormat,
  catalog: Catalog,
  genders: readonly (string | null)[],
): PersonFragments {
  const { origin } = catalog;
  const put = (what: string, key: "location" | "userAgent" | "lastName", texts: string[]) =>
    putTable(image, numbered(origin[`${key}s`], what), texts.length, (index) =>
      format.putField(image, key, texts[index] as string),
    );
  const { text, gender } = catalog.firstNames;
  const firstNames = putTable(image, numbered(origin.firstNames, "the first name"), text.length, (index) =>
    format.putFirstName(image, text[index] as string),
  );
  const tails = new Map(genders.map((each, tail) => [each, tail]));
  gender.forEach((each, index) => {
    image.setHalfWord(firstNames.address + index * FRAGMENT_BYTES + FRAGMENT_CLASS, tails.get(each) as number);
  });
  return {
    firstNames,
    lastNames: put("the last name", "lastName", catalog.lastNames.text),
    locations: put("the location", "location", catalog.locations.text),
    userAgents: put("the user agent", "userAgent", catalog.userAgents.text),
  };
}

/** Artist, song and length with the end of the event, and after the last song the end of an event without one. */
export function putSongFragments(image: Image, format: TextFormat, { songs, origin }: Catalog): FragmentTable {
  const { artist, title, duration } = songs;
  return putTable(image, numbered(origin.songs, "the song"), artist.length + 1, (index) => {
    if (index === artist.length) format.putEnd(image);
    else format.putSong(image, artist[index] as string, title[index] as string, duration[index] as number);
  });
}
