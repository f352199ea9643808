import { FORMAT_COLUMNS } from "../../../../assembly/layout/run.ts";
import { NO_TEXTS } from "../../../model/texts/none.ts";
import { groupBytes } from "../columns/places.ts";
import type { Format } from "../format.ts";
import { openParquet } from "./encoder.ts";
import { slotBytesFor } from "./room.ts";

/** Row groups of columns (https://parquet.apache.org/docs/file-format). */
export const parquet: Format = {
  endings: [".parquet"],
  hasColumns: true,
  texts: () => NO_TEXTS,
  word: FORMAT_COLUMNS,
  slotBytes: (_, rawBytes) => rawBytes,
  // Large enough that dictionaries cost little, small enough for the memory of readers (11 to 14 MB).
  groups: { rows: 524_288, rowBytes: 20, slotBytes: slotBytesFor, workerBytes: groupBytes },
  openEncoder: openParquet,
};
