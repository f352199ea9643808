// What Avro has before values instead of keys: the branch of a union.
export const AVRO_KEY_BYTES: u32 = 1; // before each value that may be null
export const AVRO_NO_SONG_BYTES: u32 = 3; // the branches of artist, song and length where there is no song
