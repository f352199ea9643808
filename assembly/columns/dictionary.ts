// Dictionary pages of a row group, as PLAIN has their values (Encodings.md): a text after its length in 4 bytes, numbers as they are in
// memory; and the least and the greatest of values that have no order.
import { userIdAt, writeRareId } from "../encode/ids";
import {
  GROUP_FIRST_USER,
  GROUP_GREATEST_ID,
  GROUP_LEAST_ID,
  GROUP_NEXT_USER,
  GROUP_SHOWN_USERS,
  GROUP_USERS,
} from "../layout/columns";

/**
 * Copies values of the catalog. Up to 15 bytes after the end are overwritten, and up to 15 after a value are read.
 * @param places address of a u32 for each rank and one more: where its value begins, which is where the one before ends
 * @param entries address of `count` ranks
 * @returns the end
 */
export function copyValues(places: usize, entries: usize, count: u32, out: usize): usize {
  let to = out;
  for (let index: u32 = 0; index < count; index++) {
    const place = places + (<usize>load<u32>(entries + (<usize>index << 2)) << 2);
    const start = <usize>load<u32>(place);
    const byteLength = <usize>load<u32>(place, 4) - start;
    for (let at: usize = 0; at < byteLength; at += 16) v128.store(to + at, v128.load(start + at));
    to += byteLength;
  }
  return to;
}

/** Whether one PLAIN text is before another in the order of their bytes. */
function isBefore(left: usize, right: usize): bool {
  const leftBytes = load<u32>(left);
  const rightBytes = load<u32>(right);
  const compared = memory.compare(left + 4, right + 4, <usize>min(leftBytes, rightBytes));
  return compared == 0 ? leftBytes < rightBytes : compared < 0;
}

/**
 * Writes the empty text, and then the id of each user of the group by number. Stores the addresses of the least and the greatest id
 * that a record shows (GROUP_LEAST_ID, GROUP_GREATEST_ID). Returns the end.
 */
export function writeUserIds(group: usize, out: usize): usize {
  const users = load<u32>(group, GROUP_NEXT_USER) - load<u32>(group, GROUP_FIRST_USER);
  const indexes = <usize>load<u32>(group, GROUP_USERS);
  const shown = <usize>load<u32>(group, GROUP_SHOWN_USERS);
  let least: usize = 0;
  let greatest: usize = 0;
  store<u32>(out, 0);
  let to = out + 4;
  for (let user: u32 = 0; user < users; user++) {
    const end = writeRareId(to + 4, userIdAt(load<u32>(indexes + (<usize>user << 2))));
    store<u32>(to, <u32>(end - to - 4));
    if (load<u8>(shown + <usize>user) != 0) {
      if (least == 0 || isBefore(to, least)) least = to;
      if (greatest == 0 || isBefore(greatest, to)) greatest = to;
    }
    to = end;
  }
  store<u32>(group, <u32>least, GROUP_LEAST_ID);
  store<u32>(group, <u32>greatest, GROUP_GREATEST_ID);
  return to;
}

/** Writes the least and the greatest of at least one i64 to `out`. */
export function findBounds(values: usize, count: u32, out: usize): void {
  let least = load<i64>(values);
  let greatest = least;
  for (let index: u32 = 1; index < count; index++) {
    const value = load<i64>(values + (<usize>index << 3));
    least = min(least, value);
    greatest = max(greatest, value);
  }
  store<i64>(out, least);
  store<i64>(out, greatest, 8);
}

/** Copies bytes. The host's own copies within shared memory are several times slower. */
export function copyBytes(from: usize, byteLength: usize, to: usize): void {
  memory.copy(to, from, byteLength);
}
