import { FORMAT_COLUMNS } from "../../../../assembly/layout/run.ts";
import { NO_TEXTS } from "../../../model/texts/none.ts";
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
  groupSlotBytes: slotBytesFor,
  openEncoder: openParquet,
};
