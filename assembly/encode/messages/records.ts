// Turns records into messages, the records of a batch of Kafka, one after the other. The steps of an event are those of plain/records.ts.
import { MESSAGES_HEADERS_BYTES } from "../../layout/messages";
import { STATE_SHOWN } from "../../layout/model";
import {
  RECORD_BYTES,
  RECORD_STATE,
  RECORD_TIME,
  RECORD_USER,
  SCRATCH_HEAD,
  SCRATCH_MESSAGES,
} from "../../layout/record";
import { PARAMETERS, P_PEOPLE, P_SONG_TEXTS } from "../../layout/run";
import { PERSON_ID } from "../../layout/text";
import { stateAt } from "../../simulate/session";
import { Format } from "../format";
import { RUN, scratchOf } from "../fragment";
import { commonText, userIdOf } from "../ids";
import { writeEvent } from "../plain/event";
import { personAt } from "../plain/person";
import { touchTexts } from "../plain/records";
import { LENGTH_BYTES, messagesOf, mostBytesBefore, writeHeaders, writeLengths, writeOpening, writePrefix } from "./message";

/**
 * Writes the `index`-th message of the batch whose first record is `first`; returns the address after it.
 * @param person 0 if everything is looked up, likewise `songTexts`
 */
// @ts-ignore: decorator
@inline
export function writeMessage<F extends Format>(
  out: usize,
  messages: usize,
  record: usize,
  first: usize,
  index: u32,
  head: usize,
  headLength: usize,
  context: u32,
  person: usize,
  songTexts: usize,
): usize {
  const shown = load<u32>(stateAt(load<u32>(record, RECORD_STATE)), STATE_SHOWN) != 0;
  const text = person == 0 ? commonText(userIdOf(record)) : load<u64>(person, PERSON_ID);
  const lengthAt = writeOpening(out + LENGTH_BYTES, messages, record, first, index, shown, text);
  const value = lengthAt + LENGTH_BYTES;
  const event = writePrefix(value, messages);
  const after = writeEvent<F>(event, record, head, headLength, context, person, songTexts);
  const valueEnd = after - changetype<F>(0).separatorBytes;
  const end = writeHeaders(valueEnd, messages);
  return writeLengths(out, lengthAt, end, <u32>(valueEnd - value), load<u32>(messages, MESSAGES_HEADERS_BYTES));
}

/** @param hasPeople a constant at compile time, so that each way has a loop of its own */
// @ts-ignore: decorator
@inline
function encode<F extends Format>(
  scratch: usize,
  first: usize,
  count: u32,
  out: usize,
  mostBytes: u32,
  people: usize,
  hasPeople: bool,
): usize {
  const format = changetype<F>(0);
  const head = scratch + SCRATCH_HEAD;
  const context = format.contextOf();
  const messages = messagesOf();
  const songTexts = <usize>load<u32>(PARAMETERS, P_SONG_TEXTS);
  const before = mostBytesBefore(messages, mostBytes);
  let end = first + <usize>count * RECORD_BYTES;
  let record = first;
  let index: u32 = 0;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = format.writeHead(head, headTime);
  while (record < end) {
    let runEnd = min<usize>(record + RUN * RECORD_BYTES, end);
    touchTexts(scratch, record, runEnd, people, songTexts, hasPeople);
    for (; record < runEnd; record += RECORD_BYTES) {
      if (<i32>(at - out) > before) {
        runEnd = record + RECORD_BYTES;
        end = runEnd;
      }
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = format.writeHead(head, time);
        headTime = time;
      }
      const person = hasPeople ? personAt(people, load<u32>(record, RECORD_USER)) : 0;
      at = writeMessage<F>(at, messages, record, first, index, head, headLength, context, person, songTexts);
      index++;
    }
  }
  store<u32>(scratch, index, SCRATCH_MESSAGES);
  return at;
}

/**
 * Writes up to `count` records, at least one, from address `record` on to `out`, as messages with nothing between them; returns the
 * address after them. It ends after a record after which another of the greatest size could pass `mostBytes`. messagesWritten then returns how many they
 * are. They may be followed by up to FRAGMENT_PADDING meaningless bytes.
 */
// @ts-ignore: decorator
@inline
export function encodeMessages<F extends Format>(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return encode<F>(scratchOf(worker), record, count, out, mostBytes, 0, false);
  return encode<F>(scratchOf(worker), record, count, out, mostBytes, people, true);
}

/** How many messages the worker wrote last. */
export function messagesWritten(worker: u32): u32 {
  return load<u32>(scratchOf(worker), SCRATCH_MESSAGES);
}
