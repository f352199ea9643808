import type { Codec, CodecOptions } from "./codec.ts";
import { openGzip } from "./gzip.ts";
import { openLz4 } from "./lz4.ts";
import { openNone } from "./none.ts";
import { openZstd } from "./zstd.ts";
import { openZstdFrame } from "./zstd-stream.ts";

export interface CodecEntry {
  /** The end of the names of such files, with its dot. */
  ending: string;
  /** The levels that a person may ask for; undefined where there are none. */
  levels?: { least: number; most: number; standard: number };
  /** Opens it for one thread. */
  open(options: CodecOptions): Codec;
}

/** The codecs by the names that the command line knows. */
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

/** Opens a codec for this thread. */
export function openCodec({ compress, level, framing, frames }: CodecOptions & { compress: CodecName }): Codec {
  return CODECS[compress].open({
    ...(level === undefined ? {} : { level }),
    ...(framing && { framing }),
    ...(frames && { frames }),
  });
}

/** The codec that a file's name asks for: "none" where its ending is not one of theirs. */
export function codecOfName(file: string): CodecName {
  const names = Object.keys(CODECS) as CodecName[];
  return names.find((name) => name !== "none" && file.endsWith(CODECS[name].ending)) ?? "none";
}
