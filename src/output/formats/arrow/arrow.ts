import { FORMAT_COLUMNS } from "../../../../assembly/layout/run.ts";
import { NO_TEXTS } from "../../../model/texts/none.ts";
import type { Format } from "../format.ts";
import { openArrowEncoder } from "./encoder.ts";
import { arrowSlotBytes, tableBytes } from "./tables.ts";

/** Record batches of Arrow's IPC format (https://arrow.apache.org/docs/format/Columnar.html), as a file or as a stream. */
export const arrow: Format = {
  endings: [".arrow", ".arrows"],
  hasColumns: true,
  texts: () => NO_TEXTS,
  word: FORMAT_COLUMNS,
  slotBytes: (_, rawBytes) => rawBytes,
  groups: { rows: 65_536, rowBytes: 75, slotBytes: arrowSlotBytes, workerBytes: tableBytes },
  openEncoder: openArrowEncoder,
};
