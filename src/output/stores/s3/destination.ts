import { randomBytes } from "node:crypto";
import type { Destination } from "../../destinations/destination.ts";
import { Multipart } from "./multipart.ts";
import { MAKER, type Making, makeObject } from "./objects.ts";
import { FilledPart } from "./part.ts";
import type { PartMemory, PartSizes } from "./parts.ts";
import type { Bucket } from "./request/bucket.ts";

/** What the files of a store share. */
export interface Sending {
  bucket: Bucket;
  /** Sends what has to arrive also where the run ends. */
  lasting: Bucket;
  memory: PartMemory;
  sizes: PartSizes;
  /** Takes a file that is begun, until it `left`: it is told when the run ends. */
  entered(file: ObjectDestination): void;
  left(file: ObjectDestination): void;
  /** Takes what has to be done after a file was given up. */
  ends(ending: Promise<void>, name: string): void;
}

/**
 * An object under way. Its bytes are copied into parts; each is sent when it is full and more follows, and again where its
 * connection was cut. What fits into one part is one request.
 *
 * ```
 * write -> [part being filled] -> [part sent] [part sent] ... -> complete
 * ```
 */
export class ObjectDestination implements Destination {
  readonly #making: Making;
  readonly #ending = new AbortController();
  readonly #sent: Promise<void>[] = [];
  #multipart: Multipart | undefined;
  #part: FilledPart | undefined;
  #number = 1;
  /** Bytes before the part that is being filled. */
  #offset = 0;
  /** Buffers that are filled or sent. */
  #held = 0;
  /** Writes that wait for memory, in order. */
  #queue: Promise<void> | undefined;
  #failure: unknown;
  #isOver = false;

  constructor(
    readonly name: string,
    key: string,
    isNew: boolean,
    private readonly sending: Sending,
  ) {
    this.#making = { key, isNew, maker: randomBytes(12).toString("hex"), signal: this.#ending.signal };
    sending.entered(this);
  }

  write(ranges: Uint8Array[]): Promise<void> | void {
    if (this.#queue === undefined) {
      this.#check();
      const left = this.#fill(ranges);
      if (left.length === 0) return;
      return this.#enqueue(left);
    }
    return this.#enqueue(ranges);
  }

  /** Waits for memory, after the writes before. */
  #enqueue(ranges: Uint8Array[]): Promise<void> {
    const before = this.#queue;
    const own = (async () => {
      await before;
      let left = ranges;
      for (;;) {
        this.#check();
        left = this.#fill(left);
        if (left.length === 0) break;
        await this.sending.memory.room;
      }
    })();
    this.#queue = own;
    const forget = () => {
      if (this.#queue === own) this.#queue = undefined;
    };
    own.then(forget, forget);
    return own;
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Copies ranges into parts. Returns what there was no memory for. */
  #fill(ranges: Uint8Array[]): Uint8Array[] {
    const { memory, sizes } = this.sending;
    for (const [index, range] of ranges.entries()) {
      for (let done = 0; done < range.length; ) {
        if (this.#part?.isFull) this.#send();
        if (this.#part === undefined) {
          const buffer = memory.take(sizes.at(this.#offset, this.#number, this.name), this.#held);
          if (buffer === undefined) return [range.subarray(done), ...ranges.slice(index + 1)];
          this.#held++;
          this.#part = new FilledPart(buffer, this.sending.bucket.beginSums());
        }
        done += this.#part.add(done === 0 ? range : range.subarray(done));
      }
    }
    return [];
  }

  #send(): void {
    const part = this.#part as FilledPart;
    this.#part = undefined;
    this.#offset += part.byteLength;
    const { bucket, lasting } = this.sending;
    this.#multipart ??= new Multipart(bucket, lasting, this.#making);
    const sent = this.#multipart.send(this.#number++, part.pieces, part.end()).catch((error) => {
      this.#failure ??= error;
    });
    this.#sent.push(sent.finally(() => this.#give(part.buffer)));
  }

  #give(buffer: Buffer): void {
    this.#held--;
    this.sending.memory.give(buffer);
  }

  /** Sends the rest, and makes the name appear. */
  async finish(): Promise<void> {
    await this.#queue;
    this.#check();
    if (this.#multipart === undefined) await this.#makeWhole();
    else {
      if (this.#part !== undefined) this.#send();
      await Promise.all(this.#sent);
      this.#check();
      await this.#multipart.complete();
    }
    this.#leave();
  }

  async #makeWhole(): Promise<void> {
    const { bucket } = this.sending;
    const headers = { [MAKER]: this.#making.maker };
    const { key, signal } = this.#making;
    await makeObject(bucket, this.#making, {
      method: "PUT",
      key,
      headers,
      body: this.#part?.pieces ?? [],
      summed: this.#part?.end() ?? bucket.beginSums().end(),
      signal,
    });
  }

  #leave(): void {
    this.#isOver = true;
    if (this.#part !== undefined) this.#give(this.#part.buffer);
    this.#part = undefined;
    this.sending.left(this);
  }

  abort(): void {
    if (this.#isOver) return;
    const reason = new Error(`${this.name}: was given up`);
    this.#failure ??= reason;
    this.#ending.abort(reason);
    this.#leave();
    const multipart = this.#multipart;
    if (multipart === undefined) return;
    // A part that arrives after the upload has ended would stay: its connection ends first.
    const ending = Promise.all(this.#sent).then(() => multipart.abandon());
    this.sending.ends(ending, this.name);
  }

  /** The run ends: whoever waits for this file waits no more. What remains to be done is for `abort`. */
  interrupt(reason: unknown): void {
    this.#failure ??= reason;
    this.#ending.abort(reason);
  }
}
