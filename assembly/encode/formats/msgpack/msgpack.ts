// MessagePack: a map for each event, and nothing between them. docs/reference/engine.md, "MessagePack".
import { FOLLOWS_LITERALS, HAS_OWN, HAS_SUFFIX, lengthOfValue, writeValue } from "../../../compress/value";
import { copy32, copy80 } from "../../../copy";
import { EMITTER_END, NODE_KEY_PAGE } from "../../../layout/emission";
import { RECORD_SESSION, RECORD_STATE, RECORD_USER } from "../../../layout/record";
import { P_STATE_VALUES } from "../../../layout/run";
import { EmittingFormat } from "../../format";
import { userIdOf } from "../../ids";
import { emitTail } from "../../lz4/person";
import { valueAt } from "../../lz4/person-values";
import { remember } from "../../lz4/recent";
import { registrationOf } from "../../milliseconds";
import { emitMapHead, emitMapRegistration, emitMapSession, putMilliseconds } from "./emit";
import { copyUserId, keysOf, tagKeys, writeMapHead, writeMapHeader, writeSession, writeUserId } from "./event";
import { writeInteger, writeSmallInteger, writeWide } from "./integer";
import {
  MSGPACK_KEY_AGENT,
  MSGPACK_KEY_ARTIST,
  MSGPACK_KEY_FIRST_NAME,
  MSGPACK_KEY_LAST_NAME,
  MSGPACK_KEY_LENGTH,
  MSGPACK_KEY_LOCATION,
  MSGPACK_KEY_PAGE,
  MSGPACK_KEY_REGISTRATION,
  MSGPACK_KEY_SONG,
} from "./keys";

const STATE_TRAITS: u32 = HAS_OWN | HAS_SUFFIX | FOLLOWS_LITERALS;
/** The size of an integer of eight bytes with its type. */
const REGISTRATION_BYTES: usize = 9;

// @ts-ignore: decorator
@final
@unmanaged
export class Msgpack extends EmittingFormat {
  @inline
  contextOf(): u32 {
    return tagKeys();
  }

  @inline
  writeHead(head: usize, time: u32): usize {
    return writeMapHead(head, time);
  }

  @inline
  writeBegin(out: usize, record: usize, shown: bool, head: usize, headLength: usize, context: u32, person: usize): usize {
    let at = writeMapHeader(out, keysOf(record, shown, context));
    v128.store(at, v128.load(head));
    v128.store(at, v128.load(head, 16), 16);
    const id = userIdOf(record);
    at += headLength;
    at = person == 0 ? writeUserId(at, id, shown) : copyUserId(at, id, person, shown);
    return writeSession(at, id, load<u32>(record, RECORD_SESSION));
  }

  @inline
  copyState(out: usize, text: usize, length: usize): usize {
    return copy80(out, text, length);
  }

  @inline
  writeItem(out: usize, item: u32): usize {
    return writeSmallInteger(out, item);
  }

  @inline
  copyLocation(out: usize, text: usize, length: usize): usize {
    return copy32(out, text, length);
  }

  @inline
  writeRegistration(out: usize, user: usize): usize {
    const registration = registrationOf(user);
    return <u64>registration < 65536 || registration < 0
      ? writeInteger(out, registration)
      : writeWide(out, <u64>registration);
  }

  @inline
  get registrationBytes(): usize {
    return REGISTRATION_BYTES;
  }

  @inline
  get locationKeyBytes(): u32 {
    return MSGPACK_KEY_LOCATION;
  }

  @inline
  get agentKeyBytes(): u32 {
    return MSGPACK_KEY_AGENT;
  }

  @inline
  get lastNameKeyBytes(): u32 {
    return MSGPACK_KEY_LAST_NAME;
  }

  @inline
  get firstNameKeyBytes(): u32 {
    return MSGPACK_KEY_FIRST_NAME;
  }

  @inline
  get registrationKeyBytes(): u32 {
    return MSGPACK_KEY_REGISTRATION;
  }

  @inline
  get artistKeyBytes(): u32 {
    return MSGPACK_KEY_ARTIST;
  }

  @inline
  get songKeyBytes(): u32 {
    return MSGPACK_KEY_SONG;
  }

  @inline
  get lengthKeyBytes(): u32 {
    return MSGPACK_KEY_LENGTH;
  }

  @inline
  get lastNameKey(): v128 {
    return i8x16(-0x58, 0x6c, 0x61, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0, 0, 0, 0, 0, 0, 0);
  }

  @inline
  get firstNameKey(): v128 {
    return i8x16(-0x57, 0x66, 0x69, 0x72, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0, 0, 0, 0, 0, 0);
  }

  @inline
  get registrationKey(): v128 {
    return i8x16(-0x54, 0x72, 0x65, 0x67, 0x69, 0x73, 0x74, 0x72, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0, 0, 0);
  }

  @inline
  get artistKey(): v128 {
    return i8x16(-0x5a, 0x61, 0x72, 0x74, 0x69, 0x73, 0x74, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @inline
  get songKey(): v128 {
    return i8x16(-0x5c, 0x73, 0x6f, 0x6e, 0x67, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @inline
  get lengthKey(): v128 {
    return i8x16(-0x5a, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, -0x35, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @inline
  writeEnd(out: usize): usize {
    return out;
  }

  @inline
  get separatorBytes(): usize {
    return 0;
  }

  @inline
  writeWithoutSong(out: usize, noSong: u32): usize {
    return this.writeEnd(out);
  }

  @inline
  get endBytes(): usize {
    return 0;
  }

  @inline
  emitBegin(
    pen: u64,
    emitter: usize,
    head: usize,
    headLength: u32,
    endBytes: u32,
    record: usize,
    person: usize,
    shown: bool,
    song: bool,
    context: u32,
    position: u32,
    isFirst: bool,
  ): u64 {
    const kind = (shown ? 2 : 0) + (song ? 1 : 0);
    const keys = keysOf(record, shown, context);
    let next = emitMapHead(pen, emitter, head, headLength, keys, kind, position);
    next = emitMapSession(next, emitter, record, person, shown, load<u32>(emitter, EMITTER_END));
    const at = load<u32>(emitter, EMITTER_END);
    const value = valueAt(P_STATE_VALUES, load<u32>(record, RECORD_STATE));
    store<u32>(emitter, at + MSGPACK_KEY_PAGE + lengthOfValue(value), EMITTER_END);
    return writeValue(next, emitter, NODE_KEY_PAGE, MSGPACK_KEY_PAGE, value, at, STATE_TRAITS);
  }

  @inline
  emitRegistration(
    pen: u64,
    emitter: usize,
    scratch: usize,
    record: usize,
    person: usize,
    recent: usize,
    kind: u32,
    song: bool,
    start: u32,
    position: u32,
  ): u64 {
    const next = emitMapRegistration(pen, emitter, scratch, record, person, position);
    const end = load<u32>(emitter, EMITTER_END);
    remember(recent, load<u32>(record, RECORD_USER), start, end, song);
    return emitTail<Msgpack>(next, emitter, kind, song, end);
  }

  @inline
  tailStartBytes(kind: u32): u32 {
    return 0;
  }

  @inline
  writeTailStart(out: usize): void {}

  @inline
  putRegistration(person: usize, user: usize): u32 {
    return putMilliseconds(person, user);
  }
}
