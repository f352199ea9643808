import type { Anatomy, TextFormat } from "./format.ts";

function nothing(): void {}

/** The texts of a format of columns: none, since its values are in dictionaries. */
export const NO_TEXTS: TextFormat = {
  putState: nothing,
  putField: nothing,
  putFirstName: nothing,
  putTail: nothing,
  putSong: nothing,
  putEnd: nothing,
  // Only the emission of LZ4 looks for keys.
  anatomy: { keys: {} as Anatomy["keys"], afterLength: 0, endOfString: (_, start) => start, stateKeys: [] },
};
