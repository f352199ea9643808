// What every format reads for a record: the user's line, and fragments by table and index.
import { RECORD_USER, SCRATCH_BYTES } from "../layout/record";
import {
  P_COMMON_IDS,
  P_FIRST_USER_ID,
  P_LINES,
  P_REGISTRATION_BASE,
  P_SCRATCH,
  P_USER_OFFSET,
  P_USER_STRIDE,
  PARAMETERS,
} from "../layout/run";
import { FRAGMENT_ADDRESS, FRAGMENT_BYTES, FRAGMENT_LENGTH } from "../layout/text";
import { USER_BYTES, USER_REGISTRATION } from "../layout/user";

/** Number of records whose memory is read before any of them is encoded, so that the cache misses overlap. */
export const RUN: usize = 32;

// @ts-ignore: decorator
@inline
export function fragmentAt(table: usize, index: u32): usize {
  return <usize>load<u32>(PARAMETERS + table) + <usize>index * FRAGMENT_BYTES;
}

// @ts-ignore: decorator
@inline
export function textOf(fragment: usize): usize {
  return <usize>load<u32>(fragment, FRAGMENT_ADDRESS);
}

// @ts-ignore: decorator
@inline
export function lengthOf(fragment: usize): usize {
  return <usize>load<u16>(fragment, FRAGMENT_LENGTH);
}

/** The line of the user with an index. */
// @ts-ignore: decorator
@inline
export function lineAt(slot: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_LINES) + <usize>slot * USER_BYTES;
}

// @ts-ignore: decorator
@inline
export function lineOf(record: usize): usize {
  return lineAt(load<u32>(record, RECORD_USER));
}

// @ts-ignore: decorator
@inline
export function userIdAt(slot: u32): u32 {
  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + slot * load<u32>(PARAMETERS, P_USER_STRIDE);
  return load<u32>(PARAMETERS, P_FIRST_USER_ID) + index;
}

// @ts-ignore: decorator
@inline
export function userIdOf(record: usize): u32 {
  return userIdAt(load<u32>(record, RECORD_USER));
}

/** Whether the id has nine digits or more, or may have small session ids: 0, and all ids of the original's engine. */
// @ts-ignore: decorator
@inline
export function isRareId(id: u32): bool {
  return id - 1 >= load<u32>(PARAMETERS, P_COMMON_IDS);
}

/** When the user joined, in seconds since 1970. */
// @ts-ignore: decorator
@inline
export function joinedOf(line: usize): i64 {
  return load<i64>(PARAMETERS, P_REGISTRATION_BASE) + <i64>load<i32>(line, USER_REGISTRATION);
}

// @ts-ignore: decorator
@inline
export function scratchOf(worker: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_SCRATCH) + <usize>worker * SCRATCH_BYTES;
}
