import { RunError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import type { Destination } from "../../destinations/destination.ts";
import type { CreateOptions, Store, StoredFile } from "../store.ts";
import { problemOfKey, shownKey } from "./address.ts";
import { ObjectDestination, type Sending } from "./destination.ts";
import { listObjects, listUploads } from "./listing.ts";
import { abortUpload } from "./multipart.ts";
import { existsNow, headOf } from "./objects.ts";
import { EVEN, GROWING, PartMemory } from "./parts.ts";
import { readObject } from "./reading.ts";
import { Bucket, type Session } from "./request/bucket.ts";
import { isR2 } from "./request/endpoint.ts";
import { S3Failure } from "./request/failures.ts";

/** What remains to be done for files that were given up takes so long at most: less where a person has ended the run. */
const ENDING_MS = 5000;
const INTERRUPTED_MS = 800;

export interface S3StoreOptions {
  signal: AbortSignal;
  /** Milliseconds from a first failure on after which a request is not sent again. */
  patienceMs?: number;
}

/** A prefix of the keys of a bucket, as a folder. */
export class S3Store implements Store {
  readonly name: string;
  readonly #bucket: Bucket;
  /** Has a signal of its own: uploads are also ended where the run is. */
  readonly #lasting: Bucket;
  readonly #lastingEnd = new AbortController();
  readonly #memory = new PartMemory();
  readonly #files = new Set<ObjectDestination>();
  readonly #endings = new Set<Promise<void>>();
  readonly #prefix: string;
  readonly #interrupt = () => {
    for (const file of this.#files) file.interrupt(this.options.signal.reason);
  };

  /** @param folder path in the bucket, without a slash at either end */
  constructor(
    private readonly session: Session,
    folder: string,
    private readonly options: S3StoreOptions,
  ) {
    this.name = shownKey(session.bucket, folder);
    this.#prefix = folder === "" ? "" : `${folder}/`;
    this.#bucket = new Bucket(session, options);
    this.#lasting = new Bucket(session, { ...options, signal: this.#lastingEnd.signal });
    options.signal.addEventListener("abort", this.#interrupt, { once: true });
  }

  /** Asks for names of a few files, so that what is wrong is known before anything is done. Throws S3Failure. */
  async check(): Promise<void> {
    const query = { "list-type": "2", prefix: `${this.#prefix}.eventsim/` };
    try {
      await this.#bucket.send({ method: "GET", key: "", query });
    } catch (error) {
      // Credentials that may only write may not list.
      if (!(error instanceof S3Failure && error.code === "AccessDenied")) throw error;
    }
  }

  async create(name: string, { isNew }: CreateOptions): Promise<Destination> {
    const key = this.#keyOf(name);
    if (isNew && (await this.#isThere(key))) throw existsNow(this.#bucket, key);
    return new ObjectDestination(shownKey(this.session.bucket, key), key, isNew, this.#sending());
  }

  async #isThere(key: string): Promise<boolean> {
    try {
      return (await headOf(this.#bucket, key)) !== undefined;
    } catch (error) {
      // Who may not look writes on the condition that nothing is there.
      if (error instanceof S3Failure && error.code === "AccessDenied") return false;
      throw error;
    }
  }

  #sending(): Sending {
    const { custom } = this.session.endpoint;
    return {
      bucket: this.#bucket,
      lasting: this.#lasting,
      memory: this.#memory,
      sizes: custom !== undefined && isR2(custom) ? EVEN : GROWING,
      entered: (file) => this.#files.add(file),
      left: (file) => this.#files.delete(file),
      ends: (ending, name) => this.#keep(ending, name),
    };
  }

  #keep(ending: Promise<void>, name: string): void {
    const told = ending.catch((error) => {
      this.session.say(
        `${name}: parts that were sent may be left in the bucket (${printable((error as Error).message)}); list them with "aws s3api list-multipart-uploads", or let a lifecycle rule remove them`,
      );
    });
    this.#endings.add(told);
    told.finally(() => this.#endings.delete(told));
  }

  async sizeOf(name: string): Promise<number | undefined> {
    const headers = await headOf(this.#bucket, this.#keyOf(name));
    return headers && Number(headers["content-length"] ?? 0);
  }

  list(): AsyncIterable<StoredFile> {
    return listObjects(this.#bucket, this.#prefix);
  }

  read(name: string, range: { start: number; end?: number } = { start: 0 }): AsyncIterable<Buffer> {
    return readObject(this.#bucket, this.#keyOf(name), range, this.options.signal);
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    await this.#bucket.send({ method: "PUT", key: this.#keyOf(name), body: [bytes] });
  }

  async remove(name: string): Promise<void> {
    try {
      await this.#bucket.send({ method: "DELETE", key: this.#keyOf(name) });
    } catch (error) {
      if (!(error instanceof S3Failure && error.code === "NoSuchKey")) throw error;
    }
  }

  async clean(isOwn: (name: string) => boolean = () => true): Promise<void> {
    try {
      for await (const { key, id } of listUploads(this.#bucket, this.#prefix))
        if (isOwn(key.slice(this.#prefix.length))) await abortUpload(this.#bucket, key, id);
    } catch (error) {
      // Parts that nobody sees cost money, but no run fails for them.
      if (!(error instanceof S3Failure && ["AccessDenied", "NotImplemented"].includes(error.code))) throw error;
      this.session.say(`${this.name}: uploads that earlier runs left cannot be looked for (${error.code})`);
    }
  }

  async close(): Promise<void> {
    const { signal } = this.options;
    const limitMs = signal.aborted ? INTERRUPTED_MS : ENDING_MS;
    const late = new RunError(`no answer within ${limitMs / 1000} s`);
    const timer = setTimeout(() => this.#lastingEnd.abort(late), limitMs);
    await Promise.all(this.#endings);
    clearTimeout(timer);
    signal.removeEventListener("abort", this.#interrupt);
    this.#bucket.close();
    this.#lasting.close();
  }

  #keyOf(name: string): string {
    const key = this.#prefix + name;
    const problem = problemOfKey(key);
    if (problem !== undefined) throw new RunError(`${shownKey(this.session.bucket, key)}: ${problem}`);
    return key;
  }
}
