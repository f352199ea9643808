import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync } from "node:fs";
import { RunError, UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { programVersion } from "../../system/root.ts";
import type { WriteWatch } from "../writing/direct.ts";
import { TRACE_EVENTS, TraceBuffer, type TraceChannel, type TraceRecord } from "./buffer.ts";
import { MainTrace } from "./threads.ts";

/** Lines that are joined for each write. */
const PIECE_LINES = 1000;

/** Thread number in the trace: 0 is the main thread, and the workers follow. */
const MAIN = 0;

/** Opens the file without truncating it: it keeps its content until there is something to write. */
function openFile(path: string, isNew: boolean): number {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    return openSync(path, O_WRONLY | O_CREAT | (isNew ? O_EXCL : 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const shown = printable(path);
    if (code === "EEXIST")
      throw new UsageError(`--trace ${shown}: exists, and --no-clobber keeps it; name another file`);
    throw new UsageError(
      `--trace ${shown}: cannot be written (${printable(message)}); name a file in a folder that exists`,
    );
  }
}

function namesOf(threads: number): object[] {
  const pid = process.pid;
  const name = (tid: number) => (tid === MAIN ? "main" : `worker ${tid - 1}`);
  return [
    { name: "process_name", ph: "M", pid, tid: MAIN, args: { name: "eventsim" } },
    ...Array.from({ length: threads }, (_, tid) => [
      { name: "thread_name", ph: "M", pid, tid, args: { name: name(tid) } },
      { name: "thread_sort_index", ph: "M", pid, tid, args: { sort_index: tid } },
    ]).flat(),
  ];
}

/** Chrome's microseconds, to the nanosecond. */
function rounded(microseconds: number): number {
  return Math.round(microseconds * 1000) / 1000;
}

/** Returns a complete event for a step, an instant event for a moment, and a pair with an id for work that may overlap. */
function eventsOf({ kind, startUs, durationUs, values }: TraceRecord, tid: number): object[] {
  const { name, category, arguments: names } = TRACE_EVENTS[kind];
  const args = Object.fromEntries(names.map((argument, index) => [argument, values[index]]));
  const common = { name, cat: category, pid: process.pid, tid };
  const ts = rounded(startUs);
  const end = rounded(startUs + durationUs);
  if (kind === "slice") return [{ ...common, ph: "i", s: "t", ts, args }];
  if (kind !== "handed") return [{ ...common, ph: "X", ts, dur: rounded(end - ts), args }];
  const id = values[0];
  return [
    { ...common, ph: "b", id, ts, args },
    { ...common, ph: "e", id, ts: end },
  ];
}

/** Marks the place where a thread had more records than its buffer holds. */
function gap(after: TraceRecord | undefined, missing: number, tid: number): object[] {
  if (missing === 0) return [];
  const ts = rounded(after === undefined ? 0 : after.startUs + after.durationUs);
  return [{ name: "left out", cat: "trace", ph: "i", s: "t", ts, pid: process.pid, tid, args: { events: missing } }];
}

/**
 * The trace of a run. Its threads fill their buffers, and at the end all records are written as Chrome's trace events,
 * in JSON.
 */
export class TraceFile {
  readonly #descriptor: number;
  readonly #wasThere: boolean;
  readonly #channels: TraceChannel[];
  #isWritten = false;

  /**
   * Opens the file. Throws UsageError if it cannot be written.
   * @param threads number of threads, including the main thread
   * @param isNew true if no file of this name may exist
   */
  constructor(
    private readonly path: string,
    threads: number,
    isNew: boolean,
  ) {
    this.#wasThere = existsSync(path);
    this.#descriptor = openFile(path, isNew);
    const originNs = process.hrtime.bigint();
    this.#channels = Array.from({ length: threads }, () => TraceBuffer.channel(originNs, threads));
  }

  /** Receives the main thread's writes. Called on the main thread. */
  get main(): WriteWatch {
    return new MainTrace(this.#channels[MAIN] as TraceChannel);
  }

  get workers(): readonly TraceChannel[] {
    return this.#channels.slice(MAIN + 1);
  }

  /** Runs, and then writes the trace, even if the run throws or a signal ends the program. */
  async during(run: () => Promise<void>): Promise<void> {
    const atExit = () => this.#write();
    process.on("exit", atExit);
    try {
      await run();
    } catch (error) {
      this.#write();
      throw error;
    } finally {
      process.off("exit", atExit);
    }
    const failure = this.#write();
    if (failure !== undefined)
      throw new RunError(
        `--trace ${printable(this.path)}: could not be written (${printable(failure.message)}); the events are complete`,
      );
  }

  /** Writes all records so far, once. Returns the system's error if that fails. */
  #write(): Error | undefined {
    if (this.#isWritten) return undefined;
    this.#isWritten = true;
    try {
      if (this.#channels.some((channel) => !new TraceBuffer(channel).isEmpty)) this.#writeAll();
      else if (!this.#wasThere) unlinkSync(this.path); // nothing has run
      closeSync(this.#descriptor);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  #writeAll(): void {
    if (fstatSync(this.#descriptor).isFile()) ftruncateSync(this.#descriptor);
    const buffers = this.#channels.map((channel) => new TraceBuffer(channel));
    const missing = buffers.reduce((sum, buffer) => sum + buffer.missing, 0);
    const otherData = { program: `eventsim ${programVersion()}`, node: process.version, leftOut: missing };
    this.#put(`{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[\n`);
    this.#put(
      namesOf(buffers.length)
        .map((event) => JSON.stringify(event))
        .join(",\n"),
    );
    for (const [tid, buffer] of buffers.entries()) {
      const { first, last } = buffer.read();
      this.#putEvents(first, tid);
      this.#putPiece(gap(first.at(-1), buffer.missing, tid));
      this.#putEvents(last, tid);
    }
    this.#put("\n]}\n");
  }

  #putEvents(records: readonly TraceRecord[], tid: number): void {
    for (let at = 0; at < records.length; at += PIECE_LINES)
      this.#putPiece(records.slice(at, at + PIECE_LINES).flatMap((record) => eventsOf(record, tid)));
  }

  #putPiece(events: readonly object[]): void {
    this.#put(events.map((event) => `,\n${JSON.stringify(event)}`).join(""));
  }

  #put(text: string): void {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
  }
}
