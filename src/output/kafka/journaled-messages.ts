import type { Delivery, Outcome, RunContainer } from "../containers/container.ts";
import { headerOf, type RunContext, type Started } from "../containers/run-context.ts";
import type { Batch } from "../formats/encoder.ts";
import type { Tally } from "../manifest/tally/tally.ts";
import { writeManifest } from "../manifest/write.ts";
import type { KafkaOutput } from "./output.ts";
import { type Progress, progressPath, writeProgress } from "./progress.ts";

/** What the journal of a run is written from. */
export interface Journal {
  context: RunContext;
  started: Started;
  tally: Tally;
  topic: string;
  /** Of the interrupted run that this one goes on with. */
  progress: Progress | undefined;
}

type Reached = ReturnType<Tally["reached"]>;

const START: Reached = { second: 0, skip: 0 };

/** Batches that were taken together, and the progress after them if it is to be saved. */
interface Group {
  isAcknowledged: boolean;
  progress: Progress | undefined;
}

/**
 * Counts messages, saves from time to time how far they are acknowledged, and finally writes the manifest.
 *
 * ```
 * groups     | acknowledged | acknowledged | under way | acknowledged |
 *                           ^ saved: everything before is acknowledged
 * ```
 */
export class JournaledMessages implements RunContainer {
  readonly isComplete = false;
  readonly mostTakes: number;
  readonly #groups: Group[] = [];
  readonly #counts: number[];
  #bytes: number;
  #rawBytes: number;
  #lastSnapshot = performance.now();
  #saving: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;

  private constructor(
    private readonly output: KafkaOutput,
    private readonly journal: Journal,
  ) {
    const { progress } = journal;
    this.mostTakes = output.mostTakes;
    this.#counts = [...(progress?.counts ?? output.sequences().map(() => 0))];
    this.#bytes = progress?.bytes ?? 0;
    this.#rawBytes = progress?.rawBytes ?? 0;
  }

  /**
   * Saves the producer before the first message: a broker can then tell what it has of a run that was killed. A run that
   * goes on leaves the progress as it is until there is more.
   */
  static async begin(output: KafkaOutput, journal: Journal): Promise<JournaledMessages> {
    const messages = new JournaledMessages(output, journal);
    if (journal.progress === undefined) await messages.#save(messages.#progress(START, new Uint8Array(0)));
    return messages;
  }

  take(batches: readonly Batch[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    for (const batch of batches) this.#account(batch);
    const pending = this.output.take(batches);
    const group: Group = { isAcknowledged: false, progress: this.#progressIfDue() };
    this.#groups.push(group);
    return pending.then(() => {
      group.isAcknowledged = true;
      this.#advance();
    });
  }

  async finish(): Promise<void> {
    await this.output.finish();
    await this.#saving;
    const { context, started, topic } = this.journal;
    const sizes = { events: this.#events, bytes: this.#bytes, rawBytes: this.#rawBytes };
    await writeManifest(context, started, [], { topic: { name: topic, partitions: this.#counts, ...sizes } });
    context.files.remove(this.#path);
  }

  /** Saves how far the messages are acknowledged, which is all that were taken. */
  async suspend(): Promise<void> {
    const { tally } = this.journal;
    const progress = this.#progress(tally.reached(), tally.snapshot());
    await this.output.finish();
    await this.#saving;
    await this.#save(progress);
  }

  abort(): void {
    this.output.abort();
  }

  outcome = (): Outcome => {
    const { position, bytes } = this.journal.progress ?? { position: { event: 0 }, bytes: 0 };
    const kept = { files: 0, events: position.event, bytes };
    return { made: { files: 0, events: this.#events - kept.events, bytes: this.#bytes - kept.bytes }, kept };
  };

  get delivery(): Delivery {
    return this.output.delivery;
  }

  get #events(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  get #path(): string {
    return progressPath(this.journal.context.output.manifest as string);
  }

  #account(batch: Batch): void {
    this.journal.tally.count(batch);
    for (const { partition, events, bytes } of batch.ranges) {
      this.#counts[partition] = (this.#counts[partition] as number) + events;
      this.#bytes += bytes.byteLength;
    }
    this.#rawBytes += batch.rawBytes;
  }

  #progressIfDue(): Progress | undefined {
    const { snapshotMs } = this.journal.context;
    if (performance.now() - this.#lastSnapshot < snapshotMs) return undefined;
    this.#lastSnapshot = performance.now();
    const { tally } = this.journal;
    return this.#progress(tally.reached(), tally.snapshot());
  }

  /** The progress once everything that was taken is acknowledged. */
  #progress(reached: Reached, tally: Uint8Array): Progress {
    return {
      header: headerOf(this.journal.context),
      topic: this.journal.topic,
      position: { part: 0, event: this.#events, ...reached },
      counts: [...this.#counts],
      bytes: this.#bytes,
      rawBytes: this.#rawBytes,
      ...(this.output.canResume && {
        producer: { ...this.output.producer!, sequences: this.output.sequences() },
      }),
      tally,
    };
  }

  /** Saves the progress after the last group that is acknowledged with all before it. */
  #advance(): void {
    let reached: Progress | undefined;
    while (this.#groups[0]?.isAcknowledged) reached = this.#groups.shift()?.progress ?? reached;
    if (reached === undefined) return;
    const progress = reached;
    this.#saving = this.#saving
      .then(() => this.#save(progress))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      });
  }

  #save(progress: Progress): Promise<void> {
    return writeProgress(this.journal.context.files, this.#path, progress);
  }
}
