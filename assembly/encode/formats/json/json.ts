// JSON: a line for each event. docs/reference/engine.md, "One line of JSON".
import { literal, reference } from "../../../compress/pen";
import { copy112, copy48 } from "../../../copy";
import { WINDOW } from "../../../layout/emission";
import { RECORD_TIME, RECORD_USER, SCRATCH_NUMBER } from "../../../layout/record";
import { PARAMETERS, P_MILLISECOND_DIGITS } from "../../../layout/run";
import { PERSON_NUMBER, PERSON_REGISTRATION_NODES, TAIL_HIDDEN } from "../../../layout/text";
import { EmittingFormat } from "../../format";
import { joinedOf, userOf } from "../../fragment";
import { emitTail } from "../../lz4/person";
import { remember } from "../../lz4/recent";
import { isRareTime, writeCount, writeTimestamp } from "../../number";
import { SECONDS_DIGITS, emitRareRegistration, emitSeconds, putSeconds, registrationNodes } from "./emit-registration";
import { emitLineHead, emitSession, seenHead } from "./emit-session";
import {
  JSON_KEY_AGENT,
  JSON_KEY_ARTIST,
  JSON_KEY_FIRST_NAME,
  JSON_KEY_LAST_NAME,
  JSON_KEY_LENGTH,
  JSON_KEY_LOCATION,
  JSON_KEY_REGISTRATION,
  JSON_KEY_SONG,
} from "./keys";
import { copyUserAndSession, writeLineHead, writeUserAndSession } from "./line";

const LINE_END: u16 = 0x0a7d; // }\n
const LINE_END_LENGTH: usize = 2;
const LINE_FEED_LENGTH: usize = 1;
const REGISTRATION_BYTES: usize = 13;
const MILLISECOND_BYTES: u32 = 3;

// @ts-ignore: decorator
@final
@unmanaged
export class Json extends EmittingFormat {
  @inline
  contextOf(): u32 {
    return 0;
  }

  @inline
  writeHead(head: usize, time: u32): usize {
    return writeLineHead(head, time);
  }

  @inline
  writeBegin(out: usize, record: usize, shown: bool, head: usize, headLength: usize, context: u32, person: usize): usize {
    v128.store(out, v128.load(head));
    v128.store(out, v128.load(head, 16), 16);
    const start = out + headLength;
    return person == 0 ? writeUserAndSession(start, record, shown) : copyUserAndSession(start, record, person, shown);
  }

  @inline
  copyState(out: usize, text: usize, length: usize): usize {
    return copy112(out, text, length);
  }

  @inline
  writeItem(out: usize, item: u32): usize {
    return writeCount(out, item);
  }

  @inline
  copyLocation(out: usize, text: usize, length: usize): usize {
    return copy48(out, text, length);
  }

  @inline
  writeRegistration(out: usize, user: usize): usize {
    return writeTimestamp(out, joinedOf(user));
  }

  @inline
  get registrationBytes(): usize {
    return REGISTRATION_BYTES;
  }

  @inline
  get locationKeyBytes(): u32 {
    return JSON_KEY_LOCATION;
  }

  @inline
  get agentKeyBytes(): u32 {
    return JSON_KEY_AGENT;
  }

  @inline
  get lastNameKeyBytes(): u32 {
    return JSON_KEY_LAST_NAME;
  }

  @inline
  get firstNameKeyBytes(): u32 {
    return JSON_KEY_FIRST_NAME;
  }

  @inline
  get registrationKeyBytes(): u32 {
    return JSON_KEY_REGISTRATION;
  }

  @inline
  get artistKeyBytes(): u32 {
    return JSON_KEY_ARTIST;
  }

  @inline
  get songKeyBytes(): u32 {
    return JSON_KEY_SONG;
  }

  @inline
  get lengthKeyBytes(): u32 {
    return JSON_KEY_LENGTH;
  }

  @inline
  get lastNameKey(): v128 {
    return i8x16(0x2c, 0x22, 0x6c, 0x61, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0, 0, 0); // ,"lastName":"
  }

  @inline
  get firstNameKey(): v128 {
    return i8x16(0x2c, 0x22, 0x66, 0x69, 0x72, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0, 0); // ,"firstName":"
  }

  @inline
  get registrationKey(): v128 {
    return i8x16(0x2c, 0x22, 0x72, 0x65, 0x67, 0x69, 0x73, 0x74, 0x72, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0x22, 0x3a); // ,"registration":
  }

  @inline
  get artistKey(): v128 {
    return i8x16(0x2c, 0x22, 0x61, 0x72, 0x74, 0x69, 0x73, 0x74, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0); // ,"artist":"
  }

  @inline
  get songKey(): v128 {
    return i8x16(0x2c, 0x22, 0x73, 0x6f, 0x6e, 0x67, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0, 0, 0); // ,"song":"
  }

  @inline
  get lengthKey(): v128 {
    return i8x16(0x2c, 0x22, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, 0x22, 0x3a, 0, 0, 0, 0, 0, 0); // ,"length":
  }

  @inline
  writeEnd(out: usize): usize {
    store<u16>(out, LINE_END);
    return out + LINE_END_LENGTH;
  }

  @inline
  get separatorBytes(): usize {
    return LINE_FEED_LENGTH;
  }

  @inline
  writeWithoutSong(out: usize, noSong: u32): usize {
    return this.writeEnd(out);
  }

  @inline
  get endBytes(): usize {
    return LINE_END_LENGTH;
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
    const offset = seenHead(emitter, isFirst ? 0 : headLength, endBytes, position);
    const length = isFirst ? headLength - endBytes : headLength;
    const time = load<u32>(record, RECORD_TIME);
    const next = isFirst
      ? literal(pen, head + <usize>endBytes, length)
      : emitLineHead(pen, emitter, head, length, endBytes, time, position, offset);
    const end = position + length;
    const last = offset > WINDOW ? 0 : reference(offset, end);
    return emitSession(next, last, emitter, record, person, shown, end);
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
    const userIndex = load<u32>(record, RECORD_USER);
    let known = person != 0 ? load<u32>(person, PERSON_REGISTRATION_NODES) : 0;
    let digits = person + PERSON_NUMBER;
    if (known == 0) {
      const seconds = joinedOf(userOf(record));
      if (isRareTime(seconds)) {
        // The session is remembered already; the details must not be found.
        remember(recent, userIndex, 0, 0, song);
        return emitRareRegistration(pen, emitter, seconds, kind, position);
      }
      known = registrationNodes(<u32>seconds);
      digits = scratch + SCRATCH_NUMBER;
      writeTimestamp(digits, seconds);
    }
    const next = emitSeconds(pen, emitter, known, digits, position);
    const at = position + JSON_KEY_REGISTRATION + SECONDS_DIGITS;
    remember(recent, userIndex, start, at, song);
    return emitTail<Json>(next, emitter, kind, song, at);
  }

  @inline
  tailStartBytes(kind: u32): u32 {
    return kind != TAIL_HIDDEN ? MILLISECOND_BYTES : 0;
  }

  @inline
  writeTailStart(out: usize): void {
    store<u32>(out, load<u32>(PARAMETERS, P_MILLISECOND_DIGITS));
  }

  @inline
  putRegistration(person: usize, user: usize): u32 {
    return putSeconds(person, user);
  }
}
