// What follows the session id in an event, in either format: state, item number, user details, and a song.
import { STATE_FRAGMENT, STATE_FRAGMENT_BYTES } from "../layout/model";
import { RECORD_ITEM, RECORD_SONG } from "../layout/record";
import { P_TAILS } from "../layout/run";
import { TAIL_HIDDEN } from "../layout/text";
import { copy32, copy80, copy112 } from "../copy";
import { fragmentAt, lengthOf, lineOf, textOf } from "./fragment";
import { writeSmallInteger } from "./integer";
import { writeCount } from "./number";
import { copyDetails, isTooLong, writeDetails } from "./person";
import { copySong, writeSong } from "./song";

/** @param person 0 if everything is looked up, likewise `songTexts` */
// @ts-ignore: decorator
@inline
export function writeRest(
  out: usize,
  record: usize,
  state: usize,
  shown: bool,
  person: usize,
  songTexts: usize,
  json: bool,
): usize {
  const text = <usize>load<u32>(state, STATE_FRAGMENT);
  const length = <usize>load<u32>(state, STATE_FRAGMENT_BYTES);
  let at = json ? copy112(out, text, length) : copy80(out, text, length);
  const item = load<u32>(record, RECORD_ITEM);
  at = json ? writeCount(at, item) : writeSmallInteger(at, item);
  if (shown) {
    at = person == 0 || isTooLong(person) ? writeDetails(at, lineOf(record), json) : copyDetails(at, person, json);
  } else {
    const tail = fragmentAt(P_TAILS, TAIL_HIDDEN);
    at = copy32(at, textOf(tail), lengthOf(tail));
  }
  const song = load<u32>(record, RECORD_SONG);
  return songTexts == 0 ? copySong(at, song) : writeSong(at, song, songTexts, json);
}
