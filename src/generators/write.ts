import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { Destination } from "../output/destinations/destination.ts";
import { openDestination } from "../output/destinations/destinations.ts";

const GZIP_LEVEL = 6;
/** Lines are gathered into pieces of this size. */
const PIECE_BYTES = 262_144;

async function* gathered(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let byteLength = 0;
  for await (const line of lines) {
    kept.push(line);
    byteLength += line.length;
    if (byteLength < PIECE_BYTES) continue;
    yield Buffer.concat(kept);
    kept = [];
    byteLength = 0;
  }
  if (byteLength > 0) yield Buffer.concat(kept);
}

/** Files that are written together, and appear when all of them are whole. */
export class GeneratedFiles {
  readonly #opened: Destination[] = [];

  /** @param paths.gzip of the lines in one gzip member; @param paths.plain of the lines as they are */
  async write(lines: AsyncIterable<Buffer>, paths: { gzip: string; plain?: string }): Promise<void> {
    const packed = await this.#open(paths.gzip);
    const plain = paths.plain === undefined ? undefined : await this.#open(paths.plain);
    const gzip = createGzip({ level: GZIP_LEVEL });
    const copied = (async () => {
      for await (const piece of gzip as AsyncIterable<Buffer>) await packed.write([piece]);
    })();
    // A failure is thrown where it is awaited below.
    copied.catch(() => {});
    try {
      for await (const piece of gathered(lines)) {
        await plain?.write([piece]);
        if (!gzip.write(piece)) await Promise.race([once(gzip, "drain"), copied]);
      }
      gzip.end();
      await copied;
      for (const destination of this.#opened) await destination.finish();
      this.#opened.length = 0;
    } finally {
      gzip.destroy();
      this.abort();
    }
  }

  async #open(path: string): Promise<Destination> {
    const destination = await openDestination(path);
    this.#opened.push(destination);
    return destination;
  }

  /** Removes what is not whole. */
  abort(): void {
    for (const destination of this.#opened.splice(0)) destination.abort();
  }
}
