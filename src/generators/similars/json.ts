/** What a file of the archives says: a track and those that are similar to it. */
export interface Track {
  id: string;
  similar: string[];
}

/** A file that is no track, with the reason. */
export class NoTrack extends Error {}

const COMMA_OR_CONTROL = /[,\u0000-\u001f\u007f]/;

type Width = { encoding: "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be"; mark: number };

/** How JSON is encoded, by its first bytes: a byte-order mark, or where zeros are among the first two characters, which are ASCII. */
function widthOf(bytes: Buffer): Width {
  const starts = (...values: number[]) => values.every((value, index) => bytes[index] === value);
  if (starts(0xef, 0xbb, 0xbf)) return { encoding: "utf-8", mark: 3 };
  if (starts(0xff, 0xfe, 0, 0)) return { encoding: "utf-32le", mark: 4 };
  if (starts(0, 0, 0xfe, 0xff)) return { encoding: "utf-32be", mark: 4 };
  if (starts(0xff, 0xfe)) return { encoding: "utf-16le", mark: 2 };
  if (starts(0xfe, 0xff)) return { encoding: "utf-16be", mark: 2 };
  const [a, b, c] = bytes;
  if (bytes.length >= 4 && a === 0 && b === 0) return { encoding: "utf-32be", mark: 0 };
  if (bytes.length >= 4 && b === 0 && c === 0) return { encoding: "utf-32le", mark: 0 };
  if (bytes.length >= 2 && a === 0) return { encoding: "utf-16be", mark: 0 };
  if (bytes.length >= 2 && b === 0) return { encoding: "utf-16le", mark: 0 };
  return { encoding: "utf-8", mark: 0 };
}

function utf32(bytes: Buffer, isLittle: boolean): string {
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    parts.push(code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
  }
  return parts.join("");
}

/** The text of a JSON file in UTF-8, UTF-16 or UTF-32. */
export function decode(bytes: Buffer): string {
  const { encoding, mark } = widthOf(bytes);
  const body = bytes.subarray(mark);
  if (encoding === "utf-8") return body.toString("utf8");
  if (encoding === "utf-16le") return body.toString("utf16le");
  if (encoding === "utf-16be")
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString("utf16le");
  return utf32(body, encoding === "utf-32le");
}

/** The end of the first object of a text, outside of whose strings brackets are counted; undefined if it does not end. */
function endOfObject(text: string): number | undefined {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isText) {
      if (character === "\\") at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The first value of a text; what is behind it is ignored, as by the original. Throws NoTrack if there is none. */
function firstValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const end = endOfObject(text);
    try {
      if (end !== undefined && end < text.length) return JSON.parse(text.slice(0, end));
    } catch {
      // It is no JSON up to there either.
    }
    throw new NoTrack("files that are no JSON");
  }
}

/** A value as JSON prints it, less its first and last character: what the original does to take off the quotes. */
function unquoted(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length < 2) throw new NoTrack("files with a track id of one digit");
  return text.slice(1, -1);
}

function idOf(value: unknown, likeOriginal: boolean): string {
  if (value === undefined) throw new NoTrack("files without a track_id");
  if (likeOriginal) return unquoted(value);
  if (typeof value !== "string" || value === "" || COMMA_OR_CONTROL.test(value))
    throw new NoTrack("files with a track id that is no text, or has a comma or a control character");
  return value;
}

/**
 * The track of a file: `track_id`, and of `similars` the first element of each. Throws NoTrack if it has none.
 * @param likeOriginal takes ids as the original prints them, whatever they are
 */
export function trackOf(bytes: Buffer, likeOriginal: boolean): Track {
  const value = firstValue(decode(bytes)) as { track_id?: unknown; similars?: unknown } | null;
  const object = typeof value === "object" && value !== null ? value : {};
  const id = idOf(object.track_id, likeOriginal);
  if (!Array.isArray(object.similars)) throw new NoTrack("files without similars");
  const similar = object.similars.map((entry) => {
    if (!Array.isArray(entry) || entry.length === 0) throw new NoTrack("files with a similar track without an id");
    return idOf(entry[0], likeOriginal);
  });
  return { id, similar };
}
