import { columnFormat } from "../columns/format.ts";
import { groupBytes } from "../columns/places.ts";
import { openParquet } from "./encoder.ts";
import { slotBytesFor } from "./room.ts";

/** Row groups of columns (https://parquet.apache.org/docs/file-format). */
export const parquet = columnFormat({
  endings: [".parquet"],
  // Large enough that dictionaries cost little, small enough for the memory of readers (11 to 14 MB).
  groups: { rows: 524_288, rowBytes: 20, slotBytes: slotBytesFor, workerBytes: groupBytes },
  openEncoder: openParquet,
});
