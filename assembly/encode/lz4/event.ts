// One event in any format, as matches and literals. The counterpart of plain/event.ts: the two share no steps, since one copies texts
// of known length and the other decides what each text refers to.
import { literalsOf } from "../../compress/pen";
import { EMITTER_END, SONG_ARTIST } from "../../layout/emission";
import { STATE_SHOWN } from "../../layout/model";
import {
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_SONG,
  RECORD_STATE,
  SCRATCH_HEAD,
  SCRATCH_TOUCHED,
} from "../../layout/record";
import { PARAMETERS, P_PERSON_VALUES } from "../../layout/run";
import { TAIL_HIDDEN } from "../../layout/text";
import { USER_LOCATION } from "../../layout/user";
import { stateAt } from "../../simulate/session";
import { EmittingFormat } from "../format";
import { userOf } from "../fragment";
import { emitDetails, emitTail } from "./person";
import { firstNameOf, lastNameOf, locationOf, personOf } from "./person-values";
import { emitSong, hasSong, songAt } from "./song";

/**
 * An event without its end; the first `endBytes` of its head are the end of the event before, unless it is the first one. Stores the
 * end.
 */
// @ts-ignore: decorator
@inline
export function emitEvent<F extends EmittingFormat>(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  headLength: u32,
  endBytes: u32,
  context: u32,
  position: u32,
  isFirst: bool,
): u64 {
  const format = changetype<F>(0);
  const shown = load<u32>(stateAt(load<u32>(record, RECORD_STATE)), STATE_SHOWN) != 0;
  const song = hasSong(record);
  const person = personOf(record);
  const head = scratch + SCRATCH_HEAD;
  let next = format.emitBegin(
    pen,
    emitter,
    head,
    headLength,
    endBytes,
    record,
    person,
    shown,
    song,
    context,
    position,
    isFirst,
  );
  const out = literalsOf(next);
  const digits = <u32>(format.writeItem(out, load<u32>(record, RECORD_ITEM)) - out);
  next += <u64>digits;
  const at = load<u32>(emitter, EMITTER_END) + digits;
  next = shown
    ? emitDetails<F>(next, emitter, scratch, record, person, song, at)
    : emitTail<F>(next, emitter, TAIL_HIDDEN, song, at);
  if (!song) return next;
  return emitSong<F>(next, emitter, load<u32>(record, RECORD_SONG), load<u32>(emitter, EMITTER_END));
}

/**
 * Reads a word of each cache line that holds the users and songs of a run of records, then of those that they point to, so that
 * the misses overlap.
 */
export function touchValues(scratch: usize, first: usize, end: usize): void {
  const hasPeople = load<u32>(PARAMETERS, P_PERSON_VALUES) != 0;
  let sum: u32 = 0;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personOf(record);
    sum += hasPeople ? load<u32>(person) + load<u32>(person, 64) : <u32>load<u16>(userOf(record), USER_LOCATION);
    const song = songAt(load<u32>(record, RECORD_SONG));
    sum += load<u32>(song) + load<u32>(song, 64);
  }
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personOf(record);
    sum += load<u32>(<usize>load<u32>(songAt(load<u32>(record, RECORD_SONG)), SONG_ARTIST));
    sum += load<u32>(locationOf(record, person));
    if (!hasPeople) sum += load<u32>(lastNameOf(record, person)) + load<u32>(firstNameOf(record, person));
  }
  store<u64>(scratch, <u64>sum, SCRATCH_TOUCHED);
}
