// A worker's memory for LZ4, and the life of a block. Positions grow from block to block by more than a match can reach back,
// so whatever an earlier block left is stale and nothing has to be cleared.
import {
  EMITTER_CHECKSUM,
  EMITTER_CURSOR,
  EMITTER_MATCHES,
  EMITTER_POSITION,
  EMITTER_RAW_BYTES,
  LITERALS_WAITING,
  MATCHES_OF_EVENT,
  MATCH_BYTES,
  MATCH_CAPACITY,
  MATCH_END,
  WINDOW,
} from "../layout/emission";
import { P_EMITTER_BYTES, P_EMITTERS, P_NODES_END, PARAMETERS } from "../layout/run";
import { beginChecksum, endChecksum } from "./checksum";
import { literalsOf, matchesOf, penAt } from "./pen";
import { writeLast, writeSequences } from "./sequences";

/** Every position is at least this, so that 0, which is in memory that was never written, is too far back for any match. */
const FIRST_POSITION: u32 = 2 * (WINDOW + 1);
const LAST_POSITION: u32 = 0x80000000;
const NOWHERE: u32 = 0xffffffff;

// @ts-ignore: decorator
@inline
export function emitterOf(worker: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_EMITTERS) + <usize>worker * <usize>load<u32>(PARAMETERS, P_EMITTER_BYTES);
}

// @ts-ignore: decorator
@inline
function waitingOf(emitter: usize): usize {
  return emitter + <usize>load<u32>(PARAMETERS, P_NODES_END);
}

/** Forgets all positions, once in two gigabytes. */
function forget(emitter: usize): void {
  memory.fill(emitter, 0, <usize>load<u32>(PARAMETERS, P_NODES_END));
}

/** Begins the block that will be at `out`; returns its first position. */
export function beginBlock(emitter: usize, out: usize): u32 {
  beginChecksum(emitter, out);
  if (load<u32>(emitter, EMITTER_POSITION) > LAST_POSITION) forget(emitter);
  const position = max<u32>(load<u32>(emitter, EMITTER_POSITION), FIRST_POSITION);
  store<u32>(emitter, position, EMITTER_POSITION);
  store<u32>(emitter, position, EMITTER_CURSOR);
  return position;
}

/** A pen with nothing waiting. */
export function emptyPen(emitter: usize): u64 {
  const matches = emitter + EMITTER_MATCHES;
  store<u32>(matches, NOWHERE, MATCH_END);
  return penAt(matches, waitingOf(emitter));
}

/** Whether enough matches or literals wait that it is time to write them. */
// @ts-ignore: decorator
@inline
export function isFull(emitter: usize, pen: u64): bool {
  const mostMatches = emitter + EMITTER_MATCHES + <usize>(MATCH_CAPACITY - MATCHES_OF_EVENT) * MATCH_BYTES;
  return i32(matchesOf(pen) > mostMatches) | i32(literalsOf(pen) > waitingOf(emitter) + LITERALS_WAITING) ? true : false;
}

/** Writes the matches that wait, with the literals before each; returns the address after them. */
export function writeWaiting(emitter: usize, pen: u64, out: usize): usize {
  const matches = matchesOf(pen);
  const waiting = waitingOf(emitter);
  return matches == emitter + EMITTER_MATCHES ? out : writeSequences(emitter, matches, waiting, out);
}

/** The pen after writeWaiting. Literals up to `position` that no match follows yet are moved to the start of the waiting ones. */
export function resume(emitter: usize, pen: u64, position: u32): u64 {
  const left = position - load<u32>(emitter, EMITTER_CURSOR);
  memory.copy(waitingOf(emitter), literalsOf(pen) - <usize>left, <usize>left);
  return emptyPen(emitter) + <u64>left;
}

/** Ends the block at `position` with the literals that wait; returns the address after it. */
export function endBlock(emitter: usize, pen: u64, position: u32, out: usize): usize {
  const at = writeWaiting(emitter, pen, out);
  const left = position - load<u32>(emitter, EMITTER_CURSOR);
  store<u32>(emitter, position - load<u32>(emitter, EMITTER_POSITION), EMITTER_RAW_BYTES);
  store<u32>(emitter, position + WINDOW + 1, EMITTER_POSITION);
  const end = writeLast(at, literalsOf(pen) - <usize>left, left);
  endChecksum(emitter, end);
  return end;
}

/** Uncompressed size of the block that the worker wrote last, in bytes. */
export function blockRawBytes(worker: u32): u32 {
  return load<u32>(emitterOf(worker), EMITTER_RAW_BYTES);
}

/** Checksum of the block that the worker wrote last, as a frame of LZ4 contains it. */
export function blockChecksum(worker: u32): u32 {
  return load<u32>(emitterOf(worker), EMITTER_CHECKSUM);
}
