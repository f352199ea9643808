import { type Codec, NO_BYTES } from "../../codecs/codec.ts";
import { LZ4_PACKAGE } from "../../codecs/lz4.ts";
import { ZSTD_PACKAGE } from "../../codecs/zstd.ts";
import { openWithin } from "../columns/format.ts";
import type { FileFacts } from "../columns/shape.ts";
import type { ArrowCompression } from "./buffers.ts";
import { type ArrowContainer, ArrowFooting, type ArrowStart } from "./footing.ts";
import { END } from "./messages.ts";
import { arrowStartOf } from "./start.ts";

/** Versions of the libraries that compress buffers. */
const VERSIONS: Readonly<Record<ArrowCompression, string | undefined>> = {
  none: undefined,
  zstd: ZSTD_PACKAGE,
  lz4: LZ4_PACKAGE,
};

/**
 * The encoder compresses buffers, so that batches are written as they are.
 * @param facts for whoever writes files: schema and dictionaries are made when the first file begins
 */
export function openArrow(
  options: { compress: ArrowCompression; level?: number },
  container: ArrowContainer,
  facts?: () => FileFacts,
): Codec {
  let made: ArrowStart | undefined;
  const start = facts && (() => (made ??= arrowStartOf(facts(), options)));
  const bytesOf = () => start?.().bytes ?? NO_BYTES;
  return {
    ...openWithin(VERSIONS[options.compress]),
    get fileStart() {
      return bytesOf();
    },
    fileEnd: END,
    get emptyFile() {
      return Buffer.concat([bytesOf(), END]);
    },
    ...(container === "file" && start && { openFooting: () => new ArrowFooting(start()) }),
  };
}
