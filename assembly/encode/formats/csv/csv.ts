// CSV (RFC 4180): a row for each event. All texts have quotes, so that an empty text differs from null; numbers and null have none.
import { copy112, copy48 } from "../../../copy";
import { Format } from "../../format";
import { copySong, joinedOf } from "../../fragment";
import { writeCount, writeTimestamp } from "../../number";
import { CSV_BEFORE_NUMBER, CSV_BEFORE_TEXT } from "./keys";
import { writeIds, writeRowHead } from "./row";

const LINE_FEED: u8 = 0x0a;
const LINE_FEED_LENGTH: usize = 1;
const REGISTRATION_BYTES: usize = 13;

// @ts-ignore: decorator
@inline
function beforeText(): v128 {
  return i8x16(0x2c, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); // ,"
}

// @ts-ignore: decorator
@inline
function beforeNumber(): v128 {
  return i8x16(0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); // ,
}

// @ts-ignore: decorator
@final
@unmanaged
export class Csv extends Format {
  @inline
  contextOf(): u32 {
    return 0;
  }

  @inline
  writeHead(head: usize, time: u32): usize {
    return writeRowHead(head, time);
  }

  @inline
  writeBegin(out: usize, record: usize, shown: bool, head: usize, headLength: usize, context: u32, person: usize): usize {
    v128.store(out, v128.load(head));
    v128.store(out, v128.load(head, 16), 16);
    return writeIds(out + headLength, record, person, shown);
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
    return CSV_BEFORE_TEXT;
  }

  @inline
  get agentKeyBytes(): u32 {
    return CSV_BEFORE_TEXT;
  }

  @inline
  get lastNameKeyBytes(): u32 {
    return CSV_BEFORE_TEXT;
  }

  @inline
  get firstNameKeyBytes(): u32 {
    return CSV_BEFORE_TEXT;
  }

  @inline
  get registrationKeyBytes(): u32 {
    return CSV_BEFORE_NUMBER;
  }

  @inline
  get artistKeyBytes(): u32 {
    return CSV_BEFORE_TEXT;
  }

  @inline
  get songKeyBytes(): u32 {
    return CSV_BEFORE_TEXT;
  }

  @inline
  get lengthKeyBytes(): u32 {
    return CSV_BEFORE_NUMBER;
  }

  @inline
  get lastNameKey(): v128 {
    return beforeText();
  }

  @inline
  get firstNameKey(): v128 {
    return beforeText();
  }

  @inline
  get registrationKey(): v128 {
    return beforeNumber();
  }

  @inline
  get artistKey(): v128 {
    return beforeText();
  }

  @inline
  get songKey(): v128 {
    return beforeText();
  }

  @inline
  get lengthKey(): v128 {
    return beforeNumber();
  }

  @inline
  writeEnd(out: usize): usize {
    store<u8>(out, LINE_FEED);
    return out + LINE_FEED_LENGTH;
  }

  @inline
  get separatorBytes(): usize {
    return LINE_FEED_LENGTH;
  }

  @inline
  writeWithoutSong(out: usize, noSong: u32): usize {
    return copySong(out, noSong);
  }
}
