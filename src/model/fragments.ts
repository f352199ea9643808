import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_CLASS,
  FRAGMENT_LENGTH,
  FRAGMENT_LIMIT,
  FRAGMENT_PADDING,
  TAIL_F,
  TAIL_M,
} from "../../assembly/layout.ts";
import type { Catalog } from "../catalog/types.ts";
import type { State } from "../config/types.ts";
import { UsageError } from "../errors.ts";
import type { Image } from "./image.ts";
import { javaDouble, quote } from "./text.ts";

export interface FragmentTable {
  /** Address of the entries. */
  address: number;
  /** Length of the longest one. */
  longestBytes: number;
}

/** A table of `count` fragments; `textOf` gives the text of each, with its key, as it stands in a line. */
function putTable(image: Image, what: string, count: number, textOf: (index: number) => string): FragmentTable {
  const address = image.reserve(count * FRAGMENT_BYTES, 8);
  let longestBytes = 0;
  for (let index = 0; index < count; index++) {
    const text = image.putText(textOf(index));
    if (text.byteLength > FRAGMENT_LIMIT) {
      throw new UsageError(
        `${what} number ${index + 1} is ${text.byteLength} bytes long as JSON; at most ${FRAGMENT_LIMIT} are possible: shorten it`,
      );
    }
    image.setWord(address + index * FRAGMENT_BYTES + FRAGMENT_ADDRESS, text.address);
    image.setHalfWord(address + index * FRAGMENT_BYTES + FRAGMENT_LENGTH, text.byteLength);
    longestBytes = Math.max(longestBytes, text.byteLength);
  }
  return { address, longestBytes };
}

/** The text between session id and item number, for each state. */
export function putStateFragments(image: Image, states: State[]): FragmentTable {
  return putTable(image, "the state", states.length, (index) => {
    const { page, auth, method, status, level } = states[index] as State;
    return `,"page":${quote(page)},"auth":${quote(auth)},"method":${quote(method)},"status":${status},"level":${quote(level)},"itemInSession":`;
  });
}

/** Gender and tag for TAIL_F and TAIL_M, and the tag alone for TAIL_HIDDEN. */
export function putTails(image: Image, tag: string | undefined): FragmentTable {
  const tagText = tag === undefined ? "" : `,"tag":${quote(tag)}`;
  const tails = [`,"gender":"F"${tagText}`, `,"gender":"M"${tagText}`, tagText];
  return putTable(image, "the tag", tails.length, (index) => tails[index] as string);
}

export interface PersonFragments {
  firstNames: FragmentTable;
  lastNames: FragmentTable;
  locations: FragmentTable;
  userAgents: FragmentTable;
}

export function putPersonFragments(image: Image, catalog: Catalog): PersonFragments {
  const put = (what: string, key: string, texts: string[], after = "") =>
    putTable(image, what, texts.length, (index) => `,"${key}":${quote(texts[index] as string)}${after}`);
  const firstNames = put("the first name", "firstName", catalog.firstNames.text, ',"registration":');
  catalog.firstNames.gender.forEach((gender, index) => {
    image.setHalfWord(firstNames.address + index * FRAGMENT_BYTES + FRAGMENT_CLASS, gender === "F" ? TAIL_F : TAIL_M);
  });
  return {
    firstNames,
    lastNames: put("the last name", "lastName", catalog.lastNames.text),
    locations: put("the location", "location", catalog.locations.text),
    userAgents: put("the user agent", "userAgent", catalog.userAgents.text),
  };
}

/** Artist, song and length with the end of the line, and behind the last song a line's end without any. */
export function putSongFragments(image: Image, { artist, title, duration }: Catalog["songs"]): FragmentTable {
  const table = putTable(image, "the song", artist.length + 1, (index) => {
    if (index === artist.length) return "}\n";
    const names = `,"artist":${quote(artist[index] as string)},"song":${quote(title[index] as string)}`;
    return `${names},"length":${javaDouble(duration[index] as number)}}\n`;
  });
  // Copies read past a fragment's end; the last one needs something to read.
  image.reserve(FRAGMENT_PADDING, 1);
  return table;
}
