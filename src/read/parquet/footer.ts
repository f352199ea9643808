import { type FileMetaData, parquetMetadata, type RowGroup } from "hyparquet";
import { getMaxDefinitionLevel, getSchemaPath } from "hyparquet/src/schema.js";
import { FIELD_NAMES } from "../../schema/choose.ts";
import { printable } from "../../system/printable.ts";
import type { Input } from "../input.ts";
import { COMPRESSORS, type ColumnInGroup, PARSERS } from "./codecs.ts";
import { checkThrift } from "./thrift.ts";

// Parquet: https://parquet.apache.org/docs/file-format/
const MAGIC = "PAR1";
/** The length of the metadata and the magic number. */
const TAIL_BYTES = 8;
/** A value of the metadata takes about a hundred bytes as an object. A row group of ours has about 1000 values. */
const BYTES_PER_VALUE = 128;

/** Reads the metadata at the end of a file. Throws Error that says what is wrong. */
export async function readFooter(input: Input, fileBytes: number): Promise<FileMetaData> {
  if (fileBytes < TAIL_BYTES + MAGIC.length) throw new Error("the file ends within its metadata");
  const tail = Buffer.from(await input.readAt(fileBytes - TAIL_BYTES, TAIL_BYTES));
  if (tail.toString("latin1", 4) !== MAGIC)
    throw new Error(`it does not end with ${MAGIC}: its writer did not finish it`);
  const length = tail.readUInt32LE(0);
  if (length > Math.min(fileBytes - TAIL_BYTES - MAGIC.length, input.mostFrameBytes))
    throw new Error(`it declares metadata of ${length} bytes`);
  const bytes = await input.readAt(fileBytes - TAIL_BYTES - length, length + TAIL_BYTES);
  checkThrift(bytes.subarray(0, length), 0, Math.ceil(input.mostFrameBytes / BYTES_PER_VALUE));
  return parquetMetadata(bytes, { geoparquet: false, parsers: PARSERS });
}

/** The columns of events in the file. Throws Error for a file of something else. */
export function eventColumns({ schema }: FileMetaData): string[] {
  const own = new Set<string>(FIELD_NAMES);
  const names: string[] = [];
  for (const { name, num_children: children, repetition_type: repetition } of schema.slice(1)) {
    if (children || repetition === "REPEATED")
      throw new Error(`its column ${printable(name)} is nested; events have none`);
    if (own.has(name) && names.includes(name)) throw new Error(`it has the column ${name} twice`);
    if (own.has(name)) names.push(name);
  }
  if (names.length === 0) throw new Error("no column is a field of events, such as ts or page");
  return names;
}

/** The columns of a row group by name. Throws Error if they are not those of the schema. */
export function columnsOfGroup({ schema }: FileMetaData, group: RowGroup, names: readonly string[]) {
  return names.map((name) => {
    const metadata = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    if (metadata === undefined) throw new Error(`a row group does not have the column ${name}`);
    const schemaPath = getSchemaPath(schema, [name]);
    const { element } = schemaPath.at(-1)!;
    if (metadata.type !== element.type) throw new Error(`the column ${name} has another type than in the schema`);
    const column: ColumnInGroup = {
      pathInSchema: [name],
      type: metadata.type,
      element,
      schemaPath,
      codec: metadata.codec,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      isOptional: getMaxDefinitionLevel(schemaPath) > 0,
    };
    return { column, metadata };
  });
}
