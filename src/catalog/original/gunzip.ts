import { createGunzip } from "node:zlib";
import { UsageError } from "../../system/errors.ts";
import { Unpacker } from "../../system/unpacker.ts";

/** So many packed bytes at a time: zlib unpacks a byte to at most 1,032, so a step is never more than 17 MB. */
const STEP_BYTES = 16_384;
const CHUNK_BYTES = 65_536;

/** The file is no gzip file, or damaged. */
export class DamagedGzip extends UsageError {
  constructor(
    path: string,
    /** In words, without the path. */
    readonly what: string,
  ) {
    super(`${path}: ${what}; compare its size with the source and copy it again`);
  }
}

/**
 * Yields what a gzip file unpacks to. Throws DamagedGzip where it is none or damaged, after all that could be unpacked before.
 * @param packed valid until the next piece is asked for
 */
export async function* gunzip(path: string, packed: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacker = new Unpacker(createGunzip({ chunkSize: CHUNK_BYTES }));
  try {
    for (const bytes of packed) {
      for (let at = 0; at < bytes.length && unpacker.isOpen; at += STEP_BYTES)
        yield* await unpacker.unpack(bytes.subarray(at, at + STEP_BYTES));
      if (!unpacker.isOpen) break;
    }
    if (unpacker.isOpen) yield* await unpacker.finish();
    if (unpacker.failure !== undefined) throw new DamagedGzip(path, `is not a whole gzip file (${unpacker.failure})`);
  } finally {
    unpacker.close();
  }
}
