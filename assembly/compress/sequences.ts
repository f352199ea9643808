// Writes waiting matches and literals as the sequences of an LZ4 block: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
//
//   token | more of the literals' length | literals | offset, 2 bytes | more of the match's length
//   (literals' length, at most 15, and match's length less 4, at most 15)
//
// Size: besides its literals, a sequence with a match of m >= 4 bytes takes 3 bytes, one more from 19 bytes of match on and
// for each further 255, and one more from 15 literals on and for each further 255. That is never more than m plus a 255th of
// the literals. So a block of n bytes takes at most n + n / 255 + 16, including the literals at its end.
import { copyLong } from "../copy";
import { addStripe, STRIPE_BYTES } from "./checksum";
import {
  EMITTER_CURSOR,
  EMITTER_MATCHES,
  EMITTER_SEQUENCES,
  EMITTER_SUMMED,
  EMITTER_SUMS,
  MATCH_BYTES,
  MATCH_END,
  MATCH_OFFSET,
  MATCH_START,
  SEQUENCES_BYTES,
} from "../layout/emission";

const LEAST_MATCH: u32 = 4;
/** The largest length in a token: more bytes of it follow. */
const TOKEN_MOST: u32 = 15;
// The plan of four sequences, in columns of four u32: the two bytes that begin each, the number of its literals, the
// distance to their end, the three bytes to write there, and the distance to the next sequence. The distances leave out the bytes
// that every sequence has.
const PLAN_HEAD: usize = 0;
const PLAN_COUNT: usize = 16;
const PLAN_BEHIND: usize = 32;
const PLAN_TAIL: usize = 48;
const PLAN_NEXT: usize = 64;

/** Writes what a length has above 15, as bytes of 255 and a last one below 255. */
function writeLength(out: usize, length: u32): usize {
  let rest = length - TOKEN_MOST;
  let at = out;
  for (; rest >= 255; rest -= 255) store<u8>(at++, 255);
  store<u8>(at, <u8>rest);
  return at + 1;
}

/** Writes any number of literals after their token: the rest of their length, then the bytes. */
function writeLongLiterals(out: usize, text: usize, length: u32): usize {
  const at = writeLength(out, length);
  return copyLong(at, text, <usize>length);
}

/** Writes a sequence of any size; returns the address after it. */
// @ts-ignore: decorator
@inline
function writeAny(out: usize, text: usize, count: u32, more: u32, offset: u32): usize {
  let at = out;
  store<u8>(at, <u8>((min<u32>(count, TOKEN_MOST) << 4) | min<u32>(more, TOKEN_MOST)));
  if (count >= TOKEN_MOST) {
    at = writeLongLiterals(at + 1, text, count);
  } else {
    v128.store(at, v128.load(text), 1);
    at += 1 + <usize>count;
  }
  store<u16>(at, <u16>offset);
  return more >= TOKEN_MOST ? writeLength(at + 2, more) : at + 2;
}

/** Writes the sequence that is planned at `plan`, with fewer than 32 literals; returns the address after it. */
// @ts-ignore: decorator
@inline
function writeShort(out: usize, text: usize, plan: usize): usize {
  const count = <usize>load<u32>(plan, PLAN_COUNT);
  const behind = out + <usize>load<u32>(plan, PLAN_BEHIND);
  // Surplus bytes are overwritten: by the literals, by what follows them, by the next sequence.
  store<u16>(out, load<u16>(plan, PLAN_HEAD));
  v128.store(behind - count, v128.load(text), 1);
  v128.store(behind - count, v128.load(text, 16), 17);
  store<u32>(behind, load<u32>(plan, PLAN_TAIL), 1);
  return out + <usize>load<u32>(plan, PLAN_NEXT) + 3;
}

/** Writes four planned sequences, whose literals are at `text`. */
// @ts-ignore: decorator
@inline
function writeFour(out: usize, text: usize, plan: usize): usize {
  let from = text;
  let at = writeShort(out, from, plan);
  from += <usize>load<u32>(plan, PLAN_COUNT);
  at = writeShort(at, from, plan + 4);
  from += <usize>load<u32>(plan, PLAN_COUNT + 4);
  at = writeShort(at, from, plan + 8);
  from += <usize>load<u32>(plan, PLAN_COUNT + 8);
  return writeShort(at, from, plan + 12);
}

/** Bytes of the literals of four planned sequences. */
// @ts-ignore: decorator
@inline
function literalsOfFour(plan: usize): usize {
  const counts = v128.load(plan, PLAN_COUNT);
  const pairs = i32x4.add(counts, v128.shuffle<u32>(counts, counts, 2, 3, 0, 1));
  return <usize>(i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1));
}

/**
 * Plans the sequences of the four matches after `before`; returns whether all are short. What it plans for matches that do not
 * exist is never written. A vector comparison is -1 where it holds, so subtracting it counts the additional byte of a length.
 */
// @ts-ignore: decorator
@inline
function planFour(before: usize, plan: usize): bool {
  const first = v128.load(before, MATCH_BYTES);
  const second = v128.load(before, 3 * MATCH_BYTES);
  const ends = v128.shuffle<u32>(first, second, 0, 2, 4, 6);
  const cursors = v128.shuffle<u32>(v128.load(before), v128.load(before, 2 * MATCH_BYTES), 0, 2, 4, 6);
  const starts = v128.shuffle<u32>(
    v128.load(before, MATCH_BYTES + MATCH_START),
    v128.load(before, 3 * MATCH_BYTES + MATCH_START),
    0,
    2,
    4,
    6,
  );
  const offsets = v128.shuffle<u32>(first, second, 1, 3, 5, 7);
  const most = i32x4.splat(TOKEN_MOST);
  const counts = i32x4.sub(starts, cursors);
  const mores = i32x4.sub(i32x4.sub(ends, starts), i32x4.splat(LEAST_MATCH));
  const countsInToken = i32x4.min_s(counts, most);
  const moresInToken = i32x4.min_s(mores, most);
  const tokens = v128.or(i32x4.shl(countsInToken, 4), moresInToken);
  const behind = i32x4.sub(counts, i32x4.eq(countsInToken, most));
  v128.store(plan, v128.or(tokens, i32x4.shl(i32x4.sub(counts, most), 8)), PLAN_HEAD);
  v128.store(plan, counts, PLAN_COUNT);
  v128.store(plan, behind, PLAN_BEHIND);
  v128.store(plan, v128.or(offsets, i32x4.shl(i32x4.sub(mores, most), 16)), PLAN_TAIL);
  v128.store(plan, i32x4.sub(behind, i32x4.eq(moresInToken, most)), PLAN_NEXT);
  return !v128.any_true(v128.or(i32x4.shr_u(counts, 5), i32x4.shr_u(mores, 8)));
}

/** Bytes added to the checksum for every four sequences. These have some 40 bytes, so the checksum catches up. */
const SUMMED_BYTES: usize = 3 * STRIPE_BYTES;

/**
 * Writes the sequence of each match up to `last`, with the literals from `literals` on; returns the address after them. The next
 * four are planned before the planned ones are written, and bytes that earlier calls wrote are added to the checksum meanwhile,
 * so that none of these steps waits for the others.
 */
export function writeSequences(emitter: usize, last: usize, literals: usize, out: usize): usize {
  const plan = emitter + EMITTER_SEQUENCES;
  let before = emitter + EMITTER_MATCHES;
  store<u32>(before, load<u32>(emitter, EMITTER_CURSOR), MATCH_END);
  let text = literals;
  let at = out;
  let isShort = planFour(before, plan);
  let sums = v128.load(emitter, EMITTER_SUMS);
  let summed = <usize>load<u32>(emitter, EMITTER_SUMMED);
  let other = plan + SEQUENCES_BYTES;
  let current = plan;
  while (before < last) {
    const stop = before + 4 * MATCH_BYTES;
    const isNextShort = planFour(stop, other);
    if (stop <= last && isShort) {
      if (summed + SUMMED_BYTES <= out) {
        sums = addStripe(addStripe(sums, summed), summed + STRIPE_BYTES);
        sums = addStripe(sums, summed + 2 * STRIPE_BYTES);
        summed += SUMMED_BYTES;
      }
      at = writeFour(at, text, current);
      text += literalsOfFour(current);
      before = stop;
    } else {
      const pause = min(stop, last);
      for (; before < pause; before += MATCH_BYTES) {
        const start = load<u32>(before, MATCH_BYTES + MATCH_START);
        const count = start - load<u32>(before, MATCH_END);
        const more = load<u32>(before, MATCH_BYTES + MATCH_END) - start - LEAST_MATCH;
        at = writeAny(at, text, count, more, load<u32>(before, MATCH_BYTES + MATCH_OFFSET));
        text += <usize>count;
      }
    }
    const swap = current;
    current = other;
    other = swap;
    isShort = isNextShort;
  }
  store<u32>(emitter, load<u32>(last, MATCH_END), EMITTER_CURSOR);
  store<u32>(emitter, <u32>summed, EMITTER_SUMMED);
  v128.store(emitter, sums, EMITTER_SUMS);
  return at;
}

/** Writes the literals at the end of a block; returns the address after them. */
export function writeLast(out: usize, text: usize, count: u32): usize {
  store<u8>(out, <u8>(min<u32>(count, TOKEN_MOST) << 4));
  if (count >= TOKEN_MOST) return writeLongLiterals(out + 1, text, count);
  return copyLong(out + 1, text, <usize>count);
}
