import { columnFormat } from "../columns/format.ts";
import { openArrowEncoder } from "./encoder.ts";
import { arrowSlotBytes, tableBytes } from "./tables.ts";

/** Record batches of Arrow's IPC format (https://arrow.apache.org/docs/format/Columnar.html), as a file or as a stream. */
export const arrow = columnFormat({
  endings: [".arrow", ".arrows"],
  groups: { rows: 65_536, rowBytes: 75, slotBytes: arrowSlotBytes, workerBytes: tableBytes },
  openEncoder: openArrowEncoder,
});
