// Compiled by asc and by tsc: annotated constants only, no imports, nothing that either compiler lacks.
//
// The one map of the shared memory. Below TABLES_END the addresses are fixed; above it the host plans them
// (src/memory/plan.ts) and writes each into a field of the parameter block.
//
//   0        1 KiB        2 KiB     16 KiB       20 KiB                       TABLES_END
//   | unused | parameters | control | logarithms | day curve                  | planned regions ... |
//   (address 0 is unused, so that a null pointer is never valid)

// --- Parameter block: what the kernel knows about the run. The host writes it before it calls the kernel. ---
export const PARAMETERS: usize = 1024;
export const P_SEED: usize = 0; // u64
export const P_ALPHA: usize = 8; // f64, seconds
export const P_BETA: usize = 16; // f64, seconds
export const P_DAMPING: usize = 24; // f64
export const P_WEEKEND_DAMPING: usize = 32; // f64
export const P_WEEKEND_SCALE_MINUTES: usize = 40; // f64
export const P_GROWTH: usize = 48; // f64, share a year
export const P_ATTRITION: usize = 56; // f64, share a year
export const P_WEEKEND_OFFSET_SECONDS: usize = 64; // i32
export const P_WEEKEND_SCALE_SECONDS: usize = 68; // i32
export const P_SESSION_GAP: usize = 72; // i32, seconds
export const P_WINDOW: usize = 76; // i32, seconds
export const P_START_SECOND_OF_DAY: usize = 80; // i32
export const P_START_DAY: usize = 84; // i32, index of the start's day in the days table
export const P_START_SECONDS: usize = 88; // i64, since 1970
export const P_FIRST_USER_ID: usize = 100; // u32
export const P_INITIAL_USERS: usize = 104; // u32
export const P_USER_OFFSET: usize = 108; // u32, index of the first user in memory
export const P_USERS: usize = 112; // u32, users in memory
export const P_CHUNK_USERS: usize = 116; // u32, a multiple of 4
export const P_NEW_USER_PAIR: usize = 120; // u32, (auth, level) of users who arrive later
export const P_LEVELS: usize = 124; // u32, number of levels; a pair is auth * levels + level
// Addresses of planned regions, u32 each.
export const P_NEXT_TIMES: usize = 136; // i32 for each user
export const P_LEAVE_TIMES: usize = 140; // i32 for each user; 0 if nobody leaves
export const P_LINES: usize = 144; // USER_BYTES for each user
export const P_DAYS: usize = 148; // u8 for each day, 1 on weekends and holidays
export const P_DAY_COUNT: usize = 152;
export const P_STATES: usize = 156; // STATE_BYTES for each state
export const P_GUIDE: usize = 160; // u16 for each (state, top byte)
export const P_LISTS: usize = 164; // LIST_BYTES for each weighted list, see LIST_...
export const P_DURATIONS: usize = 168; // u32 seconds for each song
export const P_SIMILAR_LISTS: usize = 172; // LIST_BYTES for each song, 0 without similar songs
export const P_FIRST_NAMES: usize = 176; // FRAGMENT_BYTES for each, likewise below
export const P_LAST_NAMES: usize = 180;
export const P_LOCATIONS: usize = 184;
export const P_USER_AGENTS: usize = 188;
export const P_TAILS: usize = 192; // gender and tag for F, for M, the tag alone for hidden details, and gender and tag for others
export const P_SONGS: usize = 196; // one more than there are songs: the last is the end of a line without song
export const P_NO_SONG: usize = 200; // u32, the number of songs, which a record without song contains
export const P_POOL: usize = 204; // record pages
export const P_POOL_PAGES: usize = 208; // number of pages
export const P_CHUNK_PAGES: usize = 212; // u32 first page for each chunk, u32 records in it
export const P_COUNTS: usize = 216; // u32 for each (chunk, second of the slice)
export const P_TOTALS: usize = 220; // u32 for each second of the slice
export const P_ORDERED: usize = 224; // two buffers of records
export const P_ORDERED_BYTES: usize = 228; // of one
export const P_SCRATCH: usize = 232; // SCRATCH_BYTES for each worker
export const P_MILLISECOND_DIGITS: usize = 236; // u32, three ASCII digits, the first one lowest
// Needed by the original's engine only (assembly/compat/).
export const P_COMPAT: usize = 256; // u32, address of its block, see COMPAT_...; 0 in the default engine
export const P_HEAP: usize = 260; // i64 nodes; the first one is at P_HEAP + 8
export const P_REGISTRATION_GROWTH: usize = 264; // f64, growth for the draw of the registration
export const P_ATTRITION_CHANCE: usize = 272; // f64, chance that a user does not come back after a session
export const P_MILLISECONDS_DOWN: usize = 280; // i32, the start's fraction of a second, rounded down
export const P_MILLISECONDS_UP: usize = 284; // i32, rounded up
export const P_HAS_FRACTION: usize = 288; // u32, 1 if the start has a fraction of a second
// Read by the encoder in both engines.
export const P_COMMON_IDS: usize = 292; // u32, ids from 1 to this one are written the fast way
export const P_REGISTRATION_BASE: usize = 296; // i64, seconds since 1970; USER_REGISTRATION is relative to it
export const P_USER_STRIDE: usize = 384; // u32, distance between the indexes of users who are next to each other in memory
export const P_FIRST_SECOND: usize = 388; // i32; events before it are simulated while users are made, and not written
export const P_TALLY: usize = 392; // totals for the manifest, see TALLY_...; 0 without a manifest
export const P_TALLY_HOURS: usize = 396; // u64 for each hour of the window
export const P_TALLY_SONGS: usize = 400; // u64 for each song, and for events without one
export const P_TALLY_USERS: usize = 404; // a bit for each user
export const P_TALLY_START_SECOND: usize = 408; // i32, second within the hour in which the window starts
// Where LZ4 is emitted, else 0: addresses in the model and in each worker's memory.
export const P_EMITTERS: usize = 416; // EMITTER_..., one for each worker
export const P_EMITTER_BYTES: usize = 420; // u32, of one
export const P_NODES_END: usize = 424; // u32, offset in an emitter at which the nodes end
export const P_STATE_VALUES: usize = 428; // VALUE_BYTES for each, likewise below
export const P_LOCATION_VALUES: usize = 432;
export const P_AGENT_VALUES: usize = 436;
export const P_LAST_NAME_VALUES: usize = 440;
export const P_FIRST_NAME_VALUES: usize = 444;
export const P_SONG_VALUES: usize = 448; // SONG_BYTES for each
export const P_KEYS: usize = 452; // KEY_BYTES for each key, in the order of their nodes
export const P_PEOPLE: usize = 456; // PERSON_BYTES for each user; 0 if everything is looked up for each event
export const P_SONG_TEXTS: usize = 460; // SONG_TEXT_BYTES for each song
export const P_PERSON_VALUES: usize = 468; // PERSON_VALUES_BYTES for each user, where LZ4 is emitted; 0 if everything is looked up
export const P_FORMAT: usize = 464; // u32, FORMAT_...
export const P_BYTES: usize = 512;

export const FORMAT_JSON: u32 = 0;
export const FORMAT_MSGPACK: u32 = 1;

export const TALLY_SESSIONS: usize = 0; // u64
export const TALLY_USERS: usize = 8; // u64
export const TALLY_SECOND: usize = 16; // i32, of the last event
export const TALLY_SKIP: usize = 20; // u32, events in that second
export const TALLY_STATES: usize = 24; // u64 for each state

// --- Control block: 32-bit words that the workers and the host share through atomics (src/workers/control.ts). ---
export const CONTROL: usize = 2048;
export const CONTROL_POOL_NEXT: usize = 2048; // u32, number of pages taken from the pool; the kernel adds to it
export const CONTROL_FAULT: usize = 2052; // u32, FAULT_...; the first fault is kept
export const CONTROL_HOST: usize = 2056; // from here on the host's words
export const CONTROL_END: usize = 16384;

export const FAULT_NONE: u32 = 0;
export const FAULT_POOL: u32 = 1; // a slice produced more records than the pool holds
export const FAULT_SESSIONS: u32 = 2; // a user's sessions reached SESSION_LIMIT

export const FAULT_ITEMS: u32 = 3; // a session reached ITEM_LIMIT events: it may never end, and its time may not advance

export const SESSION_LIMIT: u32 = 1000000;
export const ITEM_LIMIT: u32 = 100000000;

// --- Fixed tables, computed by the kernel's `prepareTables`. ---
export const LOGARITHMS: usize = 16384; // 256 times (f64 inverse, f64 logarithm)
export const DAY_CURVE: usize = 20480; // 86400 times i32 seconds
export const DAY_SECONDS: u32 = 86400;
/** The calendar repeats after 400 years, which are a whole number of weeks. */
export const PERIOD_DAYS: u32 = 146097;
export const TABLES_END: usize = 366080;

// --- A weighted list: `ends` are running sums; `guide` holds the first entry to look at for the top bits of a draw. ---
export const LIST_TOTAL: usize = 0; // u32
export const LIST_SHIFT: usize = 4; // u32, 32 minus the number of bits of the guide
export const LIST_GUIDE: usize = 8; // address of u32 entries
export const LIST_ENDS: usize = 12; // address of u32 sums
export const LIST_VALUES: usize = 16; // address of u32 values; 0 if the value is the index
// For the original's draws: the key of the next 31 bits is bits - (bits * reciprocal >>> shift) * total.
export const LIST_RECIPROCAL: usize = 20; // u32, 0 if the total is a power of two
export const LIST_RECIPROCAL_SHIFT: usize = 24; // u32
export const LIST_BYTES: usize = 32;
// The lists in P_LISTS, in order; after them a list of session starts for each (auth, level) pair.
export const LIST_AUTHS: u32 = 0;
export const LIST_LEVELS: u32 = 1;
export const LIST_FIRST_NAMES: u32 = 2;
export const LIST_LAST_NAMES: u32 = 3;
export const LIST_LOCATIONS: u32 = 4;
export const LIST_USER_AGENTS: u32 = 5;
export const LIST_SONGS: u32 = 6;
export const LIST_STARTS: u32 = 7;

// --- A state (page, auth, method, status, level). ---
export const STATE_KIND: usize = 0; // u32, KIND_...
export const STATE_PAIR: usize = 4; // u32, auth * levels + level
export const STATE_CHURNED: usize = 8; // u32, 1: a session that ends here is the user's last
export const STATE_SPLITS: usize = 12; // address of the state's splits
export const STATE_SHOWN: usize = 16; // u32, 1: user details are shown
export const STATE_FRAGMENT: usize = 20; // address of its text
export const STATE_FRAGMENT_BYTES: usize = 24; // u32
export const STATE_BYTES: usize = 32;
export const KIND_PAGE: u32 = 0;
export const KIND_REDIRECT: u32 = 1;
export const KIND_SONG: u32 = 2;
// Used only when the original's engine runs a configuration that the default engine refuses.
export const KIND_SONG_REDIRECT: u32 = 3;
export const KIND_UNKNOWN_AUTH: u32 = 4; // added: it is not known whether to show the user

// A guide entry is a destination, or GUIDE_SPLIT + the first of the state's splits to compare with.
export const GUIDE_SPLIT: u32 = 0x8000;
export const GUIDE_END: u32 = 0x7fff; // the session ends
export const SPLIT_LAST: usize = 0; // u32, the last value of bits 24 to 55 of the draw that leads to
export const SPLIT_DEST: usize = 4; // u32, this destination
export const SPLIT_BYTES: usize = 8;

// The original's engine compares the lower 44 bits of a 52-bit draw.
export const LONG_SPLIT_LAST: usize = 0; // u64, the last value of these bits that leads to
export const LONG_SPLIT_DEST: usize = 8; // u32, this destination
export const LONG_SPLIT_BYTES: usize = 16;

// --- A user: one cache line. The time of the next event is in a separate column. ---
export const USER_POSITION: usize = 0; // u64, behaviour stream
export const USER_GAMMA: usize = 8; // u64
export const USER_ALPHA: usize = 16; // f64, seconds
export const USER_BETA: usize = 24; // f64, seconds
export const USER_SONG_END: usize = 32; // i32, seconds; NEVER_BEFORE without a song
export const USER_SONG: usize = 36; // u32, or NO_SONG
export const USER_SESSION: usize = 40; // u32, counted from 1
export const USER_ITEM: usize = 44; // u32
export const USER_STATE: usize = 48; // u16
export const USER_FIRST_NAME: usize = 50; // u16
export const USER_LAST_NAME: usize = 52; // u16
export const USER_LOCATION: usize = 54; // u16
export const USER_AGENT: usize = 56; // u16
export const USER_REGISTRATION: usize = 60; // i32, seconds relative to P_REGISTRATION_BASE
export const USER_BYTES: usize = 64;

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

export const NO_SONG: u32 = 0xffffffff;
export const NEVER_BEFORE: i32 = -2147483648;
export const NEVER_AGAIN: i32 = 2147483647;
export const SECONDS_LIMIT: i32 = 1073741823; // 2^30 - 1, the longest gap and the longest window

// --- The block of the original's engine: its generator, its counters, and why it stopped before the window's end. ---
export const COMPAT_POSITION: usize = 0; // u32, address of the next output
export const COMPAT_HAS_GAUSSIAN: usize = 4; // u32, 1 if the second one of a pair is kept
export const COMPAT_GAUSSIAN: usize = 8; // f64
export const COMPAT_SESSIONS: usize = 16; // u32, the last session's id
export const COMPAT_ENDED: usize = 20; // u32, 1 after the last event
export const COMPAT_STOP: usize = 24; // u32, STOP_...
export const COMPAT_STOP_PAIR: usize = 28; // u32, the (auth, level) pair that it concerns
export const COMPAT_TOUCHED: usize = 32; // u64, the sum of the words that were read in advance
export const COMPAT_ARRIVED: usize = 40; // i64, when the last user arrived, in seconds after the start
export const COMPAT_WORDS: usize = 64; // u32, the generator's state, and its first four words again
export const COMPAT_OUTPUTS: usize = 2624; // u32, the same number of outputs
export const COMPAT_BYTES: usize = 5120;
export const TWISTER_WORDS: u32 = 624;

export const STOP_NONE: u32 = 0;
export const STOP_NO_START: u32 = 1; // no session can start with this auth and level
export const STOP_ALL_GONE: u32 = 2; // no user is left
export const STOP_GAP: u32 = 3; // the time between two sessions is not positive
export const STOP_UNKNOWN_AUTH: u32 = 4; // an event of an auth that show-user-details lacks
export const STOP_NO_SONG: u32 = 5; // a song page without a song
export const STOP_UNHEARD: u32 = 6; // similar songs with no listeners
export const STOP_ITEMS: u32 = 7; // a session reached ITEM_LIMIT events
export const STOP_SESSIONS: u32 = 8; // the session ids are used up
export const STOP_FAR: u32 = 9; // the event after the end is too far away to be written

// A heap node is a time and a user in 64 bits: signed seconds relative to the start, above the user's index.
export const NODE_SLOT_BITS: u32 = 28;

// --- A record: one event before it is text. ---
export const RECORD_TIME: usize = 0; // u32, seconds relative to the start; below 2^31 unless it is the original's last event
export const RECORD_USER: usize = 4; // u32, index of the user in memory
export const RECORD_SESSION: usize = 8; // u32, number
export const RECORD_ITEM: usize = 12; // u32
export const RECORD_SONG: usize = 16; // u32, or the value of P_NO_SONG
export const RECORD_STATE: usize = 20; // u32
export const RECORD_BYTES: usize = 24;

// A page of the pool: the address of the next page and the number of records, then the records.
export const PAGE_NEXT: usize = 0; // u32, 0 for the last page
export const PAGE_USED: usize = 4; // u32
export const PAGE_RECORDS: usize = 16;
export const PAGE_CAPACITY: u32 = 340; // records: (8192 - 16) / 24
export const PAGE_BYTES: usize = 8192;

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

// --- Each worker's scratch: the list of users to run, and the sum of the words that were read in advance. ---
export const SCRATCH_TOUCHED: usize = 0; // u64
export const SCRATCH_HEAD: usize = 16; // 32 bytes: {"ts":...,"userId":"
export const SCRATCH_LIST: usize = 64; // u32 indexes of users
export const LIST_CAPACITY: u32 = 512;
export const SCRATCH_BYTES: usize = 4096;

// --- LZ4 is emitted, not computed from text (assembly/compress): the encoder knows where it wrote a text last, and refers to it. ---
// A node holds the position at which a text was written last. Nodes are 32-bit words of an emitter, named by their byte offset. A
// position counts the uncompressed bytes of a worker's blocks; a position that is too far back for a match is stale.
export const WINDOW: u32 = 65535; // bytes that a match may reach back
export const NODE_NEVER: u32 = 32768; // never written, so always stale
export const NODE_UNUSED: u32 = 32772; // written, but what is read of it never counts: for a part that a value does not have
export const NODE_KEY_PAGE: u32 = 32776; // where each key was last
export const NODE_KEY_LOCATION: u32 = 32780;
export const NODE_KEY_AGENT: u32 = 32784;
export const NODE_KEY_LAST_NAME: u32 = 32788;
export const NODE_KEY_FIRST_NAME: u32 = 32792;
export const NODE_KEY_REGISTRATION: u32 = 32796;
export const NODE_KEY_ARTIST: u32 = 32800;
export const NODE_KEY_SONG: u32 = 32804;
export const NODE_KEY_LENGTH: u32 = 32808;
export const NODE_KEY_SESSION: u32 = 32812; // three of them: in MessagePack one for each width of the number
export const NODE_TAILS: u32 = 32824; // two for each tail: without and with a song after it
export const NODE_REGISTRATIONS: u32 = 34872; // 4725 of them: JSON's first 4 digits, then first 3; MessagePack's upper 4 bytes
export const NODE_MODEL: u32 = 53772; // the model's own nodes follow

// The text of the key of a node NODE_KEY_... is in the model at (node - NODE_KEY_PAGE) / 4 * KEY_BYTES.
export const KEY_BYTES: usize = 32;

// A value: a text and what it shares with others. A prefix or suffix is shared by a class of texts; its node holds the position of
// the member that was written last. A short text is in the entry itself, so that it takes one cache line.
export const VALUE_TEXT: usize = 0; // address
export const VALUE_LENGTH: usize = 4; // u16
export const VALUE_PREFIX_LENGTH: usize = 6; // u16, 0 for none; for a user agent the number of its pieces
export const VALUE_PREFIX: usize = 8; // node: where a value with this prefix began last; for a user agent the address of its pieces
export const VALUE_SHORT: usize = 12; // node: where a value with the same first SHORT_BYTES began last
export const VALUE_SUFFIX_LENGTH: usize = 16; // u16, at least 4, or NO_SUFFIX
export const VALUE_CLASS: usize = 18; // u16, for first names the tail that goes with them
export const VALUE_SUFFIX: usize = 20; // node: where this suffix began last
export const VALUE_OWN: usize = 24; // node: where the value began last
export const VALUE_INLINE: usize = 28; // the text, if it fits into the rest of the entry
export const VALUE_BYTES: usize = 64;
export const SHORT_BYTES: u32 = 2;
export const NO_SUFFIX: u32 = 65535; // longer than any text
// A piece of a user agent: what it shares with a piece of a frequent one.
export const PIECE_NODE: usize = 0; // node of the other agent; NODE_NEVER if nothing is shared
export const PIECE_LENGTH: usize = 4; // u16
export const PIECE_FROM: usize = 6; // u16, where the piece begins in the other one
export const PIECE_BYTES: usize = 8;
// A song: the address of its artist's value, and the beginnings of two more values, title and length, which have no own nodes.
export const SONG_ARTIST: usize = 0;
export const SONG_TITLE: usize = 4;
export const SONG_LENGTH: usize = 28;
export const SONG_INLINE: usize = 44; // title, length or both
export const SONG_BYTES: usize = 128;
// After a state's own node there are nodes for its last occurrences with a session's number, by the number's last 4 bits.
export const STATE_SESSIONS: u32 = 16; // pairs of position and number
export const STATE_NODES_BYTES: u32 = 132;

// Bytes of the keys before values, in JSON and in MessagePack.
export const JSON_KEY_PAGE: u32 = 9; // ,"page":"
export const JSON_KEY_LOCATION: u32 = 13; // ,"location":"
export const JSON_KEY_AGENT: u32 = 14; // ,"userAgent":"
export const JSON_KEY_LAST_NAME: u32 = 13; // ,"lastName":"
export const JSON_KEY_FIRST_NAME: u32 = 14; // ,"firstName":"
export const JSON_KEY_REGISTRATION: u32 = 16; // ,"registration":
export const JSON_KEY_ARTIST: u32 = 11; // ,"artist":"
export const JSON_KEY_SONG: u32 = 9; // ,"song":"
export const JSON_KEY_LENGTH: u32 = 10; // ,"length":
export const JSON_KEY_SESSION: u32 = 14; // ","sessionId":
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

// A worker's emitter: matches of some lines that wait to be written, and what was written where.
export const EMITTER_POSITION: usize = 0; // u32, where the next block begins
export const EMITTER_RAW_BYTES: usize = 4; // u32, uncompressed size of the last block
export const EMITTER_CURSOR: usize = 8; // u32, position up to which sequences are written
export const EMITTER_LINE_END: usize = 12; // u32, position after the last line
export const EMITTER_ID: usize = 16; // u64, the digits of the user id that was written last; 0 if unknown
export const EMITTER_BLOCK: usize = 24; // u32, address of the block
export const EMITTER_SUMMED: usize = 28; // u32, address up to which the checksum's accumulators include its bytes
export const EMITTER_SUMS: usize = 32; // four u32, the accumulators
export const EMITTER_CHECKSUM: usize = 48; // u32, of the last block
export const EMITTER_HEADS: usize = 64; // HEAD_BYTES for each kind of head
export const HEAD_POSITION: usize = 0; // u32
export const HEAD_TIME: usize = 4; // i32
export const HEAD_TEXT: usize = 16; // 16 bytes: the digits of the time stamp
export const HEAD_BYTES: usize = 32;
export const EMITTER_SONGS: usize = 256; // by the last bits of a song: u32 song, u32 where its artist began last
export const EMITTER_SONG_COUNT: u32 = 1024;
export const EMITTER_MATCHES: usize = 8448; // MATCH_BYTES each; the first one represents what was before
export const MATCH_END: usize = 0; // u32 position
export const MATCH_OFFSET: usize = 4; // u32; read and written together with the end
export const MATCH_BYTES: usize = 8;
export const MATCH_CAPACITY: u32 = 480;
export const MATCH_START: usize = 3848; // u32 position, in a second column of the same width
export const MATCHES_OF_LINE: u32 = 64; // no line has more
// What compress/sequences.ts will write next, twice: five columns of four u32.
export const EMITTER_SEQUENCES: usize = 16160;
export const SEQUENCES_BYTES: usize = 80;
export const EMITTER_RECENT: usize = 16384; // by the last bits of a user's index: the user who was written last
export const EMITTER_RECENT_COUNT: u32 = 512;
export const RECENT_USER: usize = 0; // u32, index of the user in memory
export const RECENT_SESSION: usize = 4; // u32, number
export const RECENT_START: usize = 8; // u32, where the user's id was
export const RECENT_DETAILS: usize = 12; // u32, where the user's details began
export const RECENT_LENGTH: usize = 16; // u32, of the details up to the tail
export const RECENT_SONG: usize = 20; // u32, 1 if a song followed
export const RECENT_BYTES: usize = 32;
// Nodes (NODE_...) from NODE_NEVER to P_NODES_END, then literals that wait.
export const LITERALS_WAITING: usize = 8192; // if more than this number of bytes waits, it is written
