import { RunError, UsageError } from "../../system/errors.ts";
import { ReaderGone } from "./destination.ts";

/** The disk has no room for the output. Whoever knows how far the run had come says what it needs. */
export class DiskFull extends RunError {
  /** @param advice what to do, in place of the general advice */
  constructor(
    readonly output: string,
    advice = "free some space or write elsewhere",
  ) {
    super(`${output}: the disk is full; ${advice}`);
  }
}

/** An error of the system or of a stream, and not one that was made of it before, or a fault of this program. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && (syscall !== undefined || code.startsWith("ERR_STREAM_"));
}

function isFull({ code }: NodeJS.ErrnoException): boolean {
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Says what failed and what to do, for the errors that writing meets; others stay as they are. */
export function writeError(name: string, error: unknown): unknown {
  if (!isOfSystem(error)) return error;
  if (error.code === "EPIPE") return new ReaderGone();
  return isFull(error) ? new DiskFull(name) : new RunError(`${name}: could not write (${error.message})`);
}

/** The same for what happens before anything is written: then another place can be named. */
export function openError(name: string, error: unknown): unknown {
  if (!isOfSystem(error)) return error;
  if (isFull(error)) return new DiskFull(name);
  return new UsageError(`${name}: cannot be written (${error.message}); name a file in a folder that you may write to`);
}
