// The memory map (rules in run.ts): row groups, whose columns are encoded from records.

// --- A row group in the making, one for each worker. The host sets the addresses, each of a region for the largest group. ---
export const GROUP_PLACES: usize = 0; // u32, address of PLACE_BYTES for each user, zeroed before the first group
export const GROUP_SESSIONS: usize = 4; // u32, address of i64 session ids by number
export const GROUP_USERS: usize = 8; // u32, address of u32 users, as in RECORD_USER, by number
export const GROUP_USED_SONGS: usize = 12; // u32, address of u8 for each song and the one that stands for none: 1 if it is played
export const GROUP_FIRST_SESSION: usize = 16; // u32, 1 or more
export const GROUP_NEXT_SESSION: usize = 20; // u32, 1 before the first group
export const GROUP_FIRST_USER: usize = 24; // u32
export const GROUP_NEXT_USER: usize = 28; // u32, 1 before the first group
export const GROUP_TOUCHED: usize = 32; // u32, the sum of the words that were read in advance
export const GROUP_USED_STATES: usize = 56; // u32, address of u8 for each state: 1 if a record has it
export const GROUP_SHOWN_USERS: usize = 60; // u32, address of u8 for each user by number: 1 if a record shows the user
export const GROUP_LEAST_ITEM: usize = 64; // u32
export const GROUP_GREATEST_ITEM: usize = 68; // u32
export const GROUP_REGISTRATIONS: usize = 72; // u32, address of i64 microseconds since 1970 by number
export const GROUP_REGISTRATION_SLOTS: usize = 76; // u32, address of u32 numbers + 1: a hash table for twice the group's users
export const GROUP_REGISTRATION_COUNT: usize = 80; // u32
export const GROUP_LEAST_ID: usize = 84; // u32, address in the dictionary of user ids, of the least shown one; 0 if none is shown
export const GROUP_GREATEST_ID: usize = 88; // u32
export const GROUP_TIMES_DONE: usize = 92; // u32, times of the group's dictionary so far
export const GROUP_TIMES_NEXT: usize = 392; // u32, address of the next one
export const GROUP_TIMES: usize = 396; // u32, distinct times of the group, counted while it is numbered
export const GROUP_WIDTHS: usize = 96; // u8 for each column of a strip: bits of its packed values, or WIDTH_PLAIN
export const GROUP_ENDS: usize = 120; // u32 for each column of a strip: address after its packed values
export const GROUP_DICTIONARIES: usize = 200; // DICTIONARY_BYTES for each of DICTIONARY_...
export const GROUP_BYTES: usize = 448;

export const WIDTH_PLAIN: u32 = 32; // values are not packed

// A dictionary of the catalog: texts by rank, which is their number in the order of their bytes.
export const DICTIONARY_RANKS: usize = 0; // u32, address of u32 ranks for each entry of the catalog's table
export const DICTIONARY_COUNT: usize = 4; // u32, number of ranks
export const DICTIONARY_MARKS: usize = 8; // u32, address of u8 for each rank: 1 if the group has it
export const DICTIONARY_NUMBERS: usize = 12; // u32, address of u32 for each rank: its number in the group
export const DICTIONARY_ENTRIES: usize = 16; // u32, address of u32 for each number in the group: its rank; with room for one more
export const DICTIONARY_USED: usize = 20; // u32, number of ranks that the group has
export const DICTIONARY_BYTES: usize = 24;
export const DICTIONARY_LOCATION: u32 = 0;
export const DICTIONARY_AGENT: u32 = 1;
export const DICTIONARY_LAST_NAME: u32 = 2;
export const DICTIONARY_FIRST_NAME: u32 = 3;
export const DICTIONARY_GENDER: u32 = 4; // by first name
export const DICTIONARY_ARTIST: u32 = 5;
export const DICTIONARY_TITLE: u32 = 6;
export const DICTIONARY_LENGTH: u32 = 7;
export const DICTIONARIES: u32 = 8;

// A user's place in the group's numbers.
export const PLACE_NUMBER: usize = 0; // u32, of the last session
export const PLACE_SESSION: usize = 4; // u32, as in RECORD_SESSION
export const PLACE_USER: usize = 8; // u32
export const PLACE_BYTES: usize = 16;

// A record's numbers in the group.
export const NUMBERS_SESSION: usize = 0; // u32
export const NUMBERS_USER: usize = 4; // u32
export const NUMBERS_BYTES: usize = 8;

// --- What a row shows, as numbers of dictionaries. Tables of the group; the host makes those of states. ---
export const GROUP_STATE_ROWS: usize = 36; // u32, address of STATE_ROW_BYTES for each state
export const GROUP_USER_ROWS: usize = 40; // u32, address of USER_ROW_BYTES for each user of the group, by number
export const GROUP_SONG_ROWS: usize = 44; // u32, address of SONG_ROW_BYTES for each song
export const GROUP_SHOWN: usize = 48; // u32, rows of users in the strip, with those of the strip before that are not packed
export const GROUP_PLAYED: usize = 52; // u32, the same of songs

export const STATE_ROW_PAGE: usize = 0; // u16 each
export const STATE_ROW_AUTH: usize = 2;
export const STATE_ROW_METHOD: usize = 4;
export const STATE_ROW_STATUS: usize = 6;
export const STATE_ROW_LEVEL: usize = 8;
export const STATE_ROW_SHOWN: usize = 10; // 1: the user is shown
export const STATE_ROW_PLAYED: usize = 12; // 1: a song is played; known of a record, not of its state
export const STATE_ROW_BYTES: usize = 16;

export const USER_ROW_LOCATION: usize = 0; // u16 each
export const USER_ROW_AGENT: usize = 2;
export const USER_ROW_LAST_NAME: usize = 4;
export const USER_ROW_FIRST_NAME: usize = 6;
export const USER_ROW_GENDER: usize = 8;
export const USER_ROW_REGISTRATION: usize = 12; // u32
export const USER_ROW_BYTES: usize = 16;

export const SONG_ROW_ARTIST: usize = 0; // u32 each
export const SONG_ROW_TITLE: usize = 4;
export const SONG_ROW_LENGTH: usize = 8;
export const SONG_ROW_BYTES: usize = 16;

// A strip of rows. Rows of users and songs are only those that show one, without gaps; up to 7 of them are from the strip before.
//
//   one after the other                     transposed
//   state | page auth ... shown played |    u16 columns, first of states, then of users
//   user  | location agent ...         |
//   song  | artist title length        |    u32 columns
export const STRIP_ROWS: u32 = 2048;
export const STRIP_STATES: usize = 0; // STATE_ROW_BYTES for each row, with STATE_ROW_PLAYED
export const STRIP_USERS: usize = 32768; // USER_ROW_BYTES for each row that shows the user
export const STRIP_SONGS: usize = 65664; // SONG_ROW_BYTES for each row that plays a song
export const STRIP_WORDS: usize = 98560; // columns of u32, STRIP_WORDS_BYTES each: those of WORDS_...
export const STRIP_WORDS_BYTES: usize = 8256; // of 2048 values, up to 7 from the strip before, and room for writes past them
export const STRIP_HALVES: usize = 156352; // columns of u16, STRIP_HALVES_BYTES each, in the order of a row's fields
export const STRIP_HALVES_BYTES: usize = 4160;
export const STRIP_WIDE: usize = 189632; // a column of u16 as u32, where it must be packed so
export const STRIP_BYTES: usize = 197888;
export const WORDS_USER: u32 = 0; // number of the user + 1; 0 where the user is hidden
export const WORDS_SESSION: u32 = 1;
export const WORDS_ITEM: u32 = 2;
export const WORDS_REGISTRATION: u32 = 3;
export const WORDS_ARTIST: u32 = 4;
export const WORDS_TITLE: u32 = 5;
export const WORDS_LENGTH: u32 = 6;

// The columns of a strip, by the number that their streams have.
export const STRIP_USER: u32 = 0;
export const STRIP_SESSION: u32 = 1;
export const STRIP_PAGE: u32 = 2;
export const STRIP_AUTH: u32 = 3;
export const STRIP_METHOD: u32 = 4;
export const STRIP_STATUS: u32 = 5;
export const STRIP_LEVEL: u32 = 6;
export const STRIP_ITEM: u32 = 7;
export const STRIP_LOCATION: u32 = 8;
export const STRIP_AGENT: u32 = 9;
export const STRIP_LAST_NAME: u32 = 10;
export const STRIP_FIRST_NAME: u32 = 11;
export const STRIP_REGISTRATION: u32 = 12;
export const STRIP_GENDER: u32 = 13;
export const STRIP_ARTIST: u32 = 14;
export const STRIP_TITLE: u32 = 15;
export const STRIP_LENGTH: u32 = 16;
export const STRIP_SHOWN: u32 = 17; // 1 where the user is shown: the definition levels of a user's columns
export const STRIP_PLAYED: u32 = 18; // 1 where a song is played
export const STRIP_COLUMNS: u32 = 19;
