// Instants as numbers: milliseconds since 1970, in MessagePack and Avro.
import { PARAMETERS, P_MILLISECOND_DIGITS, P_START_SECONDS } from "../layout/run";
import { joinedOf } from "./fragment";

/** Seconds since 1970 in milliseconds, with the run's fraction of a second. */
// @ts-ignore: decorator
@inline
function inMilliseconds(seconds: i64): i64 {
  const digits = load<u32>(PARAMETERS, P_MILLISECOND_DIGITS);
  const fraction = (digits & 15) * 100 + ((digits >> 8) & 15) * 10 + ((digits >> 16) & 15);
  return seconds * 1000 + <i64>fraction;
}

/** Milliseconds since 1970 of seconds relative to the window's start. */
// @ts-ignore: decorator
@inline
export function millisecondsOf(time: i64): i64 {
  return inMilliseconds(load<i64>(PARAMETERS, P_START_SECONDS) + time);
}

/** When the user joined, in milliseconds since 1970. */
// @ts-ignore: decorator
@inline
export function registrationOf(user: usize): i64 {
  return inMilliseconds(joinedOf(user));
}
