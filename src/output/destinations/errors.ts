import { RunError, UsageError } from "../../system/errors.ts";
import { ReaderGone } from "./destination.ts";

/** The disk has no room for the output. The caller that knows the run's progress adds how much room is missing. */
export class DiskFull extends RunError {
  /** @param advice what to do, instead of the general advice */
  constructor(
    readonly output: string,
    advice = "free some space or write elsewhere",
  ) {
    super(`${output}: the disk is full; ${advice}`);
  }
}

/** Whether an error comes from the system or a stream, rather than from this program. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && (syscall !== undefined || code.startsWith("ERR_STREAM_"));
}

function isFull({ code }: NodeJS.ErrnoException): boolean {
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Turns a write error into one that says what failed and what to do. Returns other errors unchanged. */
export function writeError(name: string, error: unknown): unknown {
  if (!isOfSystem(error)) return error;
  if (error.code === "EPIPE") return new ReaderGone();
  return isFull(error) ? new DiskFull(name) : new RunError(`${name}: could not write (${error.message})`);
}

/** The same for errors before anything is written, when the user can still choose another place. */
export function openError(name: string, error: unknown): unknown {
  if (!isOfSystem(error)) return error;
  if (isFull(error)) return new DiskFull(name);
  return new UsageError(`${name}: cannot be written (${error.message}); name a file in a folder that you may write to`);
}
