import { UsageError } from "../system/errors.ts";
import { shownAddress } from "../system/printable.ts";
import { hasOnlyShare } from "./names/template.ts";
import type { OutputRequest } from "./request.ts";
import { isStoreAddress } from "./stores/stores.ts";

export function hasSplitOption({ splitEvents, splitSize, splitTime }: OutputRequest): boolean {
  return splitEvents !== undefined || splitSize !== undefined || splitTime !== undefined;
}

export function hasField(path: string): boolean {
  return /[{}]/.test(path) && !hasOnlyShare(path);
}

/** Whether a run writes many files. */
export function wantsSplit(options: OutputRequest, path: string | undefined): boolean {
  return hasSplitOption(options) || (path !== undefined && hasField(path));
}

/** Throws UsageError where the files of a run cannot go into a command. */
function checkFilter({ filter, table, clobber }: OutputRequest, path: string | undefined): void {
  if (filter?.trim() === "")
    throw new UsageError(
      "--filter: the command is empty; write one that reads its standard input, such as 'gzip >$FILE.gz'",
    );
  if (filter?.includes("\0")) throw new UsageError("--filter: the command contains a null character; leave it out");
  if (path !== undefined && isStoreAddress(path))
    throw new UsageError(
      `--filter: the files go into the command, and not to ${shownAddress(path)}; name files in a folder of this machine, where the journal and the manifest shall lie`,
    );
  if (table !== undefined)
    throw new UsageError(
      `--table ${table}: its log names files in its folder, and --filter sends them elsewhere; choose one`,
    );
  if (clobber === false)
    throw new UsageError(
      "--no-clobber: what the command of --filter replaces cannot be looked up; leave --no-clobber out, and let the command refuse",
    );
}

/** Throws UsageError where options of many files contradict each other, or the output is one file. */
export function checkSplitOptions(options: OutputRequest, path: string | undefined): void {
  for (const [given, name] of [
    [options.resume === true, "--resume"],
    [options.onlyParts !== undefined, "--only-parts"],
    [options.table !== undefined, `--table ${options.table}`],
    [options.filter !== undefined, "--filter"],
  ] as const) {
    if (given && !wantsSplit(options, path))
      throw new UsageError(`${name} is for output in many files: add --split-events, --split-size or --split-time`);
  }
  if (options.resume && options.onlyParts !== undefined)
    throw new UsageError("--resume makes all files that are missing, --only-parts those that you name: choose one");
  if (options.filter !== undefined) checkFilter(options, path);
  if (options.truth !== undefined && options.onlyParts !== undefined)
    throw new UsageError("--truth lists the events of all files, --only-parts makes some of them: leave one out");
  if (options.force && options.clobber === false)
    throw new UsageError("--force replaces what is there, --no-clobber keeps it: choose one");
}
