import type { Amount, Outcome, Written } from "../../output/containers/container.ts";
import { count, duration, megabytes } from "../../system/figures.ts";
import type { LiveProgress } from "./live.ts";

/** Redrawn at most ten times a second. */
export const REDRAW_MS = 100;
export const CLEAR_LINE = "\r\x1b[K";

/** Redraws the last line, unless the terminal has not accepted that one yet: a stopped terminal must not accumulate output. */
export function draw(line: string): void {
  if (process.stderr.writableLength === 0) process.stderr.write(`${CLEAR_LINE}${line}`);
}

export interface ProgressOptions {
  /** Draw a line on standard error while the run goes on. */
  live: boolean;
  /** One line at the end. */
  summary: boolean;
  windowSeconds: number;
  /** The topic that takes the events, such as kafka://localhost:9092/events. */
  topic?: string | undefined;
}

/** A run's progress and summary on standard error. */
export class Progress {
  readonly #started = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #written: Written | undefined;
  #pace: LiveProgress | undefined;

  constructor(private readonly options: ProgressOptions) {}

  /** @param pace of a live run */
  start(written: Written, pace?: LiveProgress): void {
    this.#written = written;
    this.#pace = pace;
    if (!this.options.live) return;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
    this.#timer.unref();
  }

  /**
   * Ends the drawing; `finished` says whether the run completed.
   * @param outcome of a run into many files, of which some may have been kept
   */
  stop(finished: boolean, outcome?: Outcome): void {
    clearInterval(this.#timer);
    if (this.options.live) process.stderr.write(CLEAR_LINE);
    if (finished && this.options.summary && this.#written !== undefined)
      process.stderr.write(`${this.#summary(this.#written, outcome)}\n`);
  }

  #seconds(): number {
    return Math.max(1e-3, (performance.now() - this.#started) / 1000);
  }

  #draw(): void {
    const { topic } = this.options;
    const written = this.#written as Written;
    const parts = this.#pace?.parts(written, performance.now()) ?? this.#parts(written);
    draw([...parts, ...(topic === undefined ? [] : [topic])].join("  ").slice(0, (process.stderr.columns || 80) - 1));
  }

  #parts({ events, bytes, seconds }: Written): string[] {
    const elapsed = this.#seconds();
    // Late events arrive after the window.
    const share = Math.min(1, seconds / this.options.windowSeconds);
    const left = share > 0 ? (elapsed / share) * (1 - share) : Number.POSITIVE_INFINITY;
    return [
      `${(share * 100).toFixed(1)} %`,
      `${count(events)} events`,
      `${count(events / elapsed)} events/s`,
      `${megabytes(bytes / elapsed)}/s`,
      `${duration(left)} left`,
    ];
  }

  #summary({ events, bytes }: Written, outcome: Outcome | undefined): string {
    const { made, kept } = outcome ?? { made: { files: 1, events, bytes }, kept: { files: 0, events: 0, bytes: 0 } };
    const elapsed = this.#seconds();
    const rates = `${count(made.events / elapsed)} events/s, ${megabytes(made.bytes / elapsed)}/s`;
    const to = this.options.topic === undefined ? "" : ` to ${this.options.topic}`;
    const now = `${count(made.events)} events, ${megabytes(made.bytes)}${to}`;
    const time = `${duration(elapsed)} (${rates})`;
    if (kept.files === 0) return `${now} in ${time}`;
    const all = { files: made.files + kept.files, events: made.events + kept.events, bytes: made.bytes + kept.bytes };
    return `${now}, ${filesOf(made)} made in ${time}; kept: ${amount(kept)}; in all: ${amount(all)}`;
  }
}

function filesOf({ files }: Amount): string {
  return `${count(files)} ${files === 1 ? "file" : "files"}`;
}

function amount(of: Amount): string {
  return `${count(of.events)} events, ${megabytes(of.bytes)}, ${filesOf(of)}`;
}
