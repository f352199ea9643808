// Avro's binary encoding: the values of an event without keys, in the order of the schema, and nothing between events.
//
//   1450137603000 | "167" | 167000166 | page ... level | 6 |
//   2 location | 2 userAgent | 2 lastName | 2 firstName | 2 registration | 2 gender | tag | 2 artist | 2 song | 2 length
//
// A value that may be null has its branch of the union before it: 2 (zigzag for 1), or 0 for null, which has no bytes.
import { copy32, copy48 } from "../../../copy";
import { RECORD_SESSION } from "../../../layout/record";
import { PERSON_ID, PERSON_ID_LENGTH } from "../../../layout/text";
import { Format } from "../../format";
import { isRareId, sessionIdOf, userIdOf, writeRareId } from "../../ids";
import { millisecondsOf, registrationOf } from "../../milliseconds";
import { smallLength, smallText } from "../../number";
import { writeCount, writeLong } from "../../varint";
import { AVRO_KEY_BYTES, AVRO_NO_SONG_BYTES } from "./keys";

/** Of registrations from 1970-07 to 2039. */
const REGISTRATION_BYTES: usize = 6;

/** The branch of a value that is not null. */
// @ts-ignore: decorator
@inline
function branch(): v128 {
  return i8x16(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** Ids of nine digits or more, and negative ones; all have less than 64 characters. */
function writeRareUserId(out: usize, id: u32, shown: bool): usize {
  const length = shown ? writeRareId(out + 1, id) - out - 1 : 0;
  store<u8>(out, <u8>(length << 1));
  return out + 1 + length;
}

/** The id as a string, empty where the user is hidden. @param person 0 if the id's text is not at hand */
// @ts-ignore: decorator
@inline
function writeUserId(out: usize, id: u32, shown: bool, person: usize): usize {
  if (isRareId(id)) return writeRareUserId(out, id, shown);
  const text = person == 0 ? smallText(id) : load<u64>(person, PERSON_ID);
  const digits = person == 0 ? smallLength(text) : <usize>load<u8>(person, PERSON_ID_LENGTH);
  const length = shown ? digits : 0;
  store<u8>(out, <u8>(length << 1));
  store<u64>(out, text, 1);
  return out + 1 + length;
}

// @ts-ignore: decorator
@final
@unmanaged
export class Avro extends Format {
  @inline
  contextOf(): u32 {
    return 0;
  }

  @inline
  writeHead(head: usize, time: u32): usize {
    return writeLong(head, millisecondsOf(<i64>time)) - head;
  }

  @inline
  writeBegin(out: usize, record: usize, shown: bool, head: usize, headLength: usize, context: u32, person: usize): usize {
    v128.store(out, v128.load(head));
    const id = userIdOf(record);
    const at = writeUserId(out + headLength, id, shown, person);
    return writeLong(at, <i64>sessionIdOf(id, load<u32>(record, RECORD_SESSION)));
  }

  @inline
  copyState(out: usize, text: usize, length: usize): usize {
    return copy48(out, text, length);
  }

  @inline
  writeItem(out: usize, item: u32): usize {
    return writeCount(out, item);
  }

  @inline
  copyLocation(out: usize, text: usize, length: usize): usize {
    return copy32(out, text, length);
  }

  @inline
  writeRegistration(out: usize, user: usize): usize {
    return writeLong(out, registrationOf(user));
  }

  @inline
  get registrationBytes(): usize {
    return REGISTRATION_BYTES;
  }

  @inline
  get locationKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get agentKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get lastNameKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get firstNameKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get registrationKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get artistKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get songKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get lengthKeyBytes(): u32 {
    return AVRO_KEY_BYTES;
  }

  @inline
  get lastNameKey(): v128 {
    return branch();
  }

  @inline
  get firstNameKey(): v128 {
    return branch();
  }

  @inline
  get registrationKey(): v128 {
    return branch();
  }

  @inline
  get artistKey(): v128 {
    return branch();
  }

  @inline
  get songKey(): v128 {
    return branch();
  }

  @inline
  get lengthKey(): v128 {
    return branch();
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
    store<u32>(out, 0);
    return out + <usize>AVRO_NO_SONG_BYTES;
  }
}
