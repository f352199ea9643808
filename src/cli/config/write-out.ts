import { lstatSync } from "node:fs";
import { writeWhole } from "../../output/destinations/destination.ts";
import { localPath, openDestination } from "../../output/destinations/destinations.ts";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";

/** Options of every action that writes a file. */
export interface OutOptions {
  output?: string;
  force?: boolean;
}

const isStandardOutput = (path: string | undefined): path is undefined | "-" => path === undefined || path === "-";

function refuseToReplace(path: string): never {
  throw new UsageError(`${printable(path, 1000)}: exists already; write another file, or replace it with --force`);
}

/** Throws UsageError where the output could not be written, before anything is made for it. */
export function checkOut({ output, force }: OutOptions): void {
  if (isStandardOutput(output)) {
    checkStandardOutput();
    return;
  }
  const stats = lstatSync(localPath(output), { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw new UsageError(`${printable(output, 1000)}: this is a folder; name a file in it`);
  if (stats !== undefined && !force) refuseToReplace(output);
}

/** Writes a file whole or not at all, or standard output. A file that exists is replaced with --force only. */
export async function writeOut({ output, force }: OutOptions, bytes: Uint8Array | string): Promise<void> {
  if (isStandardOutput(output)) printOut(typeof bytes === "string" ? bytes : Buffer.from(bytes).toString());
  else await writeWhole(await openDestination(output, { isNew: force !== true }), [Buffer.from(bytes)]);
}

/** Warnings of a configuration, on standard error. */
export function printWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`warning: ${printable(warning, 2000)}\n`);
}
