import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isatty } from "node:tty";
import { UsageError } from "../../system/errors.ts";
import type { Destination, OpenOptions } from "./destination.ts";
import { openError } from "./errors.ts";
import { DescriptorDestination, FileDestination } from "./file.ts";
import type { FileSystem } from "./filesystem.ts";
import { PipeDestination } from "./pipe.ts";
import { checkStandardOutput, STANDARD_OUTPUT, standardOutput } from "./standard-output.ts";
import { TerminalDestination } from "./terminal.ts";

const PERMISSION_BITS = 0o7777;
/** Milliseconds between two checks for a reader of a named pipe. */
const READER_POLL_MS = 20;

function isStream(status: Stats): boolean {
  return status.isFIFO() || status.isSocket();
}

export function openStandardOutput(files: FileSystem): Destination {
  checkStandardOutput();
  const { descriptor } = standardOutput;
  if (isatty(descriptor)) return new TerminalDestination(STANDARD_OUTPUT, descriptor);
  return isStream(fstatSync(descriptor))
    ? new PipeDestination(STANDARD_OUTPUT, descriptor)
    : new DescriptorDestination(STANDARD_OUTPUT, files, descriptor);
}

/** Returns the status of an output's path. Throws UsageError if the path cannot be used. */
export function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${path}: cannot be used as output (${(error as Error).message}); name another file`);
  }
}

/** Returns the file that a symbolic link, or a chain of them, points to, whether or not the file exists. */
function followLink(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? followLink(resolve(dirname(path), readlinkSync(path))) : path;
}

/** A name that no other run uses or has left behind. Process ids do not suffice: containers use the same ones. */
export function temporaryName(target: string): string {
  return join(dirname(target), `.eventsim-${randomBytes(6).toString("hex")}.partial`);
}

function openRegularFile(files: FileSystem, path: string, mode: number | undefined, isNew: boolean): Destination {
  const exists = mode !== undefined;
  try {
    // Replaces the file that a symbolic link points to, not the link.
    const target = exists ? realpathSync(path) : followLink(path);
    if (exists) accessSync(target, constants.W_OK);
    const newNamesIn = files.makeFolder(dirname(target));
    return new FileDestination(target, files, temporaryName(target), { mode, newNamesIn, isNew });
  } catch (error) {
    throw openError(path, error);
  }
}

/** Opens a named pipe once it has a reader. It does not use a blocking open, which no signal could interrupt. */
async function openNamedPipe(path: string, signal: AbortSignal | undefined): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
      await setTimeout(READER_POLL_MS, undefined, { signal });
    }
  }
}

/** Opens a path: a file, whose folder is made if needed, a named pipe, a device or a terminal. */
export async function openPath(path: string, { files, isNew, signal }: OpenOptions): Promise<Destination> {
  if (path === "") throw new UsageError("the output file's name is empty; leave it out for standard output");
  const status = statusOf(path);
  if (status?.isDirectory())
    throw new UsageError(`${path}: is a folder; name a file in it, such as ${join(path, "events.json")}`);
  if (status === undefined || status.isFile())
    return openRegularFile(files, path, status && status.mode & PERMISSION_BITS, isNew);
  try {
    if (status.isFIFO()) return new PipeDestination(path, await openNamedPipe(path, signal));
    const descriptor = openSync(path, "w");
    return isatty(descriptor)
      ? new TerminalDestination(path, descriptor)
      : new DescriptorDestination(path, files, descriptor);
  } catch (error) {
    throw new UsageError(`${path}: cannot be opened for writing (${(error as Error).message})`);
  }
}
