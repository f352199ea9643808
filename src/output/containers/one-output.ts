import { createHash } from "node:crypto";
import type { Destination } from "../destinations/destination.ts";
import type { Batch } from "../formats/encoder.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { FileContainer, OpenFileContainer, Outcome, RunContainer } from "./container.ts";

/** Collects the manifest's values for a single output while it is written. */
class Record {
  readonly file: ManifestFile;
  readonly #hash = createHash("sha256");

  constructor(
    name: string,
    private readonly startMs: number,
    private readonly count: (batch: Batch) => void,
  ) {
    const nothing = { events: 0, bytes: 0, rawBytes: 0, firstEvent: 0, firstTs: 0, lastTs: 0, sha256: "" };
    this.file = { name, part: 0, ...nothing, start: { second: 0, skip: 0 } };
  }

  addBytes(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.file.bytes += bytes.byteLength;
  }

  addBatch(batch: Batch): void {
    this.count(batch);
    if (this.file.events === 0) this.file.firstTs = this.startMs + batch.firstSecond * 1000;
    this.file.lastTs = this.startMs + batch.lastSecond * 1000;
    this.file.events += batch.events;
    this.file.rawBytes += batch.rawBytes;
  }

  /** Notes content of the file that is in no batch. */
  addHeader(byteLength: number): void {
    this.file.rawBytes += byteLength;
  }

  finish(): ManifestFile {
    return { ...this.file, sha256: this.#hash.digest("hex") };
  }
}

/** What a manifest needs for a single output: its name there, a tally of events, and a callback at the end. */
export interface Recording {
  name: string;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  count: (batch: Batch) => void;
  onFinished: (file: ManifestFile) => Promise<void>;
}

/** A single output: standard output, a file, a pipe, a device, or anything an address names. */
export class OneOutput implements RunContainer {
  readonly isComplete = false;
  readonly mostTakes: number | undefined;
  /** Counts bytes if the container does not write ranges unchanged: the writer then cannot know their size. */
  readonly outcome: (() => Outcome) | undefined;
  readonly #record: Record | undefined;
  readonly #container: FileContainer;
  #putBytes = 0;
  #events = 0;

  constructor(
    private readonly destination: Destination,
    openContainer: OpenFileContainer,
    private readonly recording?: Recording,
  ) {
    this.mostTakes = destination.mostWrites;
    if (recording !== undefined) this.#record = new Record(recording.name, recording.startMs, recording.count);
    this.#container = openContainer((bytes) => this.#put(bytes), Promise.resolve());
    this.#record?.addHeader(this.#container.headerBytes ?? 0);
    if (this.#container.passesThrough) return;
    this.outcome = () => ({
      made: { files: 1, events: this.#events, bytes: this.#putBytes },
      kept: { files: 0, events: 0, bytes: 0 },
    });
  }

  /** Withholds the descriptor if there is a manifest: its hash needs all bytes in order, and its totals need the events. */
  get descriptor(): number | undefined {
    return this.#record === undefined && this.#container.passesThrough ? this.destination.descriptor : undefined;
  }

  get packedBytes(): number | undefined {
    return this.#container.passesThrough ? undefined : this.#putBytes;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    for (const batch of batches) {
      this.#record?.addBatch(batch);
      this.#events += batch.events;
    }
    return this.#container.take(batches);
  }

  async finish(): Promise<void> {
    await this.suspend();
    if (this.#record !== undefined) await this.recording?.onFinished(this.#record.finish());
  }

  /** Completes the output, which has no manifest then: that would claim events that are not there. */
  async suspend(): Promise<void> {
    await this.#container.finish();
    await this.destination.finish();
  }

  abort(): void {
    this.#container.abort();
    this.destination.abort();
  }

  #put(ranges: Uint8Array[]): Promise<void> | void {
    for (const bytes of ranges) {
      this.#putBytes += bytes.byteLength;
      this.#record?.addBytes(bytes);
    }
    return this.destination.write(ranges);
  }
}
