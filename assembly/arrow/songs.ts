// What each song shows, next to each other, so that a row reads one cache line of its song.
import {
  ARROW_ARTIST,
  ARROW_INDEX_RANKS,
  ARROW_LENGTH_PLACES,
  ARROW_LENGTH_RANKS,
  ARROW_SONG_ARTIST,
  ARROW_SONG_BYTES,
  ARROW_SONG_COUNT,
  ARROW_SONG_LENGTH,
  ARROW_SONG_ROWS,
  ARROW_SONG_TITLE,
  ARROW_TITLE,
} from "../layout/arrow";

/** Makes the rows of the songs; that of no song is 0. Called once, before the first batch. */
export function makeArrowSongs(batch: usize): void {
  const songs = load<u32>(batch, ARROW_SONG_COUNT);
  const rows = <usize>load<u32>(batch, ARROW_SONG_ROWS);
  const artists = <usize>load<u32>(batch + ARROW_ARTIST, ARROW_INDEX_RANKS);
  const titles = <usize>load<u32>(batch + ARROW_TITLE, ARROW_INDEX_RANKS);
  const lengths = <usize>load<u32>(batch, ARROW_LENGTH_RANKS);
  const places = <usize>load<u32>(batch, ARROW_LENGTH_PLACES);
  for (let song: usize = 0; song < <usize>songs; song++) {
    const row = rows + song * ARROW_SONG_BYTES;
    const place = places + (<usize>load<u32>(lengths + (song << 2)) << 2);
    store<f64>(row, load<f64>(<usize>load<u32>(place)), ARROW_SONG_LENGTH);
    store<u32>(row, load<u32>(artists + (song << 2)), ARROW_SONG_ARTIST);
    store<u32>(row, load<u32>(titles + (song << 2)), ARROW_SONG_TITLE);
  }
  memory.fill(rows + <usize>songs * ARROW_SONG_BYTES, 0, ARROW_SONG_BYTES);
}
