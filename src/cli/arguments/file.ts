import { UsageError } from "../../system/errors.ts";
import { readAtMost } from "../../system/read-at-most.ts";

const MOST_BYTES = 65_536;

function readArguments(path: string): string {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(path, MOST_BYTES);
  } catch (error) {
    throw new UsageError(
      `@${path}: cannot be read (${(error as Error).message}); name a file with arguments, or write ./@... for an output file of that name`,
    );
  }
  if (bytes !== undefined) return bytes.toString();
  throw new UsageError(`@${path}: has more than ${MOST_BYTES} bytes; name a file with the arguments of one command`);
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
