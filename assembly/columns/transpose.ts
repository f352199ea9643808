// Rows of 16 bytes as columns, eight or four rows at a time.
import { SONG_ROW_BYTES, STRIP_HALVES_BYTES, STRIP_WORDS_BYTES, USER_ROW_BYTES, USER_ROW_REGISTRATION } from "../layout/columns";

const ROW_BYTES: usize = 16;
const EIGHT_ROWS: usize = 128;

// @ts-ignore: decorator
@inline
function lowHalves(left: v128, right: v128): v128 {
  return i16x8.shuffle(left, right, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function highHalves(left: v128, right: v128): v128 {
  return i16x8.shuffle(left, right, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Transposes the u16 fields of `count` rows into eight columns. Rounds the count up to eights. */
export function transposeHalves(rows: usize, count: u32, columns: usize): void {
  const end = rows + <usize>count * ROW_BYTES;
  let out = columns;
  for (let row = rows; row < end; row += EIGHT_ROWS, out += 16) {
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    const r4 = v128.load(row, 64);
    const r5 = v128.load(row, 80);
    const r6 = v128.load(row, 96);
    const r7 = v128.load(row, 112);
    // Interleaved three times: distances of four rows, of two, of one.
    const a0 = lowHalves(r0, r4);
    const a1 = highHalves(r0, r4);
    const a2 = lowHalves(r1, r5);
    const a3 = highHalves(r1, r5);
    const a4 = lowHalves(r2, r6);
    const a5 = highHalves(r2, r6);
    const a6 = lowHalves(r3, r7);
    const a7 = highHalves(r3, r7);
    const b0 = lowHalves(a0, a4);
    const b1 = highHalves(a0, a4);
    const b2 = lowHalves(a1, a5);
    const b3 = highHalves(a1, a5);
    const b4 = lowHalves(a2, a6);
    const b5 = highHalves(a2, a6);
    const b6 = lowHalves(a3, a7);
    const b7 = highHalves(a3, a7);
    v128.store(out, lowHalves(b0, b4));
    v128.store(out, highHalves(b0, b4), STRIP_HALVES_BYTES);
    v128.store(out, lowHalves(b1, b5), 2 * STRIP_HALVES_BYTES);
    v128.store(out, highHalves(b1, b5), 3 * STRIP_HALVES_BYTES);
    v128.store(out, lowHalves(b2, b6), 4 * STRIP_HALVES_BYTES);
    v128.store(out, highHalves(b2, b6), 5 * STRIP_HALVES_BYTES);
    v128.store(out, lowHalves(b3, b7), 6 * STRIP_HALVES_BYTES);
  }
}

/** Transposes the u32 fields of `count` songs into three columns. Rounds the count up to fours. */
export function transposeSongs(rows: usize, count: u32, columns: usize): void {
  const end = rows + <usize>count * SONG_ROW_BYTES;
  let out = columns;
  for (let row = rows; row < end; row += 4 * SONG_ROW_BYTES, out += 16) {
    const r0 = v128.load(row);
    const r1 = v128.load(row, 16);
    const r2 = v128.load(row, 32);
    const r3 = v128.load(row, 48);
    const a0 = i32x4.shuffle(r0, r2, 0, 4, 1, 5);
    const a1 = i32x4.shuffle(r0, r2, 2, 6, 3, 7);
    const a2 = i32x4.shuffle(r1, r3, 0, 4, 1, 5);
    const a3 = i32x4.shuffle(r1, r3, 2, 6, 3, 7);
    v128.store(out, i32x4.shuffle(a0, a2, 0, 4, 1, 5));
    v128.store(out, i32x4.shuffle(a0, a2, 2, 6, 3, 7), STRIP_WORDS_BYTES);
    v128.store(out, i32x4.shuffle(a1, a3, 0, 4, 1, 5), 2 * STRIP_WORDS_BYTES);
  }
}

/** Copies the registrations of `count` users into a column. */
export function copyRegistrations(rows: usize, count: u32, column: usize): void {
  const end = rows + <usize>count * USER_ROW_BYTES;
  let out = column;
  for (let row = rows; row < end; row += USER_ROW_BYTES, out += 4) store<u32>(out, load<u32>(row, USER_ROW_REGISTRATION));
}
