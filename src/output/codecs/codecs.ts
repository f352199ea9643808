import { ARROW_COMPRESSIONS, type ArrowCompression } from "../formats/arrow/buffers.ts";
import { openArrow } from "../formats/arrow/codecs.ts";
import type { FileFacts } from "../formats/columns/shape.ts";
import type { Format } from "../formats/format.ts";
import { FORMATS, type FormatName } from "../formats/formats.ts";
import { type MessageCompression, openRecordsCodec } from "../formats/messages/codecs.ts";
import { openPages, PARQUET_COMPRESSIONS, type ParquetCompression } from "../formats/parquet/codecs.ts";
import { AVRO_CODECS, type AvroCodecName, openAvro } from "./avro.ts";
import type { Codec, CodecOptions } from "./codec.ts";
import { openGzip } from "./gzip.ts";
import { withHeader } from "./header.ts";
import { openLz4 } from "./lz4.ts";
import { openNone } from "./none.ts";
import { openZstd } from "./zstd.ts";
import { openZstdFrame } from "./zstd-stream.ts";

export interface CodecEntry {
  /** File name ending, with its dot. */
  ending: string;
  /** Compression levels that the user may choose; undefined if the codec has none. */
  levels?: { least: number; most: number; standard: number };
  /** Opens the codec for one thread. */
  open(options: CodecOptions): Codec;
}

/** The codecs, by their names on the command line. */
export const CODECS = {
  none: { ending: "", open: openNone },
  lz4: { ending: ".lz4", open: openLz4 },
  gzip: { ending: ".gz", levels: { least: 1, most: 9, standard: 1 }, open: openGzip },
  zstd: {
    ending: ".zst",
    levels: { least: 1, most: 22, standard: 1 },
    open: (options) => (options.frames === "one" ? openZstdFrame(options) : openZstd(options)),
  },
} as const satisfies Record<string, CodecEntry>;

export type CodecName = keyof typeof CODECS;
/** What --compress takes: the codecs of files, and those that only the blocks inside of a file can have. */
export type Compression = CodecName | AvroCodecName | ParquetCompression | ArrowCompression;
export const COMPRESSIONS = [
  ...new Set([...Object.keys(CODECS), ...Object.keys(AVRO_CODECS), ...PARQUET_COMPRESSIONS, ...ARROW_COMPRESSIONS]),
] as Compression[];

/** True if a codec compresses whole files, and has an ending for their names. */
export function isOfFiles(compress: Compression): compress is CodecName {
  return compress in CODECS;
}

const ENTRIES: readonly (readonly [string, CodecEntry])[] = Object.entries(CODECS);

/** File name endings of the codecs that compress. */
export const CODEC_ENDINGS = ENTRIES.flatMap(([, { ending }]) => (ending === "" ? [] : [ending]));
/** The codecs that have levels. */
export const LEVELED_CODECS = ENTRIES.flatMap(([name, { levels }]) =>
  levels === undefined ? [] : [{ name, ...levels }],
);
/** The highest level of any codec; each begins at 1 or above. */
export const MOST_LEVEL = Math.max(...LEVELED_CODECS.map(({ most }) => most));

/** Whether the kernel writes a format as blocks of LZ4. */
export function emitsLz4(format: FormatName): boolean {
  const { rows }: Format = FORMATS[format];
  return rows?.lz4 !== undefined;
}

/** What a codec is opened for; a format only with messages. */
type Wanted = CodecOptions & { compress: Compression; format?: FormatName; messages?: unknown };

/** Opens a codec for the calling thread. @param facts for whoever writes files of columns; made when the first one begins */
export function openCodec(wanted: Wanted, facts?: () => FileFacts): Codec {
  const { compress, level, framing, frames, avroSchema, parquet, arrow, csvHeader } = wanted;
  const leveled = level === undefined ? {} : { level };
  // resolveEncoding refuses the other codecs.
  if (wanted.messages !== undefined)
    return openRecordsCodec(compress as MessageCompression, leveled, emitsLz4(wanted.format as FormatName));
  if (avroSchema !== undefined) return openAvro(compress as AvroCodecName, avroSchema, leveled);
  if (parquet !== undefined) return openPages(compress as ParquetCompression, facts);
  if (arrow !== undefined) return openArrow({ compress: compress as ArrowCompression, ...leveled }, arrow, facts);
  const codec = CODECS[compress as CodecName].open({
    ...leveled,
    ...(framing && { framing }),
    ...(frames && { frames }),
  });
  return csvHeader === undefined ? codec : withHeader(codec, csvHeader);
}

/** Returns the codec that a file name's ending selects; "none" if the ending belongs to no codec. */
export function codecOfName(file: string): CodecName {
  const names = Object.keys(CODECS) as CodecName[];
  return names.find((name) => name !== "none" && file.endsWith(CODECS[name].ending)) ?? "none";
}
