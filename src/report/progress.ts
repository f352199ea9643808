import type { Written } from "../output/part.ts";

/** Redrawn at most ten times a second. */
export const REDRAW_MS = 100;
export const CLEAR_LINE = "\r\x1b[K";

/** Draws over the last line, unless the terminal has not taken that one yet: it may be stopped, and then nothing is to pile up. */
export function draw(line: string): void {
  if (process.stderr.writableLength === 0) process.stderr.write(`${CLEAR_LINE}${line}`);
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

export function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toLocaleString("en-US", { maximumFractionDigits: byteLength < 1e7 ? 2 : 0 })} MB`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export interface ProgressOptions {
  /** Draw a line on standard error while the run goes on. */
  live: boolean;
  /** One line at the end. */
  summary: boolean;
  windowSeconds: number;
}

/** What a person sees of a run on standard error. */
export class Progress {
  readonly #started = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #written: Written | undefined;

  constructor(private readonly options: ProgressOptions) {}

  start(written: Written): void {
    this.#written = written;
    if (!this.options.live) return;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
    this.#timer.unref();
  }

  /** Ends the drawing; `finished` says whether the run came to its end. */
  stop(finished: boolean): void {
    clearInterval(this.#timer);
    if (this.options.live) process.stderr.write(CLEAR_LINE);
    if (finished && this.options.summary && this.#written !== undefined)
      process.stderr.write(`${this.#summary(this.#written)}\n`);
  }

  #seconds(): number {
    return Math.max(1e-3, (performance.now() - this.#started) / 1000);
  }

  #draw(): void {
    const { events, bytes, seconds } = this.#written as Written;
    const elapsed = this.#seconds();
    const share = seconds / this.options.windowSeconds;
    const left = share > 0 ? (elapsed / share) * (1 - share) : Number.POSITIVE_INFINITY;
    const parts = [
      `${(share * 100).toFixed(1)} %`,
      `${count(events)} events`,
      `${count(events / elapsed)} events/s`,
      `${megabytes(bytes / elapsed)}/s`,
      `${duration(left)} left`,
    ];
    draw(parts.join("  ").slice(0, (process.stderr.columns || 80) - 1));
  }

  #summary({ events, bytes }: Written): string {
    const elapsed = this.#seconds();
    const rates = `${count(events / elapsed)} events/s, ${megabytes(bytes / elapsed)}/s`;
    return `${count(events)} events, ${megabytes(bytes)} in ${duration(elapsed)} (${rates})`;
  }
}
