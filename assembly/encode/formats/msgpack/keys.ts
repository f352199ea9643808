// Bytes of the keys before values in MessagePack. asc and tsc both compile this file, as they do assembly/layout/.
export const MSGPACK_KEY_PAGE: u32 = 5;
export const MSGPACK_KEY_LOCATION: u32 = 9;
export const MSGPACK_KEY_AGENT: u32 = 10;
export const MSGPACK_KEY_LAST_NAME: u32 = 9;
export const MSGPACK_KEY_FIRST_NAME: u32 = 10;
export const MSGPACK_KEY_REGISTRATION: u32 = 13;
export const MSGPACK_KEY_ARTIST: u32 = 7;
export const MSGPACK_KEY_SONG: u32 = 5;
export const MSGPACK_KEY_LENGTH: u32 = 8; // with the byte for the type float 64
export const MSGPACK_KEY_SESSION: u32 = 10;
