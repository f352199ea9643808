// The memory map (rules in run.ts): a worker's own memory where it emits LZ4; its nodes are in emission.ts.

// A worker's emitter: matches of some events that wait to be written, and what was written where.
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
