import { closeSync, openSync, readSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";

const MOST_BYTES = 65_536;

function readArguments(path: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let count = 1; count > 0 && length < bytes.length; length += count)
      count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length > MOST_BYTES)
      throw new UsageError(
        `@${path}: has more than ${MOST_BYTES} bytes; name a file with the arguments of one command`,
      );
    return bytes.toString("utf8", 0, length);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `@${path}: cannot be read (${(error as Error).message}); name a file with arguments, or write ./@... for an output file of that name`,
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Replaces a first argument `@FILE` by the arguments in that file: words separated by spaces or line ends, without
 * any quotes, as the original's library reads them. There the file replaces all arguments; here the others follow.
 * Throws UsageError if the file cannot be read or is too large.
 */
export function expandFile(args: readonly string[]): string[] {
  const [first = "", ...others] = args;
  if (!first.startsWith("@") || first === "@") return [...args];
  const words = readArguments(first.slice(1)).split(/[ \r\n]+/);
  return [...words.filter((word) => word !== ""), ...others];
}
