import { UsageError } from "../system/errors.ts";
import { listed, printable } from "../system/printable.ts";
import { AVRO_CODECS } from "./codecs/avro.ts";
import {
  CODECS,
  type CodecEntry,
  type CodecName,
  type Compression,
  isOfFiles,
  LEVELED_CODECS,
} from "./codecs/codecs.ts";
import { canStreamZstd, HIGHEST_STREAM_LEVEL } from "./codecs/zstd-stream.ts";
import { ARROW_COMPRESSIONS } from "./formats/arrow/buffers.ts";
import type { Format } from "./formats/format.ts";
import { FORMATS, type FormatName } from "./formats/formats.ts";
import { PARQUET_COMPRESSIONS } from "./formats/parquet/codecs.ts";
import { endingsOf } from "./names/endings.ts";
import { type Encoding, type OutputRequest, PLAIN_JSON } from "./request.ts";

/** Returns the requested or default level; undefined if the codec has no levels. */
export function levelOf(compress: Compression, wanted: number | undefined): number | undefined {
  const codec = compress === "auto" ? "zstd" : compress;
  const { levels }: Partial<CodecEntry> = isOfFiles(codec) ? CODECS[codec] : {};
  if (wanted === undefined || levels === undefined) {
    if (wanted === undefined) return levels?.standard;
    const names = LEVELED_CODECS.map(({ name }) => name);
    throw new UsageError(`--compress-level ${wanted}: only ${listed(names, "and")} have levels; leave it out`);
  }
  const { least, most } = levels;
  if (wanted >= least && wanted <= most) return wanted;
  throw new UsageError(`--compress-level ${wanted}: the levels of ${compress} are ${least} to ${most}`);
}

/** Returns how many frames a zstd file has; undefined for other codecs. Refuses one frame where it is impossible. */
function framesOf({ zstdFrames, splitSize }: OutputRequest, compress: Compression, level: number | undefined) {
  if (compress !== "zstd") {
    if (zstdFrames === undefined) return undefined;
    throw new UsageError(`--zstd-frames ${zstdFrames}: the output is not compressed with zstd; add --compress zstd`);
  }
  if (zstdFrames !== "one") return "many";
  if (!canStreamZstd())
    throw new UsageError(
      `--zstd-frames one: Node ${process.version} cannot write it; use Node 22.15 or later, ` +
        "or leave it out and pipe the events into zstd: eventsim ... | zstd -o events.json.zst",
    );
  if (splitSize !== undefined)
    throw new UsageError(
      "--zstd-frames one: the size of a frame is known only when it ends, too late for --split-size; " +
        "end files with --split-events or --split-time, or use --zstd-frames many",
    );
  if (level !== undefined && level > HIGHEST_STREAM_LEVEL)
    throw new UsageError(
      `--zstd-frames one: at --compress-level ${level} it would take up to a gigabyte of memory, for readers as well; ` +
        `use at most ${HIGHEST_STREAM_LEVEL}, or --zstd-frames many`,
    );
  return "one";
}

/** How files compress that do so inside: readers take no compressed file, no other codecs, and no frames of ours. */
interface Inside {
  /** With its article. */
  file: string;
  /** What is compressed alone. */
  unit: string;
  codecs: readonly string[];
  /** For messages: what cannot have another codec, and what the format calls its own. */
  whole: string;
  ownNames?: string;
}

const INSIDE: Partial<Record<FormatName, Inside>> = {
  avro: {
    file: "an Avro file",
    unit: "block",
    codecs: Object.keys(AVRO_CODECS),
    whole: "an Avro file",
    ownNames: `, which are Avro's codecs ${listed(
      Object.values(AVRO_CODECS).map(({ name }) => name),
      "and",
    )}`,
  },
  parquet: { file: "a Parquet file", unit: "page", codecs: PARQUET_COMPRESSIONS, whole: "the pages of a Parquet file" },
  arrow: { file: "an Arrow file", unit: "buffer", codecs: ARROW_COMPRESSIONS, whole: "the buffers of an Arrow file" },
};

/** @param named the codec that the path's ending promises */
function refuseInside(
  { compress, zstdFrames }: OutputRequest,
  path: string | undefined,
  named: CodecName,
  { file, unit, codecs, whole, ownNames = "" }: Inside,
): void {
  if (named !== "none")
    throw new UsageError(
      `${printable(path ?? "")}: ${file} is not compressed as a whole but ${unit} by ${unit}, and readers expect no ` +
        `${CODECS[named].ending}; leave the ending out${codecs.includes(named) ? ` and add --compress ${named}` : ""}`,
    );
  if (compress !== undefined && !codecs.includes(compress))
    throw new UsageError(`--compress ${compress}: ${whole} cannot have it; use ${listed(codecs, "or")}${ownNames}`);
  if (zstdFrames !== undefined)
    throw new UsageError(`--zstd-frames ${zstdFrames}: each ${unit} of ${file} is compressed alone; leave it out`);
}

/** Refuses codecs that only the inside of a file can have. */
function refuseOutside(compress: Compression): void {
  if (compress === "auto")
    throw new UsageError("--compress auto: only the pages of a Parquet file can have it; add --format parquet");
  if (!isOfFiles(compress))
    throw new UsageError(
      `--compress ${compress}: only the blocks of an Avro file and the pages of a Parquet file can have it; ` +
        "add --format avro or --format parquet",
    );
}

/** Only a name that ends in .arrow promises a footer; a stream can be read from its start, as programs read pipes. */
function isArrowFile(path: string | undefined): boolean {
  return path?.toLowerCase().endsWith(".arrow") === true;
}

const MOST_NULL_LENGTH = 64;

/** Returns the text of null; undefined for the empty one. Refuses what a reader of CSV would take for something else. */
export function csvNullOf({ csvNull }: OutputRequest, format: FormatName): string | undefined {
  if (csvNull === undefined) return undefined;
  if (format !== "csv") throw new UsageError("--csv-null: the output is not CSV; add --format csv");
  if (csvNull.length > MOST_NULL_LENGTH)
    throw new UsageError(`--csv-null: ${csvNull.length} characters; at most ${MOST_NULL_LENGTH} are possible`);
  if (/[",\p{Cc}\p{Cs}]/u.test(csvNull))
    throw new UsageError(
      "--csv-null: null is written without quotes, so the text must have no quote, comma or control character; use NULL or \\N",
    );
  return csvNull === "" ? undefined : csvNull;
}

/** Fills what names and options leave open. Throws UsageError where they contradict each other. */
export function resolveEncoding(options: OutputRequest, path: string | undefined): Encoding {
  const named = endingsOf(path ?? "");
  const problems = [
    options.format === undefined ? named.formatProblem : undefined,
    options.compress === undefined ? named.compressProblem : undefined,
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  const format = options.format ?? named.format ?? PLAIN_JSON.format;
  const compress = options.compress ?? (format === "parquet" ? "auto" : named.compress);
  const inside = INSIDE[format];
  if (inside === undefined) refuseOutside(compress);
  else refuseInside(options, path, named.compress, inside);
  const { rows }: Format = FORMATS[format];
  if (compress === "lz4" && rows !== undefined && rows.lz4 === undefined)
    throw new UsageError(`--format ${format} cannot be compressed with lz4; use --compress zstd or gzip`);
  const csvNull = csvNullOf(options, format);
  const level = levelOf(compress, options.compressLevel);
  if (options.lz4Framing !== undefined && (compress !== "lz4" || inside !== undefined))
    throw new UsageError(
      `--lz4-framing ${options.lz4Framing}: the output is not compressed with lz4; add --compress lz4`,
    );
  const frames = inside === undefined ? framesOf(options, compress, level) : undefined;
  return {
    format,
    compress,
    ...(level === undefined ? {} : { level }),
    framing: options.lz4Framing ?? "frame",
    ...(frames && { frames }),
    ...(format === "parquet" && { parquet: true }),
    ...(format === "arrow" && { arrow: isArrowFile(path) ? "file" : "stream" }),
    ...(csvNull === undefined ? {} : { csvNull }),
  };
}
