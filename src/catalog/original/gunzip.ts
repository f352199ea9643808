import { createGunzip } from "node:zlib";
import { UsageError } from "../../system/errors.ts";
import { Unpacker } from "../../system/unpacker.ts";

/** Packed bytes of a step: zlib unpacks a byte to at most 1,032, so a step's result never exceeds 17 MB. */
const STEP_BYTES = 16_384;
const CHUNK_BYTES = 65_536;

/** The file is damaged or not a gzip file. */
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
 * Yields the contents of a gzip file. Throws DamagedGzip if the file is damaged or not gzip, after yielding everything before
 * the damage.
 * @param packed pieces, each valid until the next one is requested
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
