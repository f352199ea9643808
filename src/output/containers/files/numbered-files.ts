import { createHash, type Hash } from "node:crypto";
import { Group } from "../../cuts.ts";
import type { Batch } from "../../formats/encoder.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { FileContainer, Outcome, RunContainer } from "../container.ts";
import { ClosingFiles } from "./closing-files.ts";
import { amountOf, type Current } from "./current.ts";
import type { Selection, SplitHooks, SplitPlan } from "./split-plan.ts";
import { groupLimitsOf, isByTimeOnly } from "./split-rules.ts";

/** Many numbered files, each complete in itself. */
export class NumberedFiles implements RunContainer {
  /** Complete files, in order. */
  readonly files: ManifestFile[];
  readonly #made = new Set<ManifestFile>();
  #current: Current | undefined;
  #nextFile: number;
  #nextEvent: number;
  #isComplete = false;
  readonly mostTakes: number | undefined;
  readonly #closing: ClosingFiles;
  /** Pending work of containers on the batches of one `take`. */
  #taking: Promise<void>[] = [];
  /** Resolves when the container of the previous file has ended. */
  #lastMade: Promise<void> = Promise.resolve();
  #packedBytes: number | undefined;

  /** @param begin the complete files that the run continues after, and the number of their events */
  constructor(
    private readonly plan: SplitPlan,
    private readonly hooks: SplitHooks,
    private readonly selection: Selection,
    begin: { files: ManifestFile[]; part: number; event: number },
  ) {
    this.files = [...begin.files];
    this.mostTakes = plan.mostWrites;
    this.#closing = new ClosingFiles(plan.mostClosing, plan.isNew);
    this.#nextFile = begin.part;
    this.#nextEvent = begin.event;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  get packedBytes(): number | undefined {
    return this.#packedBytes;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    this.#closing.check();
    for (let index = 0; index < batches.length && !this.#isComplete; ) index += this.#takeSome(batches, index);
    if (this.#taking.length > 0) return this.#whenTaken();
    return this.#closing.room;
  }

  async finish(): Promise<void> {
    this.#end();
    await this.#closing.all;
  }

  passes(second: number): void {
    if (this.#current?.group.isOverAt(second)) this.#end();
  }

  /**
   * The file under way gets its name, too, as it is. It is not among the finished ones, so that `--resume` makes it
   * again. With --no-clobber it is removed: it could not be replaced then.
   */
  async suspend(): Promise<void> {
    await this.#closing.all;
    const { file, destination, container, writing } = this.#current ?? {};
    if (file === undefined || destination === undefined || this.plan.isNew) return this.abort();
    this.#current = undefined;
    this.#made.add(file);
    await container?.finish();
    await Promise.all(writing ?? []);
    await destination.finish();
  }

  outcome = (): Outcome => {
    return { made: amountOf([...this.#made]), kept: amountOf(this.keptFiles()) };
  };

  /** Existing files that this run did not make. */
  protected keptFiles(): ManifestFile[] {
    return this.files.filter((file) => !this.#made.has(file));
  }

  abort(): void {
    this.#current?.container?.abort();
    this.#current?.destination?.abort();
    this.#closing.abort();
  }

  /** Takes the batches from `index` on that belong to one file. Returns their number. */
  #takeSome(batches: readonly Batch[], index: number): number {
    if (this.#startsFile(batches[index] as Batch, 0)) {
      this.#end();
      this.#begin(batches[index] as Batch);
      if (this.#isComplete) return 0;
    }
    const { file, group, container } = this.#current as Current;
    const taken: Batch[] = [];
    let byteLength = 0;
    do {
      const batch = batches[index + taken.length] as Batch;
      this.#account(file, batch);
      group.add(batch);
      byteLength += batch.byteLength;
      taken.push(batch);
    } while (
      index + taken.length < batches.length &&
      !this.#startsFile(batches[index + taken.length] as Batch, byteLength)
    );
    const pending = container?.take(taken);
    if (pending instanceof Promise) this.#taking.push(pending);
    return taken.length;
  }

  /** Waits until containers have taken the batches and few files wait for the disk. */
  async #whenTaken(): Promise<void> {
    await Promise.all(this.#taking.splice(0));
    await this.#closing.room;
  }

  /** @param pendingBytes bytes that the current file's container has yet to take */
  #startsFile(batch: Batch, pendingBytes: number): boolean {
    if (this.#current === undefined) return true;
    const { file, group, keptEvents, destination, container } = this.#current;
    if (keptEvents !== undefined) return file.events >= keptEvents;
    // A batch without ranges belongs to a kept file. It has no bytes, so its size cannot tell that the file ended.
    if (destination !== undefined && batch.ranges.length === 0) return true;
    return group.isOverBefore(batch, (container?.lengthIfEnded ?? 0) + pendingBytes + batch.byteLength);
  }

  #begin(batch: Batch): void {
    const { plan, selection } = this;
    const group = new Group(groupLimitsOf(plan.rules), batch.firstSecond);
    const fileNumber = isByTimeOnly(plan.rules) ? group.period : this.#nextFile;
    this.#nextFile = fileNumber + 1;
    if (fileNumber > selection.lastWanted) {
      this.#isComplete = true;
      return;
    }
    const kept = selection.kept.get(fileNumber);
    const isMade = kept === undefined && selection.isWanted(fileNumber);
    const file = this.#newFile(fileNumber, group.period);
    const hash = createHash("sha256");
    const writing = new Set<Promise<void>>();
    const opened = isMade
      ? this.#open(file, hash, writing)
      : { destination: undefined, container: this.#openMeasure(kept) };
    this.#current = { file, group, hash, writing, ...opened, keptEvents: kept?.events };
  }

  #open(file: ManifestFile, hash: Hash, writing: Set<Promise<void>>): Pick<Current, "destination" | "container"> {
    const destination = this.plan.open(file);
    const container: FileContainer = this.plan.openContainer((ranges) => {
      for (const bytes of ranges) this.#note(file, hash, container, bytes);
      const written = destination.write(ranges);
      if (written === undefined) return;
      writing.add(written);
      // Whoever took the ranges reports an error.
      written.then(
        () => writing.delete(written),
        () => {},
      );
      return written;
    }, this.#lastMade);
    file.rawBytes = container.headerBytes ?? 0;
    return { destination, container };
  }

  /** Returns a container that only measures: the size of an unwanted file determines where it ends. */
  #openMeasure(kept: ManifestFile | undefined): FileContainer | undefined {
    if (kept !== undefined || this.plan.rules.fileBytes === Number.POSITIVE_INFINITY) return undefined;
    return this.plan.openContainer(() => {}, Promise.resolve());
  }

  #note(file: ManifestFile, hash: Hash, { passesThrough }: FileContainer, bytes: Uint8Array): void {
    hash.update(bytes);
    file.bytes += bytes.byteLength;
    if (!passesThrough) this.#packedBytes = (this.#packedBytes ?? 0) + bytes.byteLength;
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
    const { startMs, rules } = this.plan;
    const { firstPeriodEnd, firstPeriodStart, periodSeconds } = rules;
    const start = period === 0 ? firstPeriodStart : firstPeriodEnd + (period - 1) * periodSeconds;
    return this.plan.nameOf({ part: fileNumber, startMs: startMs + start * 1000 });
  }

  #account(file: ManifestFile, batch: Batch): void {
    this.hooks.count?.(batch);
    if (file.events === 0) file.firstTs = this.plan.startMs + batch.firstSecond * 1000;
    file.lastTs = this.plan.startMs + batch.lastSecond * 1000;
    file.events += batch.events;
    file.rawBytes += batch.rawBytes;
    this.#nextEvent += batch.events;
  }

  /** Ends the current file. It is closed while the next one is written. */
  #end(): void {
    if (this.#current === undefined) return;
    const { file, destination, container, hash, writing } = this.#current;
    this.#current = undefined;
    const kept = this.selection.kept.get(file.part);
    if (kept !== undefined) this.files.push(kept);
    if (destination === undefined) return;
    this.files.push(file);
    this.#made.add(file);
    const state = this.hooks.onEnd?.(file);
    const ended = container?.finish();
    const sign = () => {
      file.sha256 = hash.digest("hex");
    };
    if (ended instanceof Promise) this.#lastMade = ended.then(sign);
    else sign();
    const made =
      ended instanceof Promise || writing.size > 0
        ? Promise.all([this.#lastMade, ...writing]).then(() => {})
        : undefined;
    this.#closing.add(destination, made, () => this.hooks.onFinished?.(file, state));
  }
}
