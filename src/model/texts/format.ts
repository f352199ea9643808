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

/** Properties of a format's fragments for the emission of LZ4. */
export interface Anatomy {
  /** The keys before the values, one byte a character, in the order of NODE_KEY_... */
  keys: Record<Key, string>;
  /** Bytes after a song's length: the event's end. */
  afterLength: number;
  /** The position after a string value that begins at `start`: at its header (MessagePack) or after its opening quote (JSON). */
  endOfString(bytes: Buffer, start: number): number;
  /** The first bytes of keys within a state's text. */
  stateKeys: string[];
}

/**
 * How a format writes the texts of an event, each with its key; the kernel's encoder of the format puts numbers between
 * them. Each function appends one fragment to the image.
 */
export interface TextFormat {
  /** The text between session id and item number. */
  putState(image: Image, state: State): void;
  putField(image: Image, key: "location" | "userAgent" | "lastName", text: string): void;
  /** The first name and the key of what follows. */
  putFirstName(image: Image, text: string): void;
  /** Gender and tag, or the tag alone if the user's details are hidden; nothing if there is neither. */
  putTail(image: Image, gender: string | undefined, tag: string | null | undefined): void;
  /** Artist, title and length, and the event's end. */
  putSong(image: Image, artist: string, title: string, duration: number): void;
  /** The end of an event without song. */
  putEnd(image: Image): void;
  anatomy: Anatomy;
}

/** A format as the model uses it. */
export interface ModelTexts {
  /** True for a format of columns: the model has dictionaries, and no texts. */
  readonly hasColumns?: boolean;
  /** The format's texts, with strings and numbers as an engine writes them. */
  texts(style: TextStyle): TextFormat;
  /** The format's number for the kernel (FORMAT_... of the memory map). */
  readonly word: number;
}

export type Value = string | number | null;

/** How a format writes keys and values. Texts have one byte a character. */
export interface Notation {
  /** The key with the bytes before it. */
  key(name: FieldName): string;
  /** The fixed bytes before and after each value of a type. */
  before: Partial<Record<FieldType, string>>;
  after: Partial<Record<FieldType, string>>;
  /** The event's end. */
  end: string;
  /**
   * A function that appends fields to the image, and after them a key whose value the kernel writes, or the event's end. There may be
   * a million songs, so all work that does not depend on the values is done once.
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
  // The kernel writes the user id before the session's key as digits only; the bytes that end it belong to that key.
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
