// Turns records into plain events, one after the other: lines of JSON, or maps of MessagePack.
import { RECORD_BYTES, RECORD_TIME, RECORD_USER, SCRATCH_HEAD } from "../layout/record";
import { P_PEOPLE, P_SONG_TEXTS, PARAMETERS } from "../layout/run";
import { orderedAt } from "../simulate/place";
import { RUN, scratchOf } from "./fragment";
import { writeHead as writeJsonHead, writeLine } from "./json";
import { tagKeys, writeEvent, writeHead as writeMsgpackHead } from "./msgpack";
import { personAt, touchTexts } from "./person";

// @ts-ignore: decorator
@inline
function writeHead(head: usize, time: u32, json: bool): usize {
  return json ? writeJsonHead(head, time) : writeMsgpackHead(head, time);
}

/** @param hasPeople a constant at compile time, as `json` is, so that each combination has a loop of its own */
// @ts-ignore: decorator
@inline
function encodeRecords(
  scratch: usize,
  first: usize,
  end: usize,
  out: usize,
  people: usize,
  hasPeople: bool,
  json: bool,
): usize {
  const head = scratch + SCRATCH_HEAD;
  const tags = json ? 0 : tagKeys();
  const songTexts = <usize>load<u32>(PARAMETERS, P_SONG_TEXTS);
  let record = first;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = writeHead(head, headTime, json);
  while (record < end) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, end);
    touchTexts(scratch, record, runEnd, people, songTexts, hasPeople);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = writeHead(head, time, json);
        headTime = time;
      }
      const person = hasPeople ? personAt(people, load<u32>(record, RECORD_USER)) : 0;
      at = json
        ? writeLine(at, record, head, headLength, person, songTexts)
        : writeEvent(at, record, head, headLength, tags, person, songTexts);
    }
  }
  return at;
}

// @ts-ignore: decorator
@inline
function encode(worker: u32, buffer: u32, first: u32, count: u32, out: usize, json: bool): usize {
  const record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const end = record + <usize>count * RECORD_BYTES;
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return encodeRecords(scratchOf(worker), record, end, out, 0, false, json);
  return encodeRecords(scratchOf(worker), record, end, out, people, true, json);
}

/**
 * Writes the lines of `count` records from the `first`-th of the ordered buffer on to `out`; returns the address after them.
 * Up to FRAGMENT_PADDING bytes after them may be overwritten.
 */
export function encodeJson(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encode(worker, buffer, first, count, out, true);
}

/** The same as MessagePack: one map per event, with nothing in between. */
export function encodeMsgpack(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encode(worker, buffer, first, count, out, false);
}
