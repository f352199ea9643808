// The keys before the texts that differ between persons and songs, one store of 16 bytes each. Where cache lines count (person.ts,
// song.ts) the texts are stored without their keys. The lengths are those of the keys in the fragments of the format.
import {
  JSON_KEY_ARTIST,
  JSON_KEY_FIRST_NAME,
  JSON_KEY_LAST_NAME,
  JSON_KEY_LENGTH,
  JSON_KEY_REGISTRATION,
  JSON_KEY_SONG,
  MSGPACK_KEY_ARTIST,
  MSGPACK_KEY_FIRST_NAME,
  MSGPACK_KEY_LAST_NAME,
  MSGPACK_KEY_LENGTH,
  MSGPACK_KEY_REGISTRATION,
  MSGPACK_KEY_SONG,
} from "../layout/emission";

// @ts-ignore: decorator
@inline
function writeKey(out: usize, json: bool, inJson: v128, jsonLength: u32, inMsgpack: v128, msgpackLength: u32): usize {
  v128.store(out, json ? inJson : inMsgpack);
  return out + (json ? jsonLength : msgpackLength);
}

// @ts-ignore: decorator
@inline
export function writeLastNameKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x6c, 0x61, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0, 0, 0); // ,"lastName":"
  const inMsgpack = i8x16(-0x58, 0x6c, 0x61, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0, 0, 0, 0, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_LAST_NAME, inMsgpack, MSGPACK_KEY_LAST_NAME);
}

// @ts-ignore: decorator
@inline
export function writeFirstNameKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x66, 0x69, 0x72, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0, 0); // ,"firstName":"
  const inMsgpack = i8x16(-0x57, 0x66, 0x69, 0x72, 0x73, 0x74, 0x4e, 0x61, 0x6d, 0x65, 0, 0, 0, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_FIRST_NAME, inMsgpack, MSGPACK_KEY_FIRST_NAME);
}

// @ts-ignore: decorator
@inline
export function writeRegistrationKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x72, 0x65, 0x67, 0x69, 0x73, 0x74, 0x72, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0x22, 0x3a); // ,"registration":
  const inMsgpack = i8x16(-0x54, 0x72, 0x65, 0x67, 0x69, 0x73, 0x74, 0x72, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_REGISTRATION, inMsgpack, MSGPACK_KEY_REGISTRATION);
}

// @ts-ignore: decorator
@inline
export function writeArtistKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x61, 0x72, 0x74, 0x69, 0x73, 0x74, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0); // ,"artist":"
  const inMsgpack = i8x16(-0x5a, 0x61, 0x72, 0x74, 0x69, 0x73, 0x74, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_ARTIST, inMsgpack, MSGPACK_KEY_ARTIST);
}

// @ts-ignore: decorator
@inline
export function writeSongKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x73, 0x6f, 0x6e, 0x67, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0, 0, 0); // ,"song":"
  const inMsgpack = i8x16(-0x5c, 0x73, 0x6f, 0x6e, 0x67, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_SONG, inMsgpack, MSGPACK_KEY_SONG);
}

/** In MessagePack with the byte for the type float 64. */
// @ts-ignore: decorator
@inline
export function writeLengthKey(out: usize, json: bool): usize {
  const inJson = i8x16(0x2c, 0x22, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, 0x22, 0x3a, 0, 0, 0, 0, 0, 0); // ,"length":
  const inMsgpack = i8x16(-0x5a, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, -0x35, 0, 0, 0, 0, 0, 0, 0, 0);
  return writeKey(out, json, inJson, JSON_KEY_LENGTH, inMsgpack, MSGPACK_KEY_LENGTH);
}
