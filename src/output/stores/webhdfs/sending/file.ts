import { RunError } from "../../../../system/errors.ts";
import type { Destination } from "../../../destinations/destination.ts";
import { HttpFailure } from "../../http/failures.ts";
import { Patience } from "../../http/patience.ts";
import { AnsweredEarly, type Upload } from "../../http/upload.ts";
import { RemoteFailure } from "../access/failures.ts";
import { canPass } from "../access/name-nodes.ts";
import type { HdfsFiles } from "./files.ts";
import { isSuccess } from "./files.ts";
import { KeptBytes } from "./kept-bytes.ts";

/** Pieces that are handed to the system before the first of them is taken. */
const MOST_PIECES = 4;
const MOST_WRITES = 8;

/**
 * A file of HDFS that is being written under a temporary name. HTTP says nothing of a body before its end, so the last bytes
 * are kept, and sent again after a cut: in a new file if all are there, else appended to those that HDFS has.
 */
export class HdfsFile implements Destination {
  readonly name: string;
  readonly mostWrites = MOST_WRITES;
  readonly #kept = new KeptBytes();
  readonly #patience: Patience;
  #writes: Promise<void> = Promise.resolve();
  #sending: Promise<void> | undefined;
  #upload: Upload | undefined;
  /** Bytes that the system has taken for the current connection, and those that it had taken at the last failure. */
  #sent = 0;
  #sentAtFailure = 0;
  #hasBegun = false;
  #isEnded = false;
  readonly #abortion = new AbortController();
  #failure: unknown;
  #wake = () => {};

  constructor(
    private readonly path: string,
    private readonly finalPath: string,
    private readonly isNew: boolean,
    private readonly files: HdfsFiles,
  ) {
    this.name = files.shown(finalPath);
    const { signal, patienceMs } = files.options;
    this.#patience = new Patience({
      signal: AbortSignal.any([signal, this.#abortion.signal]),
      canPass,
      ...(patienceMs !== undefined && { patienceMs }),
      onFailure: (error, failures) => files.onFailure(path, error, failures),
    });
  }

  /** Resolves when the bytes are copied: they can be sent again. */
  write(ranges: Uint8Array[]): Promise<void> {
    this.#writes = this.#writes.then(() => this.#take(ranges));
    this.#writes.catch(() => {});
    return this.#writes;
  }

  async finish(): Promise<void> {
    await this.#writes;
    this.#isEnded = true;
    this.#start();
    this.#wake();
    await this.#sending;
    this.#check();
    await this.files.complete(this.path, this.finalPath, { isNew: this.isNew, length: this.#kept.written });
  }

  abort(): void {
    if (this.#isAborted) return;
    this.#abortion.abort();
    this.#upload?.destroy();
    this.#wake();
    // What is sent last may begin the file.
    const remove = () => this.files.discard(this.path);
    if (this.#sending === undefined) remove();
    else this.#sending.then(remove, remove);
  }

  get #isAborted(): boolean {
    return this.#abortion.signal.aborted;
  }

  async #take(ranges: readonly Uint8Array[]): Promise<void> {
    this.#start();
    for (const range of ranges) {
      for (let at = 0; at < range.byteLength; ) {
        this.#check();
        if (!this.#kept.hasRoom(this.#sent)) await this.#event();
        else at += this.#kept.append(at === 0 ? range : range.subarray(at), this.#sent);
      }
    }
    this.#wake();
  }

  /** Throws why nothing can be written any more. */
  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isAborted) throw new RunError(`${this.name}: was given up`);
  }

  /** Resolves when there is room, something to send, or an end. */
  #event(): Promise<void> {
    const before = this.#wake;
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = () => {};
        before();
        resolve();
      };
    });
  }

  #start(): void {
    this.#sending ??= this.#send().catch((error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  /** Sends all that is written until the end, over as many connections as it takes. */
  async #send(): Promise<void> {
    for (;;) {
      try {
        const upload = await this.#connect();
        await this.#sendKept(upload);
        this.#abortion.signal.throwIfAborted();
        return await this.#confirm(upload);
      } catch (error) {
        this.#upload?.destroy();
        if (this.#isAborted) return;
        await this.#pause(this.#meant(error));
      }
    }
  }

  async #connect(): Promise<Upload> {
    // Small files begin anew: that needs no lease of a data node that may be gone.
    const isAnew = !this.#hasBegun || this.#kept.start === 0;
    const length = isAnew ? 0 : await this.files.settle(this.path);
    if (length > this.#kept.written) throw this.#foreign(length);
    if (length < this.#kept.start)
      throw new RunError(
        `${this.name}: a data node has lost ${this.#kept.written - length} bytes that it had taken, of which the last ${this.#kept.written - this.#kept.start} are kept here; write the file again (--resume does, in a split run)`,
      );
    this.#upload = await (isAnew ? this.files.begin(this.path) : this.files.append(this.path));
    this.#hasBegun = true;
    this.#sent = length;
    return this.#upload;
  }

  async #sendKept(upload: Upload): Promise<void> {
    const underWay: Promise<void>[] = [];
    let at = this.#sent;
    while (!this.#isAborted) {
      const piece = this.#kept.piece(at, this.#isEnded);
      if (piece === undefined) {
        if (this.#isEnded) break;
        await this.#event();
        continue;
      }
      at += piece.length;
      const taken = upload.write([piece]).then(() => this.#taken(piece.length));
      taken.catch(() => {});
      underWay.push(taken);
      if (underWay.length >= MOST_PIECES) await underWay.shift();
    }
    await Promise.all(underWay);
  }

  #taken(count: number): void {
    this.#sent += count;
    this.#wake();
  }

  /** Waits for the answer, and believes no more than the length that the name node says. */
  async #confirm(upload: Upload): Promise<void> {
    const answer = await upload.end();
    if (!isSuccess(answer)) throw RemoteFailure.of(this.name, answer);
    const length = (await this.files.lengthOf(this.path)) ?? 0;
    if (length > this.#kept.written) throw this.#foreign(length);
    if (length < this.#kept.written)
      throw new HttpFailure("cut", this.name, `only ${length} of ${this.#kept.written} bytes have arrived`);
  }

  #foreign(length: number): RunError {
    return new RunError(
      `${this.name}: the file has ${length} bytes under its temporary name, and ${this.#kept.written} were written: another program writes it, too; end that one and start again`,
    );
  }

  #meant(error: unknown): unknown {
    return error instanceof AnsweredEarly ? RemoteFailure.of(this.name, error.answer) : error;
  }

  async #pause(error: unknown): Promise<void> {
    // A file that goes on from failure to failure has all the time it needs.
    if (this.#sent > this.#sentAtFailure) this.#patience.reset();
    this.#sentAtFailure = Math.max(this.#sent, this.#sentAtFailure);
    await this.#patience.wait(error);
  }
}
