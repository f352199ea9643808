import { createGunzip, type Gunzip } from "node:zlib";
import { UsageError } from "../../system/errors.ts";

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
 * Unpacks gzip step by step, with all that was whole before a damage. Read as a stream, zlib would throw away what it had unpacked
 * but not handed out, and a step that fails never calls back, so each waits for the failure as well.
 */
class Steps {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  readonly #unpacked: Buffer[] = [];
  #endStep = () => {};
  #failure: Error | undefined;

  constructor() {
    this.#gunzip.on("data", (bytes: Buffer) => this.#unpacked.push(bytes));
    this.#gunzip.on("end", () => this.#endStep());
    this.#gunzip.on("error", (error) => {
      this.#failure = error;
      this.#endStep();
    });
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  unpack(bytes: Buffer): Promise<Buffer[]> {
    return this.#step((done) => this.#gunzip.write(bytes, done));
  }

  finish(): Promise<Buffer[]> {
    return this.#step(() => this.#gunzip.end());
  }

  close(): void {
    this.#gunzip.destroy();
  }

  async #step(action: (done: () => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.#endStep = resolve;
      action(resolve);
    });
    return this.#unpacked.splice(0);
  }
}

/**
 * What a gzip file unpacks to. Throws DamagedGzip where it is none or damaged, after all that could be unpacked before.
 * @param packed valid until the next piece is asked for
 */
export async function* gunzip(path: string, packed: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const steps = new Steps();
  try {
    for (const bytes of packed) {
      for (let at = 0; at < bytes.length && steps.failure === undefined; at += STEP_BYTES)
        yield* await steps.unpack(bytes.subarray(at, at + STEP_BYTES));
      if (steps.failure !== undefined) break;
    }
    if (steps.failure === undefined) yield* await steps.finish();
    if (steps.failure === undefined) return;
    throw new DamagedGzip(path, `is not a whole gzip file (${steps.failure.message})`);
  } finally {
    steps.close();
  }
}
