import { openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";
import { UsageError } from "../../system/errors.ts";
import type { LogSettings } from "../../system/machine.ts";

const STANDARD_ERROR = 2;

/** State that all threads of a run share to write one log. */
export interface LogChannel {
  settings: LogSettings;
  descriptor: number;
  /** When the process started, in milliseconds since 1970. */
  startMs: number;
  /** Number of collections so far. */
  collections: Int32Array;
}

/** Opens the log's file. Throws UsageError if it cannot be written. */
export function openLog(settings: LogSettings): LogChannel {
  const { file } = settings;
  const startMs = performance.timeOrigin;
  const collections = new Int32Array(new SharedArrayBuffer(4));
  if (file === undefined) return { settings, descriptor: STANDARD_ERROR, startMs, collections };
  try {
    // Every line is one append, so that lines of several threads do not mix.
    return { settings, descriptor: openSync(file, "a"), startMs, collections };
  } catch (error) {
    throw new UsageError(
      `-Xlog: ${file} cannot be written (${(error as Error).message}); name a file in a folder that exists`,
    );
  }
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Writes lines in the JVM's unified format: `[0.123s][info][gc] text`. */
export class Log {
  readonly #tags: ReadonlySet<string>;

  constructor(readonly channel: LogChannel) {
    this.#tags = new Set(channel.settings.tags);
  }

  has(tags: string): boolean {
    return this.#tags.has(tags);
  }

  /** @param tags such as "gc,slice"; the line is written only if one of them is selected */
  write(tags: string, text: string): void {
    if (!this.has(tags)) return;
    const { settings, descriptor } = this.channel;
    const decorations = settings.decorators.map((name) => `[${this.#decoration(name, tags)}]`).join("");
    try {
      writeSync(descriptor, `${decorations}${decorations === "" ? "" : " "}${text}\n`);
    } catch {
      // The log's reader may have closed it; the run continues for the events' reader.
    }
  }

  #decoration(name: string, tags: string): string {
    const upMs = nowMs() - this.channel.startMs;
    switch (name) {
      case "uptime":
        return `${(upMs / 1000).toFixed(3)}s`;
      case "uptimemillis":
        return `${Math.floor(upMs)}ms`;
      case "timemillis":
        return `${Math.floor(nowMs())}ms`;
      case "time":
      case "utctime":
        return new Date(nowMs()).toISOString().replace("Z", "+0000");
      case "hostname":
        return hostname();
      case "pid":
        return String(process.pid);
      case "tid":
        return String(threadId);
      case "level":
        return "info";
      default:
        return tags;
    }
  }
}

/** Formats a size as a JVM's log does: `4M`. */
export function inM(byteLength: number): string {
  return `${Math.round(byteLength / 2 ** 20)}M`;
}
