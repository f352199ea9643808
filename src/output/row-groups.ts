import { UsageError } from "../system/errors.ts";
import type { Format } from "./formats/format.ts";
import { FORMATS, type FormatName } from "./formats/formats.ts";
import type { OutputRequest } from "./request.ts";

/** Where bytes end files, a file has about this many groups. */
const GROUPS_OF_A_FILE = 4;
const LEAST_ROW_GROUP_EVENTS = 4096;

/** Returns the rows of a row group; undefined for formats of rows. */
export function rowGroupEventsFor(
  format: FormatName,
  { rowGroupEvents, splitSize }: OutputRequest,
): number | undefined {
  const { groups }: Format = FORMATS[format];
  if (groups !== undefined) {
    const fitting = Math.floor((splitSize ?? Number.POSITIVE_INFINITY) / (groups.rowBytes * GROUPS_OF_A_FILE));
    return rowGroupEvents ?? Math.min(groups.rows, Math.max(LEAST_ROW_GROUP_EVENTS, fitting));
  }
  if (rowGroupEvents === undefined) return undefined;
  throw new UsageError(
    `--row-group-events ${rowGroupEvents}: ${format} has no row groups; add --format parquet or --format arrow`,
  );
}
