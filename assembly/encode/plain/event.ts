// One event in any format: head, user id and session id, state, item number, a user's details, and a song.
import { copy32 } from "../../copy";
import { STATE_FRAGMENT, STATE_FRAGMENT_BYTES, STATE_SHOWN } from "../../layout/model";
import { RECORD_ITEM, RECORD_SONG, RECORD_STATE } from "../../layout/record";
import { P_TAILS } from "../../layout/run";
import { TAIL_HIDDEN } from "../../layout/text";
import { stateAt } from "../../simulate/session";
import { Format } from "../format";
import { fragmentAt, lengthOf, textOf, userOf } from "../fragment";
import { copyDetails, isTooLong, writeDetails } from "./person";
import { copySong, writeSong } from "./song";

/** @param person 0 if everything is looked up, likewise `songTexts` */
// @ts-ignore: decorator
@inline
export function writeEvent<F extends Format>(
  out: usize,
  record: usize,
  head: usize,
  headLength: usize,
  context: u32,
  person: usize,
  songTexts: usize,
): usize {
  const format = changetype<F>(0);
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  let at = format.writeBegin(out, record, shown, head, headLength, context, person);
  at = format.copyState(at, <usize>load<u32>(state, STATE_FRAGMENT), <usize>load<u32>(state, STATE_FRAGMENT_BYTES));
  at = format.writeItem(at, load<u32>(record, RECORD_ITEM));
  if (shown) {
    at = person == 0 || isTooLong(person) ? writeDetails<F>(at, userOf(record)) : copyDetails<F>(at, person);
  } else {
    const tail = fragmentAt(P_TAILS, TAIL_HIDDEN);
    at = copy32(at, textOf(tail), lengthOf(tail));
  }
  const song = load<u32>(record, RECORD_SONG);
  return songTexts == 0 ? copySong(at, song) : writeSong<F>(at, song, songTexts);
}
