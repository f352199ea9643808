import { isUtf8 } from "node:buffer";

const TAB = "\t".charCodeAt(0);
const FIVE_BLANKS = Buffer.from("     ");

/** A text with five blanks for each tab, as the original writes it. */
function withoutTabs(text: Buffer): Buffer {
  if (!text.includes(TAB)) return text;
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf(TAB); at >= 0; at = text.indexOf(TAB, from)) {
    parts.push(text.subarray(from, at), FIVE_BLANKS);
    from = at + 1;
  }
  parts.push(text.subarray(from));
  return Buffer.concat(parts);
}

/** Texts as a song file has them, which a run reads as UTF-8. */
export class Texts {
  /** Lines that were read as Latin-1. */
  latinCount = 0;

  /** @param likeOriginal leaves bytes as they are: the original reads ISO-8859-1, and so does its run */
  constructor(private readonly likeOriginal: boolean) {}

  /** A track's id, artist and title. Those of a line that is no UTF-8 are read as ISO-8859-1. */
  of(track: Buffer, artist: Buffer, title: Buffer): [Buffer, Buffer, Buffer] {
    const texts: [Buffer, Buffer, Buffer] = [track, withoutTabs(artist), withoutTabs(title)];
    if (this.likeOriginal || texts.every(isUtf8)) return texts;
    this.latinCount++;
    return texts.map((text) => Buffer.from(text.toString("latin1"), "utf8")) as [Buffer, Buffer, Buffer];
  }
}
