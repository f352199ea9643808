// A user who was written within the window, for example because the user goes from page to page: what an event says of the person is
// one match then, and so are id and session. A small table remembers them; of two users with the same entry the later one stays.
import {
  EMITTER_RECENT,
  EMITTER_RECENT_COUNT,
  RECENT_BYTES,
  RECENT_DETAILS,
  RECENT_LENGTH,
  RECENT_SONG,
  RECENT_USER,
  WINDOW,
} from "../../layout/emission";
import { RECORD_USER } from "../../layout/record";

/** The entry for a record's user, whichever user is in it. */
// @ts-ignore: decorator
@inline
export function recentOf(emitter: usize, record: usize): usize {
  return emitter + EMITTER_RECENT + <usize>(load<u32>(record, RECORD_USER) & (EMITTER_RECENT_COUNT - 1)) * RECENT_BYTES;
}

// @ts-ignore: decorator
@inline
export function isRecent(recent: usize, userIndex: u32, position: u32): bool {
  return load<u32>(recent, RECENT_USER) == userIndex && position - load<u32>(recent, RECENT_DETAILS) <= WINDOW;
}

/** Notes that a user's details are from `position` to `end`. */
// @ts-ignore: decorator
@inline
export function remember(recent: usize, userIndex: u32, position: u32, end: u32, song: bool): void {
  store<u32>(recent, userIndex, RECENT_USER);
  store<u32>(recent, position, RECENT_DETAILS);
  store<u32>(recent, end - position, RECENT_LENGTH);
  store<u32>(recent, song ? 1 : 0, RECENT_SONG);
}
