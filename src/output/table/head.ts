import { readRange } from "../resume/small-file.ts";
import { ENGINE_MARK, HEAD_LINES } from "./log.ts";

/** Room for the lines before those of the files. */
const HEAD_BYTES = 64 << 10;
const NEWLINE = 10;

/** What a log says of its table before its files. */
export interface Head {
  id: string;
  startMs: number;
  /** Columns in the files. */
  names: string[];
  byteLength: number;
}

/** Reads the first lines of a log. Returns undefined if another program wrote it. Throws if it is damaged. */
export function readHead(descriptor: number): Head | undefined {
  const bytes = readRange(descriptor, 0, HEAD_BYTES);
  if (!bytes.subarray(0, bytes.indexOf(NEWLINE) + 1).includes(ENGINE_MARK)) return undefined;
  let byteLength = 0;
  let metadata = "";
  for (let line = 0; line < HEAD_LINES; line++) {
    const end = bytes.indexOf(NEWLINE, byteLength) + 1;
    if (end === 0) throw new Error("the log ends within its head");
    metadata = bytes.toString("utf8", byteLength, end);
    byteLength = end;
  }
  const { id, createdTime, schemaString, partitionColumns } = JSON.parse(metadata).metaData;
  const columns: { name: string }[] = JSON.parse(schemaString).fields;
  const names = columns.map(({ name }) => name).filter((name) => !partitionColumns.includes(name));
  return { id: String(id), startMs: Number(createdTime), names, byteLength };
}
