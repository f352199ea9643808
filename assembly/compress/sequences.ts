// Waiting matches and literals to the sequences of an LZ4 block: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
//
//   token | more of the literals' length | literals | offset, 2 bytes | more of the match's length
//   (literals' length, at most 15, and match's length less 4, at most 15)
//
// Size: a sequence whose match has m >= 4 bytes takes, beside its literals, 3 bytes, one more from 19 bytes of match on and
// one for each further 255, and one more from 15 literals on and one for each further 255: never more than m and a 255th of
// the literals. So a block of n bytes takes at most n + n / 255 + 16, with the literals at its end.
import {
  EMITTER_CURSOR,
  EMITTER_MATCHES,
  MATCH_BYTES,
  MATCH_END,
  MATCH_OFFSET,
  MATCH_START,
} from "../layout";

const LEAST_MATCH: u32 = 4;
/** The largest length in a token: more bytes of it follow. */
const TOKEN_MOST: u32 = 15;
/** The largest length that takes one byte more. */
const BYTE_MOST: u32 = 15 + 254;

/** What a length has above 15, in bytes of 255 and a last one below. */
function writeLength(out: usize, length: u32): usize {
  let rest = length - TOKEN_MOST;
  let at = out;
  for (; rest >= 255; rest -= 255) store<u8>(at++, 255);
  store<u8>(at, <u8>rest);
  return at + 1;
}

function copyLong(out: usize, text: usize, length: u32): void {
  for (let at: usize = 0; at < <usize>length; at += 16) v128.store(out + at, v128.load(text + at));
}

/** Literals of any number, behind their token: what is missing of their length, and the bytes. */
function writeLongLiterals(out: usize, text: usize, length: u32): usize {
  const at = writeLength(out, length);
  copyLong(at, text, length);
  return at + <usize>length;
}

/** Writes the sequence of each match up to `end`, with the literals from `text` on; gives the address after them. */
export function writeSequences(emitter: usize, end: usize, literals: usize, out: usize): usize {
  let cursor = load<u32>(emitter, EMITTER_CURSOR);
  let text = literals;
  let at = out;
  for (let match = emitter + EMITTER_MATCHES + MATCH_BYTES; match < end; match += MATCH_BYTES) {
    const start = load<u32>(match, MATCH_START);
    const stop = load<u32>(match, MATCH_END);
    const count = start - cursor;
    const more = stop - start - LEAST_MATCH;
    cursor = stop;
    store<u8>(at, <u8>((min<u32>(count, TOKEN_MOST) << 4) | min<u32>(more, TOKEN_MOST)));
    if (count > 32) {
      at = writeLongLiterals(at + 1, text, count);
    } else {
      // The byte of the length is overwritten by the literals where it is not needed.
      store<u8>(at, <u8>(count - TOKEN_MOST), 1);
      at += count >= TOKEN_MOST ? 2 : 1;
      v128.store(at, v128.load(text));
      v128.store(at, v128.load(text, 16), 16);
      at += <usize>count;
    }
    text += <usize>count;
    store<u16>(at, <u16>load<u32>(match, MATCH_OFFSET));
    if (more > BYTE_MOST) {
      at = writeLength(at + 2, more);
    } else {
      store<u8>(at, <u8>(more - TOKEN_MOST), 2);
      at += more >= TOKEN_MOST ? 3 : 2;
    }
  }
  store<u32>(emitter, cursor, EMITTER_CURSOR);
  return at;
}

/** Writes the literals at a block's end; gives the address after them. */
export function writeLast(out: usize, text: usize, count: u32): usize {
  store<u8>(out, <u8>(min<u32>(count, TOKEN_MOST) << 4));
  if (count >= TOKEN_MOST) return writeLongLiterals(out + 1, text, count);
  copyLong(out + 1, text, count);
  return out + 1 + <usize>count;
}
