// What every format reads of a record: its user's line, and fragments by table and index.
import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_LENGTH,
  P_FIRST_USER_ID,
  P_LINES,
  P_SCRATCH,
  P_USER_OFFSET,
  P_USER_STRIDE,
  PARAMETERS,
  RECORD_USER,
  SCRATCH_BYTES,
  USER_BYTES,
} from "../layout";

/** Records whose memory is touched before any of them is encoded, so that the cache misses overlap. */
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

// @ts-ignore: decorator
@inline
export function lineOf(record: usize): usize {
  return <usize>load<u32>(PARAMETERS, P_LINES) + <usize>load<u32>(record, RECORD_USER) * USER_BYTES;
}

// @ts-ignore: decorator
@inline
export function userIdOf(record: usize): u32 {
  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + load<u32>(record, RECORD_USER) * load<u32>(PARAMETERS, P_USER_STRIDE);
  return load<u32>(PARAMETERS, P_FIRST_USER_ID) + index;
}

// @ts-ignore: decorator
@inline
export function scratchOf(worker: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_SCRATCH) + <usize>worker * SCRATCH_BYTES;
}
