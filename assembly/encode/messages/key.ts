// The key of a message, and the partition to which it belongs. An event that shows no user has no key, but is in the partition of its
// user, so that a user's events stay in order.
import { KEY_SESSION, KEY_USER } from "../../layout/messages";
import { RECORD_SESSION } from "../../layout/record";
import { commonText, userIdOf, writeRareId, writeSessionId } from "../ids";
import { smallLength } from "../number";
import { murmur, murmurOfWord } from "./murmur";

/** The length of null, -1, as it is written. All keys have less than 64 bytes, so every length takes one byte. */
const NULL_LENGTH: u8 = 1;

/** User ids of nine digits or more, 0, and negative ones. */
function writeRareKey(out: usize, id: u32): usize {
  const end = writeRareId(out + 1, id);
  store<u8>(out, <u8>((end - out - 1) << 1));
  return end;
}

function writeSessionKey(out: usize, record: usize): usize {
  const end = writeSessionId(out + 1, userIdOf(record), load<u32>(record, RECORD_SESSION));
  store<u8>(out, <u8>((end - out - 1) << 1));
  return end;
}

/** The length of a record's key, and the key. @param text the digits of the user id, 0 for a rare one */
// @ts-ignore: decorator
@inline
export function writeKey(out: usize, record: usize, kind: u32, shown: bool, text: u64): usize {
  if (kind == KEY_SESSION) return writeSessionKey(out, record);
  const hasKey = shown && kind == KEY_USER;
  if (hasKey && text == 0) return writeRareKey(out, userIdOf(record));
  const length = hasKey ? smallLength(text) : 0;
  store<u8>(out, hasKey ? <u8>(length << 1) : NULL_LENGTH);
  store<u64>(out, text, 1);
  return out + 1 + length;
}

/** What Kafka's producers compute of a key's text. @param scratch room for 32 bytes */
// @ts-ignore: decorator
@inline
function hashOf(record: usize, kind: u32, scratch: usize): u32 {
  const id = userIdOf(record);
  if (kind == KEY_USER) {
    const text = commonText(id);
    if (text != 0) return murmurOfWord(text, <u32>smallLength(text));
    return murmur(scratch, <u32>(writeRareId(scratch, id) - scratch));
  }
  return murmur(scratch, <u32>(writeSessionId(scratch, id, load<u32>(record, RECORD_SESSION)) - scratch));
}

/** The partition of a record's key, as Kafka's default partitioner chooses it; `kind` is KEY_USER or KEY_SESSION. */
// @ts-ignore: decorator
@inline
export function partitionOf(record: usize, kind: u32, partitions: u32, scratch: usize): u32 {
  return (hashOf(record, kind, scratch) & 0x7fffffff) % partitions;
}
