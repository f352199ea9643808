import { createHash } from "node:crypto";
import type { Codec } from "../codecs/codec.ts";
import type { Sink } from "../destinations/sink.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { Batch, Outcome, Output } from "./batch.ts";
import { FrameFile } from "./frame-file.ts";

/** What a manifest says of one output, gathered while it is written. */
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

  finish(): ManifestFile {
    return { ...this.file, sha256: this.#hash.digest("hex") };
  }
}

/** One output: standard output, a file, a pipe or a device. */
export class StreamOutput implements Output {
  readonly isComplete = false;
  /** Of a file that is one frame. */
  readonly outcome: (() => Outcome) | undefined;
  readonly #record: Record | undefined;
  readonly #frame: FrameFile | undefined;
  #packedBytes = 0;
  #events = 0;
  #hasBegun = false;

  /**
   * @param codec says what a file begins and ends with
   * @param recording where a manifest is wanted: the output's name in it, and who counts the events
   */
  constructor(
    private readonly sink: Sink,
    private readonly codec: Pick<Codec, "fileStart" | "fileEnd" | "emptyFile" | "openFrame">,
    private readonly recording?: {
      name: string;
      startMs: number;
      count: (batch: Batch) => void;
      onFinished: (file: ManifestFile) => Promise<void>;
    },
  ) {
    if (recording !== undefined) this.#record = new Record(recording.name, recording.startMs, recording.count);
    const { openFrame } = codec;
    if (openFrame === undefined) return;
    this.#frame = new FrameFile(openFrame, sink, (bytes) => this.#notePacked(bytes));
    this.outcome = () => ({
      made: { files: 1, events: this.#events, bytes: this.#packedBytes },
      kept: { files: 0, events: 0, bytes: 0 },
    });
  }

  /** A manifest's hash needs the bytes, in order, and its totals the events; a frame needs all bytes. */
  get descriptor(): number | undefined {
    return this.#record === undefined && this.#frame === undefined ? this.sink.descriptor : undefined;
  }

  get packedBytes(): number | undefined {
    return this.#frame && this.#packedBytes;
  }

  write(batches: Batch[]): Promise<void> | void {
    const start = this.#hasBegun ? [] : this.#begin();
    for (const batch of batches) this.#record?.addBatch(batch);
    if (this.#frame !== undefined) {
      for (const { events } of batches) this.#events += events;
      return this.#frame.write(batches.map((batch) => batch.bytes));
    }
    for (const batch of batches) this.#record?.addBytes(batch.bytes);
    return this.sink.write([...start, ...batches.map((batch) => batch.bytes)]);
  }

  async finish(): Promise<void> {
    const { fileEnd, emptyFile } = this.codec;
    const last = this.#hasBegun ? fileEnd : emptyFile;
    await this.#frame?.finish();
    if (last.byteLength > 0) await this.sink.write([last]);
    this.#notePacked(last);
    await this.sink.finish();
    if (this.#record !== undefined) await this.recording?.onFinished(this.#record.finish());
  }

  abort(): void {
    this.#frame?.abort();
    this.sink.abort();
  }

  #notePacked(bytes: Uint8Array): void {
    this.#packedBytes += bytes.byteLength;
    this.#record?.addBytes(bytes);
  }

  #begin(): Uint8Array[] {
    const { fileStart } = this.codec;
    this.#hasBegun = true;
    this.#record?.addBytes(fileStart);
    return fileStart.byteLength > 0 ? [fileStart] : [];
  }
}
