import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { type Slot, Slots } from "../places/slots.ts";
import { endCommand, type Started, startReading } from "./command-input.ts";
import type { Destination } from "./destination.ts";

/** Commands that run at a time. */
const MOST_COMMANDS = 4;
/** Writes that the socket takes at a time: the ring holds them. */
export const MOST_WRITES = 4;
/** Longest wait for the end of a command that has closed its input, so that its exit code can be told. */
const EXIT_MS = 500;
/** Longest wait for the system's word on what was read, where processes that the command has left behind keep its input open. */
const UNREAD_MS = 1000;

/** How a command has ended; a text if it could not be started. */
type Exit = { code: number | null; signal: NodeJS.Signals | null } | string;

const ADVICE = "the file counts as not written; mend the cause, and repeat the command with --resume";

function isGood(exit: Exit | undefined): boolean {
  return typeof exit === "object" && exit.code === 0;
}

/** A file that is piped into a shell command. */
class FilterFile implements Destination {
  readonly mostWrites = MOST_WRITES;
  readonly #started: Promise<Started>;
  readonly #exit: Promise<Exit>;
  /** Whether the command has read all. It is known once it has ended. */
  readonly #hasReadAll: Promise<boolean>;
  #running: Started | undefined;
  #isAborted = false;

  constructor(
    readonly name: string,
    start: () => Promise<Started>,
    private readonly slot: Slot,
  ) {
    this.#started = slot.take().then(start);
    this.#exit = this.#started.then(
      (started) => this.#watch(started),
      (error: Error) => error.message,
    );
    this.#hasReadAll = this.#started.then(
      ({ socket }) => this.#watchSocket(socket),
      () => false,
    );
  }

  #watch(started: Started): Promise<Exit> {
    this.#running = started;
    if (this.#isAborted) this.abort();
    const { child } = started;
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  }

  #watchSocket(socket: Socket): Promise<boolean> {
    return new Promise((resolve) => {
      socket.on("error", () => resolve(false));
      socket.once("end", () => resolve(true));
      socket.once("close", () => resolve(false));
      socket.resume();
    });
  }

  async write(ranges: Uint8Array[]): Promise<void> {
    const socket = await this.#socket();
    if (socket.destroyed) throw await this.#failure();
    const last = ranges.length - 1;
    await new Promise<void>((resolve, reject) => {
      socket.cork();
      for (const [index, range] of ranges.entries())
        socket.write(range, (error) => {
          if (error) reject(error);
          else if (index === last) resolve();
        });
      socket.uncork();
      if (last < 0) resolve();
    }).catch(async () => {
      throw await this.#failure();
    });
  }

  async #socket(): Promise<Socket> {
    try {
      return (await this.#started).socket;
    } catch {
      throw await this.#failure();
    }
  }

  async finish(): Promise<void> {
    const socket = await this.#socket();
    socket.end();
    // A command may close its input with bytes in it that it has not read, and stay.
    const exit = await Promise.race([this.#exit, this.#unreadBytes()]);
    // The system tells of unread bytes before the end of the process, but the event loop may come to it later.
    const late = setTimeout(UNREAD_MS, true, { ref: false }).then(() => setImmediate(true));
    const hasReadAll = await Promise.race([this.#hasReadAll, late]);
    socket.destroy();
    this.slot.leave();
    if (!isGood(exit) || !hasReadAll) throw await this.#failure();
  }

  /** Resolves when the input was closed before all was read; never if all is read. */
  #unreadBytes(): Promise<undefined> {
    return new Promise((resolve) => this.#hasReadAll.then((isAll) => isAll || resolve(undefined)));
  }

  /** The command, and what it has started, is ended before it can take the end of its input for the end of the file. */
  abort(): void {
    this.#isAborted = true;
    this.slot.leave();
    if (this.#running === undefined) return;
    endCommand(this.#running.child);
    this.#running.socket.destroy();
  }

  async #failure(): Promise<RunError> {
    const exit = await Promise.race([this.#exit, setTimeout(EXIT_MS, undefined, { ref: false })]);
    this.abort();
    return new RunError(`${printable(this.name)}: the command of --filter ${describeEnd(exit)}; ${ADVICE}`);
  }
}

function describeEnd(exit: Exit | undefined): string {
  if (typeof exit === "string") return `could not be started (${printable(exit)})`;
  if (exit === undefined || exit.code === 0) return "stopped reading before the end of the file";
  return exit.signal === null ? `ended with exit code ${exit.code}` : `was ended by ${exit.signal}`;
}

/** Pipes each file of a run into a command of its own, with the name in `$FILE`, as `split --filter` does. */
export class Filters {
  readonly #folder: string;
  readonly #slots = new Slots(MOST_COMMANDS);
  #count = 0;

  constructor(private readonly command: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "eventsim-"));
  }

  /** Starts the command as soon as few enough others run. @param name relative to the folder of all files, with slashes */
  open(name: string): Destination {
    const socketPath = join(this.#folder, String(this.#count++));
    const start = () => startReading(this.command, socketPath, { ...process.env, FILE: name });
    return new FilterFile(name, start, this.#slots.next());
  }

  /** Removes what was made for the commands. Safe more than once. */
  leave(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
