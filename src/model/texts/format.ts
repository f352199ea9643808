import type { State } from "../../config/types.ts";
import { nameAfter, namesOwnedBy, typeOfField } from "../../schema/choose.ts";
import { FIELDS, type FieldName, type FieldType } from "../../schema/fields.ts";
import type { Image } from "../image.ts";
import type { TextStyle } from "./text.ts";

/** The keys that the emission of LZ4 looks for, in the order of NODE_KEY_... (assembly/layout/emission.ts). */
const KEYS = [
  "page",
  "location",
  "userAgent",
  "lastName",
  "firstName",
  "registration",
  "artist",
  "song",
  "length",
  "sessionId",
] as const;
export type Key = (typeof KEYS)[number];

/** What the emission of LZ4 must know of a format's fragments. */
export interface Anatomy {
  /** The keys before the values, one byte a character, in the order of NODE_KEY_... */
  keys: Record<Key, string>;
  /** Bytes behind a song's length: the event's end. */
  afterLength: number;
  /** Where a string ends that is a value and begins at `start`, behind its key: with header or closing quote. */
  endOfString(bytes: Buffer, start: number): number;
  /** What keys within a state's text begin with. */
  stateKeys: string[];
}

/**
 * How a format writes the texts of an event, each with its key; the kernel's encoder of the format puts numbers between
 * them. Each function appends one fragment to the image.
 */
export interface TextFormat {
  /** What stands between session id and item number. */
  putState(image: Image, state: State): void;
  putField(image: Image, key: "location" | "userAgent" | "lastName", text: string): void;
  /** The first name and the key of what follows. */
  putFirstName(image: Image, text: string): void;
  /** Gender and tag, or the tag alone where the user's details are hidden; nothing where there is neither. */
  putTail(image: Image, gender: string | undefined, tag: string | null | undefined): void;
  /** Artist, title and length, and the event's end. */
  putSong(image: Image, artist: string, title: string, duration: number): void;
  /** The end of an event without song. */
  putEnd(image: Image): void;
  anatomy: Anatomy;
}

/** What the model has of a format. */
export interface ModelTexts {
  /** The format's texts, with strings and numbers as an engine writes them. */
  texts(style: TextStyle): TextFormat;
  /** Tells the kernel the format (FORMAT_... of the memory map). */
  readonly word: number;
}

export type Value = string | number | null;

/** How a format writes keys and values. Texts have one byte a character. */
export interface Notation {
  /** The key with what stands before it. */
  key(name: FieldName): string;
  /** What is the same before each value of a type, and after it. */
  before: Partial<Record<FieldType, string>>;
  after: Partial<Record<FieldType, string>>;
  /** The event's end. */
  end: string;
  /**
   * A function that appends fields to the image, and after them a key whose value the kernel writes, or the event's end. There may be
   * a million songs, so what does not depend on the values is done once.
   */
  fragment(names: readonly FieldName[], last?: FieldName | "end"): (image: Image, values: readonly Value[]) => void;
  endOfString: Anatomy["endOfString"];
}

const STATE = namesOwnedBy("state");
const SONG = namesOwnedBy("song");
const TAIL = FIELDS.map(({ name }) => name).filter((name) => name === "gender" || name === "tag");
const AFTER_STATE = nameAfter(STATE.at(-1) as FieldName);
const AFTER_FIRST_NAME = nameAfter("firstName");

function inOrder<Name extends string>(names: readonly Name[], values: Readonly<Record<Name, Value>>): Value[] {
  return names.map((name) => values[name]);
}

function anatomyOf({ key, before, after, end, endOfString }: Notation): Anatomy {
  const keyAfter = (previous: FieldName) => (after[typeOfField(previous)] ?? "") + key(nameAfter(previous));
  // The user id before the session's key is digits to the kernel, and what ends it belongs to that key.
  const textOf = (name: Key) =>
    name === "sessionId" ? keyAfter("userId") : key(name) + (before[typeOfField(name)] ?? "");
  return {
    keys: Object.fromEntries(KEYS.map((name) => [name, textOf(name)])) as Anatomy["keys"],
    afterLength: end.length,
    endOfString,
    stateKeys: STATE.slice(0, -1).map(keyAfter),
  };
}

/** The fragments of a format: which fields are in them, and in which order, the table of fields says. */
export function textFormatOf(notation: Notation): TextFormat {
  const putState = notation.fragment(STATE, AFTER_STATE);
  const putFirstName = notation.fragment(["firstName"], AFTER_FIRST_NAME);
  const putSong = notation.fragment(SONG, "end");
  const songValues: Value[] = SONG.map(() => null);
  const [artistAt, titleAt, lengthAt] = [SONG.indexOf("artist"), SONG.indexOf("song"), SONG.indexOf("length")];
  const putEnd = notation.fragment([], "end");
  return {
    putState(image, state) {
      putState(image, inOrder(STATE, state));
    },
    putField(image, name, text) {
      notation.fragment([name])(image, [text]);
    },
    putFirstName(image, text) {
      putFirstName(image, [text]);
    },
    putTail(image, gender, tag) {
      const values = { gender, tag };
      const names = TAIL.filter((name) => values[name] !== undefined);
      notation.fragment(names)(image, inOrder(names, values as Record<(typeof names)[number], Value>));
    },
    putSong(image, artist, title, duration) {
      // Some hundred thousand songs: one array for all of them.
      songValues[artistAt] = artist;
      songValues[titleAt] = title;
      songValues[lengthAt] = duration;
      putSong(image, songValues);
    },
    putEnd(image) {
      putEnd(image, []);
    },
    anatomy: anatomyOf(notation),
  };
}
