import { createHash } from "node:crypto";
import { join } from "node:path";
import { describeField, isNullable } from "../../schema/choose.ts";
import type { Field } from "../../schema/fields.ts";
import { programVersion } from "../../system/root.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { Header } from "../resume/same.ts";
import { type PartitionColumn, partitionValuesOf } from "./partitions.ts";
import type { Statistics } from "./statistics.ts";

// Delta's log: https://github.com/delta-io/delta/blob/master/PROTOCOL.md. Instants in it are those of the simulation, so that
// the same command writes the same bytes.

const LOG_FOLDER = "_delta_log";
/** The first version of a table. */
export const LOG_NAME = "00000000000000000000.json";

/** The log's name in the folder of the files. */
export const LOG = `${LOG_FOLDER}/${LOG_NAME}`;
export const logOf = (folder: string): string => join(folder, LOG);

const UUID_BYTES = 16;
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/** Returns the id of the table: a UUID of version 8 (RFC 9562), of what its manifest has. */
export function tableIdOf({ id, template }: Pick<Header, "id" | "template">): string {
  const bytes = createHash("sha256").update(`delta\n${id}\n${template}`).digest().subarray(0, UUID_BYTES);
  bytes[VERSION_BYTE] = (bytes[VERSION_BYTE]! & 0x0f) | 0x80;
  bytes[VARIANT_BYTE] = (bytes[VARIANT_BYTE]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const TYPES = { string: "string", int32: "integer", int64: "long", double: "double" } as const;

function columnOf(field: Field) {
  const type = field.unit === "epoch-milliseconds" ? "timestamp" : TYPES[field.type];
  // The words about milliseconds are for formats without instants.
  const comment = describeField(field).replace(/, in milliseconds since 1970, UTC/, "");
  return { name: field.name, type, nullable: isNullable(field), metadata: { comment } };
}

export interface Table {
  header: Pick<Header, "id" | "template">;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  fields: readonly Field[];
  partitions: readonly PartitionColumn[];
}

const ENGINE = "eventsim/";
/** How the first line shows that this program wrote it. */
export const ENGINE_MARK = `"engineInfo":"${ENGINE}`;
/** The lines of headLines. */
export const HEAD_LINES = 3;

/** Returns the first actions of a table, each a line. */
export function headLines({ header, startMs, fields, partitions }: Table): string {
  const partitionColumns = partitions.map(({ name }) => name);
  const ofFolders = partitions.map(({ name, type }) => ({ name, type, nullable: true, metadata: {} }));
  const schema = { type: "struct", fields: [...fields.map(columnOf), ...ofFolders] };
  const operationParameters = { mode: "ErrorIfExists", partitionBy: JSON.stringify(partitionColumns) };
  return linesOf([
    {
      commitInfo: {
        timestamp: startMs,
        operation: "WRITE",
        operationParameters,
        isBlindAppend: true,
        engineInfo: `${ENGINE}${programVersion()}`,
      },
    },
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    {
      metaData: {
        id: tableIdOf(header),
        format: { provider: "parquet", options: {} },
        schemaString: JSON.stringify(schema),
        partitionColumns,
        configuration: { "eventsim.id": header.id },
        createdTime: startMs,
      },
    },
  ]);
}

/** A path as a URI has it. The "=" of folders may stay. */
export function encodePath(name: string): string {
  return encodeURIComponent(Buffer.from(name).toString()).replaceAll("%2F", "/").replaceAll("%3D", "=");
}

/** Returns the line that adds a file to the table. */
export function addLine(
  table: Pick<Table, "startMs" | "partitions">,
  { name, bytes }: ManifestFile,
  statistics: Statistics,
): string {
  return linesOf([
    {
      add: {
        path: encodePath(name),
        partitionValues: partitionValuesOf(table.partitions, name),
        size: bytes,
        modificationTime: table.startMs,
        dataChange: true,
        stats: JSON.stringify(statistics),
      },
    },
  ]);
}

function linesOf(actions: readonly object[]): string {
  return actions.map((action) => `${JSON.stringify(action)}\n`).join("");
}
