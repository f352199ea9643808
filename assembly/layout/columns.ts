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
export const GROUP_BYTES: usize = 64;

// A user's place in the group's numbers.
export const PLACE_NUMBER: usize = 0; // u32, of the last session
export const PLACE_SESSION: usize = 4; // u32, as in RECORD_SESSION
export const PLACE_USER: usize = 8; // u32
export const PLACE_BYTES: usize = 16;

// A record's numbers in the group.
export const NUMBERS_SESSION: usize = 0; // u32
export const NUMBERS_USER: usize = 4; // u32
export const NUMBERS_BYTES: usize = 8;

// --- What a row shows, as numbers of dictionaries. Tables of the group; the host or `numberMarked` makes the numbers. ---
export const GROUP_STATE_ROWS: usize = 36; // u32, address of STATE_ROW_BYTES for each state
export const GROUP_USER_ROWS: usize = 40; // u32, address of USER_ROW_BYTES for each user of the group, by number
export const GROUP_SONG_ROWS: usize = 44; // u32, address of SONG_ROW_BYTES for each song
export const GROUP_SHOWN: usize = 48; // u32, rows of the last strip that show the user
export const GROUP_PLAYED: usize = 52; // u32, rows of the last strip that play a song

export const STATE_ROW_PAGE: usize = 0; // u16 each
export const STATE_ROW_AUTH: usize = 2;
export const STATE_ROW_METHOD: usize = 4;
export const STATE_ROW_STATUS: usize = 6;
export const STATE_ROW_LEVEL: usize = 8;
export const STATE_ROW_SHOWN: usize = 10; // 1: the user is shown
export const STATE_ROW_BYTES: usize = 16;

export const USER_ROW_LOCATION: usize = 0; // u16 each
export const USER_ROW_AGENT: usize = 2;
export const USER_ROW_LAST_NAME: usize = 4;
export const USER_ROW_FIRST_NAME: usize = 6;
export const USER_ROW_GENDER: usize = 8;
export const USER_ROW_BYTES: usize = 16;

export const SONG_ROW_ARTIST: usize = 0; // u32 each
export const SONG_ROW_TITLE: usize = 4;
export const SONG_ROW_LENGTH: usize = 8;
export const SONG_ROW_BYTES: usize = 16;

// A strip of rows as columns of u32, each STRIP_COLUMN_BYTES after the one before. Columns of a user or song have only the rows that
// show one, without gaps.
export const STRIP_ROWS: u32 = 2048;
export const STRIP_COLUMN_BYTES: usize = 8256; // of 2048 values, and room for one write past them
export const STRIP_USER: u32 = 0; // number of the user + 1; 0 where the user is hidden
export const STRIP_SESSION: u32 = 1;
export const STRIP_PAGE: u32 = 2;
export const STRIP_AUTH: u32 = 3;
export const STRIP_METHOD: u32 = 4;
export const STRIP_STATUS: u32 = 5;
export const STRIP_LEVEL: u32 = 6;
export const STRIP_ITEM: u32 = 7; // the number itself
export const STRIP_LOCATION: u32 = 8;
export const STRIP_AGENT: u32 = 9;
export const STRIP_LAST_NAME: u32 = 10;
export const STRIP_FIRST_NAME: u32 = 11;
export const STRIP_REGISTRATION: u32 = 12; // number of the user
export const STRIP_GENDER: u32 = 13;
export const STRIP_ARTIST: u32 = 14;
export const STRIP_TITLE: u32 = 15;
export const STRIP_LENGTH: u32 = 16;
export const STRIP_SHOWN: u32 = 17; // 1 where the user is shown: the definition levels of a user's columns
export const STRIP_PLAYED: u32 = 18; // 1 where a song is played
export const STRIP_COLUMNS: u32 = 19;
