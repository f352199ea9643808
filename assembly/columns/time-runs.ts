// Time stamps of records as numbers of a dictionary. Records are in the order of time, so that each distinct time is one run: where many
// records share a second, that is smaller than differences, all of which have as many bits as a second has units.
import { GROUP_TIMES_DONE, GROUP_TIMES_NEXT } from "../layout/columns";
import { RECORD_BYTES, RECORD_TIME } from "../layout/record";
import { writeVarint } from "./bits";

/**
 * Writes the numbers of the times of `count` records, at least one, as runs, and appends new times (i64) to the dictionary at
 * GROUP_TIMES_NEXT. Returns the address after the runs; up to 3 bytes after it may be overwritten.
 * @param valueBytes of a number
 * @param start the time of a record whose seconds are 0, in units since 1970
 */
export function packTimeRuns(
  group: usize,
  first: usize,
  count: u32,
  valueBytes: u32,
  start: i64,
  unitsPerSecond: u32,
  out: usize,
): usize {
  const end = first + <usize>count * RECORD_BYTES;
  let number = load<u32>(group, GROUP_TIMES_DONE);
  let next = <usize>load<u32>(group, GROUP_TIMES_NEXT);
  let at = out;
  for (let record = first; record < end; ) {
    const time = load<u32>(record, RECORD_TIME);
    let after = record + RECORD_BYTES;
    while (after < end && load<u32>(after, RECORD_TIME) == time) after += RECORD_BYTES;
    const value = start + <i64>(<u64>time * <u64>unitsPerSecond);
    // A page may begin with the time that the one before ended with.
    if (number == 0 || load<i64>(next - 8) != value) {
      store<i64>(next, value);
      next += 8;
      number++;
    }
    at = writeVarint(at, <u64>((after - record) / RECORD_BYTES) << 1);
    store<u32>(at, number - 1);
    at += <usize>valueBytes;
    record = after;
  }
  store<u32>(group, number, GROUP_TIMES_DONE);
  store<u32>(group, <u32>next, GROUP_TIMES_NEXT);
  return at;
}
