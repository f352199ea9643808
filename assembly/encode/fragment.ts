// What every format reads for a record: the user's entry, and fragments by table and index.
import { copy112 } from "../copy";
import { RECORD_USER, SCRATCH_BYTES } from "../layout/record";
import { PARAMETERS, P_REGISTRATION_BASE, P_SCRATCH, P_SONGS, P_USER_TABLE } from "../layout/run";
import { FRAGMENT_ADDRESS, FRAGMENT_BYTES, FRAGMENT_LENGTH } from "../layout/text";
import { USER_BYTES } from "../layout/user";
import { registrationIn } from "../simulate/registration";

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

/** A song's fragment, or that of the end of an event without a song. */
// @ts-ignore: decorator
@inline
export function copySong(out: usize, song: u32): usize {
  const fragment = fragmentAt(P_SONGS, song);
  return copy112(out, textOf(fragment), lengthOf(fragment));
}

/** The entry of the user with an index. */
// @ts-ignore: decorator
@inline
export function userAt(userIndex: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_USER_TABLE) + <usize>userIndex * USER_BYTES;
}

// @ts-ignore: decorator
@inline
export function userOf(record: usize): usize {
  return userAt(load<u32>(record, RECORD_USER));
}

/** When the user joined, in seconds since 1970. */
// @ts-ignore: decorator
@inline
export function joinedOf(user: usize): i64 {
  return load<i64>(PARAMETERS, P_REGISTRATION_BASE) + registrationIn(user);
}

// @ts-ignore: decorator
@inline
export function scratchOf(worker: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_SCRATCH) + <usize>worker * SCRATCH_BYTES;
}

/** Writes a key of up to 16 bytes before a value; returns the address after it. */
// @ts-ignore: decorator
@inline
export function writeKeyText(out: usize, text: v128, length: u32): usize {
  v128.store(out, text);
  return out + <usize>length;
}
