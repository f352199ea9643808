// When a user joined: seconds relative to P_REGISTRATION_BASE, in 48 bits.
import { USER_REGISTRATION } from "../layout/user";

export function setRegistration(user: usize, seconds: i64): void {
  store<u16>(user, <u16>seconds, USER_REGISTRATION);
  store<i32>(user, <i32>(seconds >> 16), USER_REGISTRATION + 2);
}

// @ts-ignore: decorator
@inline
export function registrationIn(user: usize): i64 {
  return load<i64>(user, USER_REGISTRATION - 2) >> 16;
}
