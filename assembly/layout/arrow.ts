// The memory map (rules in run.ts): record batches of Arrow, whose buffers are written straight from records.

// --- What a worker's kernel knows of its batch. The host sets all of it but the counts. ---
// Addresses of buffers.
export const ARROW_TIMES: usize = 0; // u32, address of i64 microseconds since 1970
export const ARROW_USER_ENDS: usize = 4; // u32, address of i32 for each row and one more
export const ARROW_SESSIONS: usize = 8; // u32, address of i64
export const ARROW_STATUS: usize = 12; // u32, address of i32
export const ARROW_ITEMS: usize = 16; // u32, address of i32
export const ARROW_REGISTRATIONS: usize = 20; // u32, address of i64 microseconds since 1970
export const ARROW_LENGTHS: usize = 24; // u32, address of f64
export const ARROW_SHOWN: usize = 28; // u32, address of a bit for each row: 1 if it shows the user
export const ARROW_PLAYED: usize = 32; // u32, likewise if it plays a song
export const ARROW_SHOWN_COUNT: usize = 36; // u32, number of bits that are set
export const ARROW_PLAYED_COUNT: usize = 40; // u32
// Tables.
export const ARROW_STATE_ROWS: usize = 44; // u32, address of STATE_ROW_BYTES for each state (columns.ts)
export const ARROW_STATUS_VALUES: usize = 48; // u32, address of i32 for each number of a status
export const ARROW_SONG_ROWS: usize = 52; // u32, address of ARROW_SONG_BYTES for each song and the one that stands for none
export const ARROW_SONG_COUNT: usize = 56; // u32
export const ARROW_TOUCHED: usize = 60; // u32, the sum of the words that were read in advance
export const ARROW_LENGTH_RANKS: usize = 64; // u32, address of u32 for each song
export const ARROW_LENGTH_PLACES: usize = 68; // u32, address of u32 for each rank: the address of an f64
// ARROW_INDEX_BYTES for each column of indices. An index is a value's number in the dictionary: its rank.
export const ARROW_INDICES: usize = 72;
export const ARROW_INDEX_COLUMN: usize = 0; // u32, address of i16 or i32 for each row
export const ARROW_INDEX_SHIFT: usize = 4; // u32, 1 for i16, 2 for i32
export const ARROW_INDEX_RANKS: usize = 8; // u32, address of u32 ranks for each entry of the catalog's table; 0 for states
export const ARROW_INDEX_BYTES: usize = 12;
export const ARROW_PAGE: usize = 72;
export const ARROW_AUTH: usize = 84;
export const ARROW_METHOD: usize = 96;
export const ARROW_LEVEL: usize = 108;
export const ARROW_LOCATION: usize = 120;
export const ARROW_AGENT: usize = 132;
export const ARROW_LAST_NAME: usize = 144;
export const ARROW_FIRST_NAME: usize = 156;
export const ARROW_GENDER: usize = 168;
export const ARROW_ARTIST: usize = 180;
export const ARROW_TITLE: usize = 192;
export const ARROW_BYTES: usize = 256;

// What a song shows, on a quarter of a cache line.
export const ARROW_SONG_LENGTH: usize = 0; // f64
export const ARROW_SONG_ARTIST: usize = 8; // u32
export const ARROW_SONG_TITLE: usize = 12; // u32
export const ARROW_SONG_BYTES: usize = 16;
