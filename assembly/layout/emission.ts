// The memory map (rules in run.ts): nodes, values and keys, with which the encoders emit LZ4, and a worker's own memory for it.

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

// --- A worker's emitter: matches of some events that wait to be written, and what was written where. Its nodes are named above. ---
export const EMITTER_POSITION: usize = 0; // u32, where the next block begins
export const EMITTER_RAW_BYTES: usize = 4; // u32, uncompressed size of the last block
export const EMITTER_CURSOR: usize = 8; // u32, position up to which sequences are written
export const EMITTER_END: usize = 12; // u32, position after what was emitted last
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
export const MATCHES_OF_EVENT: u32 = 64; // no event has more
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
