import { FORMAT_COLUMNS } from "../../../../assembly/layout/run.ts";
import { NO_TEXTS } from "../../../model/texts/none.ts";
import type { Codec } from "../../codecs/codec.ts";
import { WAITING_BYTES } from "../../codecs/garbage.ts";
import { openNone } from "../../codecs/none.ts";
import type { Format, GroupFormat } from "../format.ts";

/** Defines a format of columns. */
export function columnFormat(format: Pick<Format, "endings" | "openEncoder"> & { groups: GroupFormat }): Format {
  return {
    ...format,
    hasColumns: true,
    texts: () => NO_TEXTS,
    word: FORMAT_COLUMNS,
    slotBytes: (_, { events, longestLineBytes }) => events * longestLineBytes,
  };
}

/**
 * The codec of a format whose encoder compresses what is inside of a range: ranges stay as they are.
 * @param version of the library that compresses; undefined if none does
 */
export function openWithin(version: string | undefined): Codec {
  return { ...openNone(), ...(version !== undefined && { version, outsideBytes: 2 * WAITING_BYTES }) };
}
