import { createHash } from "node:crypto";
import { longBytes, stringBytes } from "../../model/texts/avro.ts";
import { fieldsWithPlaces } from "../../schema/choose.ts";
import { avro } from "../../schema/forms/avro.ts";
import { type Codec, type CodecOptions, NO_BYTES } from "./codec.ts";
import { openDeflate } from "./gzip.ts";
import { openNone } from "./none.ts";
import { openCheckedSnappy } from "./snappy.ts";
import { openZstd } from "./zstd.ts";

// Object container files: https://avro.apache.org/docs/1.12.0/specification/#object-container-files

/** The codecs that blocks may have here, by the names of --compress, and their names in the file's metadata. */
export const AVRO_CODECS = {
  none: { name: "null", open: openNone },
  gzip: { name: "deflate", open: openDeflate },
  zstd: { name: "zstandard", open: openZstd },
  snappy: { name: "snappy", open: openCheckedSnappy },
} as const satisfies Record<string, { name: string; open(options: CodecOptions): Codec }>;

export type AvroCodecName = keyof typeof AVRO_CODECS;

const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 1); // Obj, version 1
const SYNC_BYTES = 16;
/** Number of events and size of a block: two longs. */
const MOST_PREFIX_BYTES = 20;

/** Returns the schema of a run's events. @param tag undefined without one, null where a configuration has that as its tag */
export function avroSchemaOf(compat: "interana" | undefined, tag: string | null | undefined): string {
  return avro.print(fieldsWithPlaces(compat, tag), avro.defaultName as string);
}

/** The file's start, which ends with the marker. */
function headerOf(schema: string, codec: string, sync: Uint8Array): Uint8Array {
  const entries = [stringBytes("avro.schema"), stringBytes(schema), stringBytes("avro.codec"), stringBytes(codec)];
  return Buffer.concat([MAGIC, longBytes(2), ...entries, longBytes(0), sync]);
}

/**
 * Each batch is a block: number of events, size, data, marker. The marker is not random, as elsewhere, but a hash over
 * schema and codec, so that the same run has the same bytes.
 */
export function openAvro(compress: AvroCodecName, schema: string, options: CodecOptions): Codec {
  const { name, open } = AVRO_CODECS[compress];
  const inner: Codec = open(options);
  const sync = createHash("sha256").update(`${schema}\n${name}`).digest().subarray(0, SYNC_BYTES);
  const header = headerOf(schema, name, sync);
  return {
    ...inner,
    ending: "",
    headroomBytes: MOST_PREFIX_BYTES,
    fileStart: header,
    fileEnd: NO_BYTES,
    emptyFile: header,
    boundBytes: (rawBytes) => inner.boundBytes(rawBytes) + SYNC_BYTES,
    finish(batch) {
      const { memory } = batch;
      const { address, byteLength } = inner.finish(batch);
      const prefix = Buffer.concat([longBytes(batch.events), longBytes(byteLength)]);
      const start = address - prefix.byteLength;
      memory.set(prefix, start);
      memory.set(sync, address + byteLength);
      return { address: start, byteLength: prefix.byteLength + byteLength + SYNC_BYTES };
    },
  };
}
