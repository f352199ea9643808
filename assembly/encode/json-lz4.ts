// Turns a record into a line of JSON in a block of LZ4. The shape of a line is that of json.ts, written a second time: the two
// share no steps, since one copies texts of known length and the other decides what each text refers to.
import { literal, literalsOf, reference } from "../compress/pen";

import { WINDOW } from "../layout/emission";
import { EMITTER_LINE_END } from "../layout/emitter";
import { STATE_SHOWN } from "../layout/model";
import { RECORD_ITEM, RECORD_SONG, RECORD_STATE, SCRATCH_HEAD } from "../layout/record";
import { stateAt } from "../simulate/session";
import { emitSong, hasSong } from "./emit";
import { emitDetails, emitHidden } from "./emit-details";
import { emitHead, emitSession, seenHead } from "./emit-json";
import { writeHead, writeLine } from "./json";
import { writeCount } from "./number";
import { personOf } from "./person-values";

const LINE_END: u16 = 0x0a7d; // }\n
const LINE_END_LENGTH: u32 = 2;

/** From the user id to the song; stores the end. */
// @ts-ignore: decorator
@inline
function emitBehindHead(pen: u64, last: u64, emitter: usize, scratch: usize, record: usize, position: u32): u64 {
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  const song = hasSong(record);
  const person = personOf(record);
  let next = emitSession(pen, last, emitter, record, person, shown, position);
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const out = literalsOf(next);
  const digits = <u32>(writeCount(out, load<u32>(record, RECORD_ITEM)) - out);
  next += <u64>digits;
  at += digits;
  next = shown ? emitDetails(next, emitter, scratch, record, person, song, at) : emitHidden(next, emitter, song, at);
  if (!song) return next;
  at = load<u32>(emitter, EMITTER_LINE_END);
  return emitSong(next, emitter, load<u32>(record, RECORD_SONG), at, true);
}

/** A line without its end, after the end of the line before it unless it is the first; stores the end. */
// @ts-ignore: decorator
@inline
export function emitLine(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  headLength: u32,
  time: u32,
  position: u32,
  isFirst: bool,
): u64 {
  const head = scratch + SCRATCH_HEAD;
  const offset = seenHead(emitter, isFirst ? 0 : headLength, position);
  const length = isFirst ? headLength - LINE_END_LENGTH : headLength;
  const next = isFirst
    ? literal(pen, head + LINE_END_LENGTH, length)
    : emitHead(pen, emitter, head, length, time, position, offset);
  const end = position + length;
  const last = offset > WINDOW ? 0 : reference(offset, end);
  return emitBehindHead(next, last, emitter, scratch, record, end);
}

/** The last line, plain; returns the address after it. */
export function writeLastLine(out: usize, head: usize, headLength: usize, record: usize, isOnly: bool): usize {
  store<u16>(out, LINE_END);
  const start = out + (isOnly ? 0 : LINE_END_LENGTH);
  return writeLine(start, record, head + LINE_END_LENGTH, headLength - LINE_END_LENGTH, 0, 0);
}

/** Prepares the end of a line and the text of the next one up to the user id; returns their length. */
// @ts-ignore: decorator
@inline
export function prepareHead(head: usize, time: u32): usize {
  store<u16>(head, LINE_END);
  return writeHead(head + LINE_END_LENGTH, time) + LINE_END_LENGTH;
}
