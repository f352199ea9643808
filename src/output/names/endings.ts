import { basename } from "node:path";
import { editDistance } from "../../system/nearest.ts";
import { listed, printable } from "../../system/printable.ts";
import { CODEC_ENDINGS, CODECS, type CodecName, codecOfName } from "../codecs/codecs.ts";
import { FORMATS, type FormatName, formatOfName } from "../formats/formats.ts";

/** Endings of known formats and compressions that this program does not write. */
const OTHER_FORMATS =
  "avsc bson cbor db duckdb feather h5 hdf5 html ion json5 mp mpack orc pb pickle pkl pq proto psv smile sql sqlite tsv xls xlsx xml yaml yml";
const OTHER_COMPRESSIONS =
  "7z bgz br bz bz2 bzip2 deflate gzip lz lzma lzo rar snappy sz tar tbz2 tgz txz xz z zip zlib zs zstd";
/** The nearest supported ending for some of them. */
const NEAR: Readonly<Record<string, string>> = {
  feather: ".arrow",
  mp: ".msgpack",
  mpack: ".msgpack",
  gzip: ".gz",
  bgz: ".gz",
  z: ".gz",
  zlib: ".gz",
  lz: ".lz4",
  zs: ".zst",
  zstd: ".zst",
};
const otherFormats = new Set(OTHER_FORMATS.split(" "));
const otherCompressions = new Set(OTHER_COMPRESSIONS.split(" "));

/** The usual ending of each format. */
const FORMAT_ENDINGS = Object.values(FORMATS).map(({ endings }) => endings[0] as string);

/** The format and compression that a file's name promises. Fields such as {part} do not matter. */
export interface Endings {
  /** Undefined if the name promises none. */
  format: FormatName | undefined;
  compress: CodecName;
  /** The problem to report if the name promises another format or compression than the output has. */
  formatProblem: string | undefined;
  compressProblem: string | undefined;
}

function endingOf(name: string): string {
  return /\.(\w+)$/.exec(name)?.[1] ?? "";
}

function isNearlyMsgpack(ending: string): boolean {
  return ending === "messagepack" || (ending.length >= 5 && editDistance(ending, "msgpack", 2) <= 2);
}

function isOtherFormat(ending: string): boolean {
  return otherFormats.has(ending) || isNearlyMsgpack(ending);
}

function suggestion(ending: string): string {
  const near = NEAR[ending] ?? (isNearlyMsgpack(ending) ? ".msgpack" : undefined);
  return near === undefined ? "" : ` (did you mean ${near}?)`;
}

/** Reads the endings of an output file's name, both of `events.msgpack.lz4`; "" for standard output. */
export function endingsOf(path: string): Endings {
  const name = basename(path).toLowerCase();
  const compress = codecOfName(name);
  const inner = name.slice(0, name.length - CODECS[compress].ending.length);
  const format = formatOfName(inner);
  const last = endingOf(inner);
  const isOtherCompression = otherCompressions.has(last);
  const formatEnding = isOtherCompression ? endingOf(inner.slice(0, -last.length - 1)) : last;
  const hasOtherFormat = format === undefined && isOtherFormat(formatEnding);
  return {
    format,
    compress,
    formatProblem: hasOtherFormat
      ? `${printable(path)}: the format .${formatEnding} is not supported${suggestion(formatEnding)}; use ${listed(FORMAT_ENDINGS, "or")}, ` +
        "or add --format json for JSON under this name"
      : undefined,
    compressProblem: isOtherCompression
      ? `${printable(path)}: the compression .${last} is not supported${suggestion(last)}; use ${listed(CODEC_ENDINGS, "or")}, ` +
        "or add --compress none for plain events under this name"
      : undefined,
  };
}
