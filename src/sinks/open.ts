import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  promises,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { DescriptorSink, FileSink } from "./file.ts";
import { PipeSink } from "./pipe.ts";
import type { Sink } from "./sink.ts";

const STANDARD_OUTPUT = 1;
const PERMISSION_BITS = 0o7777;

function isStream(status: Stats): boolean {
  return status.isFIFO() || status.isSocket();
}

function openStandardOutput(): Sink {
  const name = "standard output";
  return isStream(fstatSync(STANDARD_OUTPUT))
    ? new PipeSink(name, STANDARD_OUTPUT)
    : new DescriptorSink(name, STANDARD_OUTPUT);
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${path}: cannot be used as output (${(error as Error).message}); name another file`);
  }
}

/** Makes the folder and those above it. (Node's own `recursive` never returns for a folder under /proc.) */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error;
  }
}

/** The file that a symbolic link, or a chain of them, points to, whether it exists or not. */
function followLink(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? followLink(resolve(dirname(path), readlinkSync(path))) : path;
}

/** A name that no other run has, and none that was killed has left behind: in a container all have the same process id. */
function temporaryName(target: string): string {
  return join(dirname(target), `.eventsim-${randomBytes(6).toString("hex")}.partial`);
}

function openRegularFile(path: string, mode: number | undefined): Sink {
  const exists = mode !== undefined;
  try {
    // Through a symbolic link the file it points to is replaced, not the link.
    const target = exists ? realpathSync(path) : followLink(path);
    if (exists) accessSync(target, constants.W_OK);
    makeFolder(dirname(target));
    return new FileSink(target, temporaryName(target), mode);
  } catch (error) {
    throw new UsageError(
      `${path}: cannot be written (${(error as Error).message}); name a file in a folder that you may write to`,
    );
  }
}

/** Opens the output: standard output without a path; else a file, whose folder is made, or whatever stands at the path. */
export async function openSink(path: string | undefined): Promise<Sink> {
  if (path === undefined) return openStandardOutput();
  if (path === "") throw new UsageError("the output file's name is empty; leave it out for standard output");
  const status = statusOf(path);
  if (status?.isDirectory())
    throw new UsageError(`${path}: is a folder; name a file in it, such as ${join(path, "events.json")}`);
  if (status === undefined || status.isFile()) return openRegularFile(path, status && status.mode & PERMISSION_BITS);
  try {
    // A named pipe opens when somebody reads it; until then signals must be heard.
    if (isStream(status)) return new PipeSink(path, (await promises.open(path, "w")).fd);
    return new DescriptorSink(path, openSync(path, "w"));
  } catch (error) {
    throw new UsageError(`${path}: cannot be opened for writing (${(error as Error).message})`);
  }
}
