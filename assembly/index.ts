// The kernel's exports: everything that the host may call (src/kernel/kernel.ts has the same list with types).
import "./checks";
import { makeCompatUsers } from "./compat/population";
import { prepareCrc } from "./compress/crc32c";
import { prepareDisorder } from "./disorder/draws";
import { EmittingFormat } from "./encode/format";
import { Avro } from "./encode/formats/avro/avro";
import { Csv } from "./encode/formats/csv/csv";
import { Json } from "./encode/formats/json/json";
import { Msgpack } from "./encode/formats/msgpack/msgpack";
import { encodeBlock } from "./encode/lz4/blocks";
import { makePersonValues } from "./encode/lz4/person-values";
import { encodeMessageBlock } from "./encode/messages/blocks";
import { encodeMessages } from "./encode/messages/records";
import { makePersonTexts } from "./encode/plain/person";
import { encodeRecords } from "./encode/plain/records";
import { FORMAT_AVRO, FORMAT_CSV, FORMAT_JSON, FORMAT_MSGPACK, P_CHUNK_USERS, P_FORMAT, P_USERS, PARAMETERS } from "./layout/run";
import { prepareDayCurve, prepareLogarithms } from "./random/functions";
import { makeUsers, moveUsers } from "./simulate/population";

export { writeArrowSongs, writeArrowStates, writeArrowUsers } from "./arrow/indices";
export { writeArrowIds, writeArrowNumbers } from "./arrow/numbers";
export { makeArrowSongs } from "./arrow/songs";
export { packRuns } from "./columns/bits";
export { gatherStrip } from "./columns/gather";
export { copyBytes, copyValues, findBounds, writeUserIds } from "./columns/dictionary";
export { numberMarked, numberRecords } from "./columns/number";
export { packStrip } from "./columns/pack";
export { makeSongRows, makeUserRows } from "./columns/rows";
export { packTimeRuns } from "./columns/time-runs";
export { packTimes } from "./columns/times";
export { countCompat } from "./compat/population";
export { simulateCompat } from "./compat/run";
export { crc32c } from "./compress/crc32c";
export { blockChecksum, blockRawBytes } from "./compress/emitter";
export { contentChecksum } from "./compress/xxhash64";
export { arrange, arrangedUntil, takeSlice } from "./disorder/arrange";
export { moveWaiting } from "./disorder/waiting";
export { partitionRecords } from "./encode/messages/partition";
export { messagesWritten } from "./encode/messages/records";
export { simulateChunk } from "./simulate/chunk";
export { placeChunk, prefixSums } from "./simulate/place";
export { planArrivals } from "./simulate/population";
export { tallyRecords } from "./tally";

/** Fills the fixed tables. Called once per run, after the parameters are written and before anything else. */
export function prepareTables(): void {
  prepareLogarithms();
  prepareDayCurve();
  prepareCrc();
  prepareDisorder();
}

/** Writes records as lines of JSON (encodeRecords). */
export function encodeJson(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeRecords<Json>(worker, buffer, first, count, out);
}

/** Writes records as maps of MessagePack. */
export function encodeMsgpack(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeRecords<Msgpack>(worker, buffer, first, count, out);
}

/** Writes records as Avro's binary encoding of each. */
export function encodeAvro(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeRecords<Avro>(worker, buffer, first, count, out);
}

/** Writes records as rows of CSV, without the header. */
export function encodeCsv(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeRecords<Csv>(worker, buffer, first, count, out);
}

/** Writes records as one block of LZ4 that contains lines of JSON (encodeBlock). */
export function encodeJsonLz4(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeBlock<Json>(worker, buffer, first, count, out);
}

/** Writes records as one block of LZ4 that contains maps of MessagePack. */
export function encodeMsgpackLz4(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encodeBlock<Msgpack>(worker, buffer, first, count, out);
}

/** Writes records as messages whose values are lines of JSON (encodeMessages). */
export function encodeJsonMessages(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessages<Json>(worker, record, count, out, mostBytes);
}

/** Writes records as messages whose values are maps of MessagePack. */
export function encodeMsgpackMessages(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessages<Msgpack>(worker, record, count, out, mostBytes);
}

/** Writes records as messages whose values are in Avro's binary encoding. */
export function encodeAvroMessages(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessages<Avro>(worker, record, count, out, mostBytes);
}

/** Writes records as messages whose values are rows of CSV. */
export function encodeCsvMessages(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessages<Csv>(worker, record, count, out, mostBytes);
}

/** Writes records as one block of LZ4 that contains the messages of encodeJsonMessages (encodeMessageBlock). */
export function encodeJsonMessagesLz4(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessageBlock<Json>(worker, record, count, out, mostBytes);
}

/** Writes records as one block of LZ4 that contains the messages of encodeMsgpackMessages. */
export function encodeMsgpackMessagesLz4(worker: u32, record: usize, count: u32, out: usize, mostBytes: u32): usize {
  return encodeMessageBlock<Msgpack>(worker, record, count, out, mostBytes);
}

/** Memory is reserved for at most one of the two. */
function makeTextsOf<F extends EmittingFormat>(first: u32, end: u32): void {
  makePersonTexts<F>(first, end);
  makePersonValues<F>(first, end);
}

function makeTexts(first: u32, end: u32): void {
  const format = load<u32>(PARAMETERS, P_FORMAT);
  if (format == FORMAT_JSON) makeTextsOf<Json>(first, end);
  else if (format == FORMAT_MSGPACK) makeTextsOf<Msgpack>(first, end);
  else if (format == FORMAT_CSV) makePersonTexts<Csv>(first, end);
  else if (format == FORMAT_AVRO) makePersonTexts<Avro>(first, end);
}

function firstOf(chunk: u32): u32 {
  return chunk * load<u32>(PARAMETERS, P_CHUNK_USERS);
}

function endOf(chunk: u32): u32 {
  return min<u32>(firstOf(chunk + 1), load<u32>(PARAMETERS, P_USERS));
}

/** Makes the chunk's users, and their texts where there is room for them. */
export function makeChunk(chunk: u32): void {
  makeUsers(firstOf(chunk), endOf(chunk));
  makeTexts(firstOf(chunk), endOf(chunk));
}

/** The origin has moved: moves the chunk's users (moveUsers). */
export function moveChunk(chunk: u32, bySeconds: i32): void {
  if (moveUsers(firstOf(chunk), endOf(chunk), bySeconds) > 0) makeTexts(firstOf(chunk), endOf(chunk));
}

/** The same for all users of the original's engine, which makes them in its own order. */
export function makeCompat(): void {
  makeCompatUsers();
  makeTexts(0, load<u32>(PARAMETERS, P_USERS));
}
