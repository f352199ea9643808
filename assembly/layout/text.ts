// The memory map (rules in run.ts): the texts of events as fragments, and those of each user and each song put together.

// --- A fragment: escaped bytes, stored once, padded so that 16-byte steps may run past its end. ---
export const FRAGMENT_ADDRESS: usize = 0; // u32
export const FRAGMENT_LENGTH: usize = 4; // u16
export const FRAGMENT_CLASS: usize = 6; // u16, for first names the tail that goes with them
export const FRAGMENT_BYTES: usize = 8;
export const FRAGMENT_LIMIT: u32 = 65535; // bytes
export const FRAGMENT_PADDING: u32 = 160; // bytes that a copy may read and write past the end
export const TAIL_F: u32 = 0;
export const TAIL_M: u32 = 1;
export const TAIL_HIDDEN: u32 = 2;
export const TAILS_LIMIT: u32 = 256; // after these are the other genders that the original's engine accepts

// --- What an event says of a user, without the keys: one cache line. Texts are as in the event: with the closing quote, or
// with the header before them. ---
export const PERSON_LOCATION: usize = 0; // u32, address of the fragment's text
export const PERSON_AGENT: usize = 4; // u32
export const PERSON_LOCATION_LENGTH: usize = 8; // u16
export const PERSON_AGENT_LENGTH: usize = 10; // u16
export const PERSON_LAST_LENGTH: usize = 12; // u8, length of the last name's text
export const PERSON_FIRST_LENGTH: usize = 13; // u8, length of the first name's text, or PERSON_TOO_LONG
export const PERSON_ID_LENGTH: usize = 14; // u8, length of the id; 0 if it is not written the fast way
export const PERSON_TAIL: usize = 15; // u8, TAIL_F, TAIL_M or that of another gender
export const PERSON_ID: usize = 16; // u64, the digits of the id
export const PERSON_REGISTRATION: usize = 24; // 13 digits or, in MessagePack, 9 bytes
export const PERSON_NAMES: usize = 37; // the last name, then the first name
export const PERSON_BYTES: usize = 64;
export const PERSON_TOO_LONG: u32 = 255; // names or registration do not fit and must be looked up

// The same where LZ4 is emitted, in two cache lines: the values of the names (VALUE_...), of which only text, length, class and
// own node are read, with the rest between these fields.
export const PERSON_LAST_VALUE: usize = 0;
export const PERSON_LOCATION_VALUE: usize = 8; // u32, address
export const PERSON_AGENT_VALUE: usize = 12; // u32, address
export const PERSON_REGISTRATION_NODES: usize = 16; // JSON two u16, MessagePack a u32: see NODE_REGISTRATIONS; 0 for a rare registration
export const PERSON_FIRST_VALUE: usize = 28;
export const PERSON_ID_TEXT: usize = 36; // u64, the digits of the id, unless the id is rare
export const PERSON_NUMBER: usize = 56; // the registration, 13 digits or 9 bytes
export const PERSON_TEXTS: usize = 72; // the names, as far as they fit
export const PERSON_VALUES_BYTES: usize = 128;

// --- What an event says of a song, in one cache line. ---
export const SONG_TEXT_ARTIST_LENGTH: usize = 0; // u8
export const SONG_TEXT_TITLE_LENGTH: usize = 1; // u8
export const SONG_TEXT_LENGTH_LENGTH: usize = 2; // u8, or SONG_TOO_LONG
export const SONG_TEXT: usize = 3; // artist, title and length
export const SONG_TEXT_BYTES: usize = 64;
export const SONG_TOO_LONG: u32 = 255; // it does not fit; it is in the fragment
