import { isUtf8 } from "node:buffer";
import { damagedFile } from "./input.ts";
import { Pieces } from "./pieces.ts";
import { TextBuffer } from "./text-buffer.ts";

// MessagePack: https://github.com/msgpack/msgpack/blob/master/spec.md
//
// An event is a map from texts to texts, whole numbers and doubles, which becomes its line without objects in between.
// @msgpack/msgpack (3.1.3) fails 12 of the 15 tests of test/unit/read/msgpack.test.ts: it returns the double 200.0 and the whole number 200 as
// the same number, reports no offset of an error, and ends without an error if the file ends within an event. With its raw strings
// it takes 5 times as long, and 850 MiB for 15 MiB of maps in maps (docs/decisions has the rest).
const FIXMAP = 0x80;
const FIXMAP_END = 0x90;
const MAP16 = 0xde;
const MAP32 = 0xdf;
const FIXSTR = 0xa0;
const FIXSTR_END = 0xc0;
const STR8 = 0xd9;
const STR16 = 0xda;
const STR32 = 0xdb;
const FLOAT64 = 0xcb;
const UINT8 = 0xcc;
const UINT16 = 0xcd;
const UINT32 = 0xce;
const UINT64 = 0xcf;
const INT8 = 0xd0;
const INT16 = 0xd1;
const INT32 = 0xd2;
const INT64 = 0xd3;
const NEGATIVE_FIXINT = 0xe0;

const OPEN = 0x7b;
const CLOSE = 0x7d;
const COLON = 0x3a;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const FLUSH_BYTES = 1 << 20;
/** Our longest events have some hundred thousand bytes; a longer one is damaged. */
const MOST_EVENT_BYTES = 16 << 20;

/** The bytes end before the event does. One object for all cases, since it carries no data. */
const INCOMPLETE = new Error("incomplete");

/** An error at an offset within the bytes that are being read. */
class WrongByte {
  constructor(
    readonly offset: number,
    readonly what: string,
  ) {}
}

/** Whether unpacked bytes that start like this are MessagePack maps. */
export function startsMsgpack(first: number): boolean {
  return (first >= FIXMAP && first < FIXMAP_END) || first === MAP16 || first === MAP32;
}

/** Turns whole events into lines. */
class Transcoder extends Pieces {
  readonly lines = new TextBuffer();
  /** Writes the next line; returns false if the bytes end within it. Throws WrongByte, and leaves no part of a line. */
  next(): boolean {
    const length = this.lines.length;
    try {
      if (this.restLength === 0) return false;
      this.at = this.#event(this.at);
      return true;
    } catch (error) {
      this.lines.length = length;
      if (error === INCOMPLETE) return false;
      throw error;
    }
  }

  #event(start: number): number {
    let at = start + 1;
    let count = this.bytes[start]! - FIXMAP;
    if (this.bytes[start] === MAP16) {
      count = this.#unsigned(at, 2);
      at += 2;
    } else if (this.bytes[start] === MAP32) {
      count = this.#unsigned(at, 4);
      at += 4;
    } else if (!startsMsgpack(this.bytes[start]!)) {
      throw new WrongByte(start, "no event begins here");
    }
    this.lines.byte(OPEN);
    for (let field = 0; field < count; field++) {
      if (field > 0) this.lines.byte(COMMA);
      at = this.#field(at);
    }
    this.lines.byte(CLOSE);
    this.lines.byte(LINE_FEED);
    return at;
  }

  #field(start: number): number {
    const at = this.#string(start);
    if (at < 0) throw new WrongByte(start, "an event's key is not a text");
    this.lines.byte(COLON);
    const end = this.#string(at);
    return end < 0 ? this.#number(at) : end;
  }

  /** Copies a text. Returns its end, or -1 if there is none. */
  #string(start: number): number {
    const kind = this.#unsigned(start, 1);
    if (kind >= FIXSTR && kind < FIXSTR_END) return this.#characters(start + 1, kind - FIXSTR);
    if (kind === STR8) return this.#characters(start + 2, this.#unsigned(start + 1, 1));
    if (kind === STR16) return this.#characters(start + 3, this.#unsigned(start + 1, 2));
    if (kind === STR32) return this.#characters(start + 5, this.#unsigned(start + 1, 4));
    return -1;
  }

  #characters(start: number, length: number): number {
    const end = start + length;
    if (length > MOST_EVENT_BYTES) throw new WrongByte(start, "a text's length is wrong");
    if (end > this.bytes.length) throw INCOMPLETE;
    const isAscii = this.lines.quoted(this.bytes, start, end);
    if (!isAscii && !isUtf8(this.bytes.subarray(start, end))) throw new WrongByte(start, "a text is not UTF-8");
    return end;
  }

  #number(start: number): number {
    const kind = this.bytes[start]!;
    const at = start + 1;
    if (kind < FIXMAP) return this.#whole(kind, at);
    if (kind >= NEGATIVE_FIXINT) return this.#whole(kind - 256, at);
    switch (kind) {
      case UINT8:
        return this.#whole(this.#unsigned(at, 1), at + 1);
      case UINT16:
        return this.#whole(this.#unsigned(at, 2), at + 2);
      case UINT32:
        return this.#whole(this.#unsigned(at, 4), at + 4);
      case UINT64:
        return this.#wide(this.#unsigned(at, 4), at);
      case INT8:
        return this.#whole((this.#unsigned(at, 1) << 24) >> 24, at + 1);
      case INT16:
        return this.#whole((this.#unsigned(at, 2) << 16) >> 16, at + 2);
      case INT32:
        return this.#whole(this.#unsigned(at, 4) | 0, at + 4);
      case INT64:
        return this.#wide(this.#unsigned(at, 4) | 0, at);
      case FLOAT64:
        return this.#double(at);
    }
    throw new WrongByte(start, "an event's value is neither text nor number");
  }

  #whole(value: number, end: number): number {
    this.lines.whole(value);
    return end;
  }

  /** 64 bits, of which `high` are the first 32. */
  #wide(high: number, at: number): number {
    const low = this.#unsigned(at + 4, 4);
    const value = high * 2 ** 32 + low;
    if (Number.isSafeInteger(value)) this.lines.whole(value);
    else this.lines.wide(BigInt(high) * 2n ** 32n + BigInt(low));
    return at + 8;
  }

  #double(at: number): number {
    if (at + 8 > this.bytes.length) throw INCOMPLETE;
    const value = this.bytes.readDoubleBE(at);
    if (!Number.isFinite(value)) throw new WrongByte(at, "a number is not finite");
    this.lines.double(value);
    return at + 8;
  }

  #unsigned(at: number, byteLength: 1 | 2 | 4): number {
    if (at + byteLength > this.bytes.length) throw INCOMPLETE;
    if (byteLength === 1) return this.bytes[at]!;
    return byteLength === 2 ? this.bytes.readUInt16BE(at) : this.bytes.readUInt32BE(at);
  }
}

/** The lines of MessagePack events, whole ones only. Offsets in messages count unpacked bytes, of the file `name`. */
export async function* msgpackLines(source: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const transcoder = new Transcoder();
  let offset = 0;
  function* whole(): Generator<Buffer> {
    try {
      while (transcoder.next()) {
        if (transcoder.lines.length >= FLUSH_BYTES) yield* flush(transcoder.lines);
      }
      if (transcoder.restLength > MOST_EVENT_BYTES) throw new WrongByte(transcoder.at, "an event does not end");
    } catch (error) {
      yield* flush(transcoder.lines);
      if (!(error instanceof WrongByte)) throw error;
      throw damagedFile(name, offset - transcoder.restLength - transcoder.at + error.offset, error.what);
    }
    transcoder.keepRest();
    yield* flush(transcoder.lines);
  }
  for await (const bytes of source) {
    offset += bytes.length;
    if (transcoder.add(bytes)) yield* whole();
  }
  transcoder.end();
  yield* whole();
  if (transcoder.restLength > 0) throw damagedFile(name, offset, "the file ends within an event");
}

function* flush(lines: TextBuffer): Generator<Buffer> {
  if (lines.length === 0) return;
  yield lines.bytes;
  lines.length = 0;
}
