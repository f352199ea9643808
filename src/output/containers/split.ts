import { createHash, type Hash } from "node:crypto";
import { dirname, join } from "node:path";
import type { FileFrame } from "../codecs/codec.ts";
import { FileSink } from "../destinations/file.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { Reached } from "../manifest/tally.ts";
import type { Amount, Batch, Outcome, Output } from "./batch.ts";
import { FrameFile } from "./frame-file.ts";
import { isByTimeOnly, periodOf, type SplitRules } from "./split-rules.ts";

/** Files that may be waiting for the disk while the next one is written. */
const MOST_CLOSING = 2;

/** What the files of a run have in common. */
export interface SplitPlan extends SplitRules {
  /** Folder that names are relative to. */
  base: string;
  /** Bytes that the codec wants at a file's start and end. */
  prologue: Uint8Array;
  epilogue: Uint8Array;
  /** Where a file is one frame. */
  openFrame?: (() => FileFrame) | undefined;
  /** No file that exists may be replaced. */
  isNew: boolean;
  /** Absolute milliseconds of the window's start. */
  startMs: number;
  nameOf(file: { part: number; startMs: number }): string;
  /** Where the file is written until it is whole. */
  partialPath(fileNumber: number): string;
}

/** What happens beside the writing. */
export interface SplitHooks {
  /** Counts a batch; absent where nobody asks for totals. */
  count?(batch: Batch): void;
  reached?(): Reached;
  /** The file is whole and under its name. `state` is what `onEnd` gave. */
  onFinished?(file: ManifestFile, state: unknown): Promise<void>;
  /** The last batch of a file has been counted, and none of the next. */
  onEnd?(file: ManifestFile): unknown;
}

/** Which files are made: others are kept, because they are there already, or not wanted. */
export interface Selection {
  /** Files that are there, by number. */
  kept: ReadonlyMap<number, ManifestFile>;
  isWanted(fileNumber: number): boolean;
  /** No file behind this number is wanted. */
  lastWanted: number;
}

interface Current {
  file: ManifestFile;
  period: number;
  /** Undefined where the file is kept or not wanted. */
  sink: FileSink | undefined;
  hash: Hash;
  frame: FrameFile | undefined;
  /** Of a file that is kept: how many events it has. */
  keptEvents: number | undefined;
}

function amountOf(files: readonly ManifestFile[]): Amount {
  const sum = (key: "events" | "bytes") => files.reduce((total, file) => total + file[key], 0);
  return { files: files.length, events: sum("events"), bytes: sum("bytes") };
}

/** Many numbered files, each complete in itself. */
export class SplitOutput implements Output {
  /** Those that are whole, in order. */
  readonly files: ManifestFile[];
  readonly #made = new Set<ManifestFile>();
  #current: Current | undefined;
  #nextFile: number;
  #nextEvent: number;
  #isComplete = false;
  /** Files that are written, and are being put on the disk. */
  readonly #closing = new Set<FileSink>();
  #lastClosing: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  /** What of the batches of one call is still going into frames. */
  #packing: Promise<void>[] = [];
  #lastPacked: Promise<void> = Promise.resolve();
  #packedBytes = 0;

  /** @param begin what the run starts behind: files that are whole, and the number of their events */
  constructor(
    private readonly fileSystem: FileSystem,
    private readonly plan: SplitPlan,
    private readonly hooks: SplitHooks,
    private readonly selection: Selection,
    begin: { files: ManifestFile[]; part: number; event: number },
  ) {
    this.files = [...begin.files];
    this.#nextFile = begin.part;
    this.#nextEvent = begin.event;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get packedBytes(): number | undefined {
    return this.plan.openFrame && this.#packedBytes;
  }

  write(batches: Batch[]): Promise<void> | void {
    if (this.#failure !== undefined) throw this.#failure;
    for (let index = 0; index < batches.length && !this.#isComplete; ) index += this.#writeSome(batches, index);
    if (this.#packing.length > 0) return this.#whenPacked();
    if (this.#closing.size > MOST_CLOSING) return this.#lastClosing;
  }

  async finish(): Promise<void> {
    this.#end();
    await this.#lastClosing;
  }

  outcome = (): Outcome => {
    return { made: amountOf([...this.#made]), kept: amountOf(this.keptFiles()) };
  };

  /** Files that are there and were not made by this run. */
  protected keptFiles(): ManifestFile[] {
    return this.files.filter((file) => !this.#made.has(file));
  }

  abort(): void {
    this.#current?.frame?.abort();
    this.#current?.sink?.abort();
    for (const sink of this.#closing) sink.abort();
  }

  /** Writes the batches from `index` on that belong to one file; gives how many. */
  #writeSome(batches: Batch[], index: number): number {
    if (this.#startsFile(batches[index] as Batch)) {
      this.#end();
      this.#begin(batches[index] as Batch);
      if (this.#isComplete) return 0;
    }
    const { file, sink, hash, frame } = this.#current as Current;
    const bytes: Uint8Array[] = [];
    let end = index;
    do {
      const batch = batches[end++] as Batch;
      this.#account(file, batch);
      if (sink !== undefined && batch.bytes.byteLength > 0) bytes.push(batch.bytes);
    } while (end < batches.length && !this.#startsFile(batches[end] as Batch));
    if (frame !== undefined) {
      this.#packing.push(frame.write(bytes));
      return end - index;
    }
    for (const each of bytes) hash.update(each);
    sink?.write(bytes);
    return end - index;
  }

  /** The batches are in their frames, and few files wait for the disk. */
  async #whenPacked(): Promise<void> {
    await Promise.all(this.#packing.splice(0));
    if (this.#closing.size > MOST_CLOSING) await this.#lastClosing;
  }

  #startsFile(batch: Batch): boolean {
    if (this.#current === undefined) return true;
    const { file, period, keptEvents, sink } = this.#current;
    if (keptEvents !== undefined) return file.events >= keptEvents;
    // What was not encoded belongs to a file that is kept; its size cannot tell that.
    if (sink !== undefined && batch.bytes.byteLength === 0) return true;
    if (file.events >= this.plan.fileEvents || periodOf(batch.firstSecond, this.plan) !== period) return true;
    const bytes = file.bytes + batch.bytes.byteLength + this.plan.epilogue.byteLength;
    return file.events > 0 && bytes > this.plan.fileBytes;
  }

  #begin(batch: Batch): void {
    const { plan, selection } = this;
    const period = periodOf(batch.firstSecond, plan);
    const number = isByTimeOnly(plan) ? period : this.#nextFile;
    this.#nextFile = number + 1;
    if (number > selection.lastWanted) {
      this.#isComplete = true;
      return;
    }
    const kept = selection.kept.get(number);
    const sink = kept === undefined && selection.isWanted(number) ? this.#open(number, period) : undefined;
    const hash = createHash("sha256");
    const file = this.#newFile(number, period);
    const frame = sink && this.#openFrame(sink, file, hash);
    this.#current = { file, period, sink, hash, frame, keptEvents: kept?.events };
    if (sink === undefined || plan.prologue.byteLength === 0) return;
    sink.write([plan.prologue]);
    hash.update(plan.prologue);
    file.bytes = plan.prologue.byteLength;
  }

  #openFrame(sink: FileSink, file: ManifestFile, hash: Hash): FrameFile | undefined {
    const { openFrame } = this.plan;
    if (openFrame === undefined) return undefined;
    const note = (bytes: Uint8Array) => {
      hash.update(bytes);
      file.bytes += bytes.byteLength;
      this.#packedBytes += bytes.byteLength;
    };
    return new FrameFile(openFrame, sink, note, this.#lastPacked);
  }

  #newFile(fileNumber: number, period: number): ManifestFile {
    const reached = this.hooks.reached?.() ?? { second: 0, skip: 0 };
    return {
      name: this.#nameOf(fileNumber, period),
      part: fileNumber,
      events: 0,
      bytes: 0,
      rawBytes: 0,
      firstEvent: this.#nextEvent,
      firstTs: 0,
      lastTs: 0,
      start: reached,
      sha256: "",
    };
  }

  #nameOf(fileNumber: number, period: number): string {
    const { startMs, firstPeriodEnd, firstPeriodStart, periodSeconds } = this.plan;
    const start = period === 0 ? firstPeriodStart : firstPeriodEnd + (period - 1) * periodSeconds;
    return this.plan.nameOf({ part: fileNumber, startMs: startMs + start * 1000 });
  }

  #open(fileNumber: number, period: number): FileSink {
    const path = join(this.plan.base, this.#nameOf(fileNumber, period));
    const newNamesIn = this.fileSystem.makeFolder(dirname(path));
    return new FileSink(path, this.fileSystem, this.plan.partialPath(fileNumber), {
      newNamesIn,
      isNew: this.plan.isNew,
    });
  }

  #account(file: ManifestFile, batch: Batch): void {
    this.hooks.count?.(batch);
    if (file.events === 0) file.firstTs = this.plan.startMs + batch.firstSecond * 1000;
    file.lastTs = this.plan.startMs + batch.lastSecond * 1000;
    file.events += batch.events;
    if (this.plan.openFrame === undefined) file.bytes += batch.bytes.byteLength;
    file.rawBytes += batch.rawBytes;
    this.#nextEvent += batch.events;
  }

  /** Ends the current file; it is closed while the next one is written. */
  #end(): void {
    if (this.#current === undefined) return;
    const { file, sink, hash, frame } = this.#current;
    this.#current = undefined;
    const kept = this.selection.kept.get(file.part);
    if (kept !== undefined) this.files.push(kept);
    if (sink === undefined) return;
    this.files.push(file);
    this.#made.add(file);
    const state = this.hooks.onEnd?.(file);
    const ended = frame?.finish().then(() => {
      file.sha256 = hash.digest("hex");
    });
    if (ended === undefined) this.#endPlain(file, sink, hash);
    else this.#lastPacked = ended;
    this.#close(sink, file, state, ended);
  }

  #endPlain(file: ManifestFile, sink: FileSink, hash: Hash): void {
    const { epilogue } = this.plan;
    if (epilogue.byteLength > 0) sink.write([epilogue]);
    file.sha256 = hash.update(epilogue).digest("hex");
    file.bytes += epilogue.byteLength;
  }

  /** @param packed resolves when the sink has all bytes of a file that is one frame */
  #close(sink: FileSink, file: ManifestFile, state: unknown, packed: Promise<void> | undefined): void {
    const before = this.#lastClosing;
    this.#closing.add(sink);
    this.#lastClosing = (async () => {
      if (packed !== undefined) await packed;
      await Promise.all([sink.finish(), before]);
      await this.hooks.onFinished?.(file, state);
      this.#closing.delete(sink);
    })();
    this.#lastClosing.catch((error: Error) => {
      this.#failure = error;
    });
  }
}
