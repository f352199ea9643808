// Puts records that are in the order of users into the order of time, without comparing them: a counting sort by
// (second, chunk). Chunks are ranges of users in order, and a chunk's records are in the order of its users, so a
// stable scatter by second alone yields the order (time, user, the user's own sequence).
//
//   counts      second 0   second 1   ...            offsets
//   chunk 0        3          1              ->         0   |  5
//   chunk 1        2          4              ->         3   |  6     (sums down each column, then across)
import { PAGE_NEXT, PAGE_RECORDS, PAGE_USED, RECORD_BYTES, RECORD_TIME } from "../layout/record";
import { P_CHUNK_PAGES, P_COUNTS, P_ORDERED, P_ORDERED_BYTES, P_TOTALS, PARAMETERS } from "../layout/run";

/** Cells in a row of counts: the slice's seconds, rounded up so that rows can be read four at a time. */
// @ts-ignore: decorator
@inline
function rowCells(seconds: i32): usize {
  return (<usize>seconds + 3) & ~3;
}

// @ts-ignore: decorator
@inline
function rowOf(chunk: u32, seconds: i32): usize {
  return <usize>load<u32>(PARAMETERS, P_COUNTS) + ((<usize>chunk * rowCells(seconds)) << 2);
}

/** The address that the window's second 0 would have in the chunk's row of counts. */
// @ts-ignore: decorator
@inline
export function countsOf(chunk: u32, sliceStart: i32, sliceEnd: i32): usize {
  return rowOf(chunk, sliceEnd - sliceStart) - (<usize>sliceStart << 2);
}

export function clearCounts(chunk: u32, sliceStart: i32, sliceEnd: i32): usize {
  const seconds = sliceEnd - sliceStart;
  memory.fill(rowOf(chunk, seconds), 0, rowCells(seconds) << 2);
  return countsOf(chunk, sliceStart, sliceEnd);
}

/** Sums each second over the chunks into the totals. */
function sumChunks(chunks: u32, seconds: i32, totals: usize): void {
  const bytes = rowCells(seconds) << 2;
  memory.fill(totals, 0, bytes);
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const row = rowOf(chunk, seconds);
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(totals + i, i32x4.add(v128.load(totals + i), v128.load(row + i)));
    }
  }
}

/** Turns totals into the number of records before each second, the first `carry` included; returns the sum. */
function sumSeconds(seconds: i32, totals: usize, carry: u32): u32 {
  let sum = carry;
  for (let i: usize = 0; i < <usize>seconds << 2; i += 4) {
    const total = load<u32>(totals + i);
    store<u32>(totals + i, sum);
    sum += total;
  }
  return sum;
}

/** Turns every chunk's counts into the places of its records, after the first `carry` ones. Returns the number of all records. */
export function prefixSums(chunks: u32, sliceStart: i32, sliceEnd: i32, carry: u32): u32 {
  const seconds = sliceEnd - sliceStart;
  const totals = <usize>load<u32>(PARAMETERS, P_TOTALS);
  sumChunks(chunks, seconds, totals);
  const records = sumSeconds(seconds, totals, carry);
  const bytes = rowCells(seconds) << 2;
  for (let chunk: u32 = 0; chunk < chunks; chunk++) {
    const row = rowOf(chunk, seconds);
    for (let i: usize = 0; i < bytes; i += 16) {
      const place = v128.load(totals + i);
      v128.store(totals + i, i32x4.add(place, v128.load(row + i)));
      v128.store(row + i, place);
    }
  }
  return records;
}

/** Address of the `buffer`-th (0 or 1) area of ordered records. */
// @ts-ignore: decorator
@inline
export function orderedAt(buffer: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_ORDERED) + <usize>buffer * <usize>load<u32>(PARAMETERS, P_ORDERED_BYTES);
}

/** Moves the chunk's records to their places in the ordered buffer. */
export function placeChunk(chunk: u32, sliceStart: i32, sliceEnd: i32, buffer: u32): void {
  const places = countsOf(chunk, sliceStart, sliceEnd);
  const ordered = orderedAt(buffer);
  let page = <usize>load<u32>(<usize>load<u32>(PARAMETERS, P_CHUNK_PAGES) + (<usize>chunk << 2));
  while (page != 0) {
    let record = page + PAGE_RECORDS;
    const end = record + <usize>load<u32>(page, PAGE_USED) * RECORD_BYTES;
    for (; record < end; record += RECORD_BYTES) {
      const cell = places + (<usize>load<i32>(record, RECORD_TIME) << 2);
      const place = load<u32>(cell);
      store<u32>(cell, place + 1);
      const target = ordered + <usize>place * RECORD_BYTES;
      v128.store(target, v128.load(record));
      store<u64>(target, load<u64>(record, 16), 16);
    }
    page = <usize>load<u32>(page, PAGE_NEXT);
  }
}
