// User ids and session ids. All that the encoders must know of the engine is here: in the original's, user ids are ints, which may
// be negative, and session ids are counted through the run; in the default engine a session id is user id * 10^6 + number.
import { SESSION_LIMIT } from "../layout/control";
import { RECORD_USER } from "../layout/record";
import { PARAMETERS, P_COMMON_IDS, P_COMPAT, P_FIRST_USER_ID, P_USER_OFFSET, P_USER_STRIDE } from "../layout/run";
import { smallLength, smallText, writeInt, writeSixDigits, writeSmall, writeUnsigned } from "./number";

// @ts-ignore: decorator
@inline
export function userIdAt(userIndex: u32): u32 {
  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + userIndex * load<u32>(PARAMETERS, P_USER_STRIDE);
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

/** The digits of an id, or 0 for a rare one. */
// @ts-ignore: decorator
@inline
export function commonText(id: u32): u64 {
  return isRareId(id) ? 0 : smallText(id);
}

/** Whether session ids are counted through the run, and user ids are ints: in the original's engine. */
// @ts-ignore: decorator
@inline
export function countsSessions(): bool {
  return load<u32>(PARAMETERS, P_COMPAT) != 0;
}

/** Writes the digits of any id, and a sign if it has one. */
// @ts-ignore: decorator
@inline
export function writeRareId(out: usize, id: u32): usize {
  return countsSessions() ? writeInt(out, id) : writeUnsigned(out, id);
}

/**
 * Writes the session id of a rare user id: of nine digits or more; 0, whose session ids are not its text and six digits; and all ids
 * of the original's engine.
 */
// @ts-ignore: decorator
@inline
export function writeRareSessionId(out: usize, id: u32, number: u32): usize {
  if (countsSessions()) return writeUnsigned(out, number);
  return id == 0 ? writeSmall(out, number) : writeSixDigits(writeUnsigned(out, id), number);
}

/** Writes the digits of any session id. */
export function writeSessionId(out: usize, id: u32, number: u32): usize {
  if (isRareId(id)) return writeRareSessionId(out, id, number);
  const text = smallText(id);
  store<u64>(out, text);
  return writeSixDigits(out + smallLength(text), number);
}

/** The session id of a user with an id, for the number in the record. */
// @ts-ignore: decorator
@inline
export function sessionIdOf(id: u32, number: u32): u64 {
  return <u64>(countsSessions() ? 0 : id) * <u64>SESSION_LIMIT + <u64>number;
}
