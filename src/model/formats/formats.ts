import type { State } from "../../config/types.ts";
import type { Image } from "../image.ts";
import { endOfString, putDouble, putInteger, putNull, putString } from "./msgpack.ts";
import { doubleLikeTheOriginal, endOfQuoted, javaDouble, quote, quoteLikeTheOriginal } from "./text.ts";

export type Key =
  | "page"
  | "location"
  | "userAgent"
  | "lastName"
  | "firstName"
  | "registration"
  | "artist"
  | "song"
  | "length"
  | "sessionId";

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
 * them. Each function appends one fragment to the image. A new format is one entry of FORMATS and an encoder in assembly/encode.
 */
export interface Format {
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

const jsonAnatomy: Anatomy = {
  keys: {
    page: ',"page":"',
    location: ',"location":"',
    userAgent: ',"userAgent":"',
    lastName: ',"lastName":"',
    firstName: ',"firstName":"',
    registration: ',"registration":',
    artist: ',"artist":"',
    song: ',"song":"',
    length: ',"length":',
    sessionId: '","sessionId":',
  },
  afterLength: 2,
  endOfString: endOfQuoted,
  stateKeys: ['","auth":', '","method":', '","status":', ',"level":'],
};

/** JSON with texts and doubles as these write them. */
function jsonFormat(quote: (text: string) => string, double: (value: number) => string): Format {
  return {
    putState(image, { page, auth, method, status, level }) {
      image.putText(
        `,"page":${quote(page)},"auth":${quote(auth)},"method":${quote(method)},"status":${status},"level":${quote(level)},"itemInSession":`,
      );
    },
    putField(image, key, text) {
      image.putText(`,"${key}":${quote(text)}`);
    },
    putFirstName(image, text) {
      image.putText(`,"firstName":${quote(text)},"registration":`);
    },
    putTail(image, gender, tag) {
      const genderText = gender === undefined ? "" : `,"gender":${quote(gender)}`;
      image.putText(tag === undefined ? genderText : `${genderText},"tag":${tag === null ? null : quote(tag)}`);
    },
    putSong(image, artist, title, duration) {
      image.putText(`,"artist":${quote(artist)},"song":${quote(title)},"length":${double(duration)}}\n`);
    },
    putEnd(image) {
      image.putText("}\n");
    },
    anatomy: jsonAnatomy,
  };
}

const msgpack: Format = {
  putState(image, { page, auth, method, status, level }) {
    putString(image, "page");
    putString(image, page);
    putString(image, "auth");
    putString(image, auth);
    putString(image, "method");
    putString(image, method);
    putString(image, "status");
    putInteger(image, status);
    putString(image, "level");
    putString(image, level);
    putString(image, "itemInSession");
  },
  putField(image, key, text) {
    putString(image, key);
    putString(image, text);
  },
  putFirstName(image, text) {
    putString(image, "firstName");
    putString(image, text);
    putString(image, "registration");
  },
  putTail(image, gender, tag) {
    if (gender !== undefined) {
      putString(image, "gender");
      putString(image, gender);
    }
    if (tag !== undefined) {
      putString(image, "tag");
      if (tag === null) putNull(image);
      else putString(image, tag);
    }
  },
  putSong(image, artist, title, duration) {
    putString(image, "artist");
    putString(image, artist);
    putString(image, "song");
    putString(image, title);
    putString(image, "length");
    putDouble(image, duration);
  },
  putEnd() {},
  anatomy: {
    keys: {
      page: "\xa4page",
      location: "\xa8location",
      userAgent: "\xa9userAgent",
      lastName: "\xa8lastName",
      firstName: "\xa9firstName",
      registration: "\xacregistration",
      artist: "\xa6artist",
      song: "\xa4song",
      length: "\xa6length\xcb",
      sessionId: "\xa9sessionId",
    },
    afterLength: 0,
    endOfString,
    stateKeys: ["\xa4auth", "\xa6method", "\xa6status", "\xa5level"],
  },
};

export const FORMATS = { json: jsonFormat(quote, javaDouble), msgpack } as const;
export type FormatName = keyof typeof FORMATS;

/** The same for the original's engine. MessagePack has its texts in UTF-8, whatever the engine. */
export const ORIGINAL_FORMATS: Record<FormatName, Format> = {
  json: jsonFormat(quoteLikeTheOriginal, doubleLikeTheOriginal),
  msgpack,
};
