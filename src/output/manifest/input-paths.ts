import { fstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { standardOutput } from "../destinations/standard-output.ts";
import type { OutputSettings } from "../settings.ts";

/** A file that a run reads. */
export interface InputFile {
  path: string;
  /** Such as "the configuration of this run". */
  what: string;
}

/** Returns the identity of a regular file, the same under each of its names; undefined if it is not a regular file. */
function identityOf(file: string | number): string | undefined {
  try {
    const status = typeof file === "number" ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true });
    return status.isFile() ? `${status.dev} ${status.ino}` : undefined;
  } catch {
    return undefined;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return []; // the code that reads the folder reports the problem
  }
}

/** Returns the files that a run reads: its configuration, if it is a file, and all files in its data folder. */
export function inputsOf(config: string | undefined, data: string | undefined): InputFile[] {
  const files = data === undefined ? [] : filesIn(data);
  return [
    ...(config === undefined ? [] : [{ path: config, what: "the configuration of this run" }]),
    ...files.map((path) => ({ path, what: "a file of --data" })),
  ];
}

function refuse(shown: string, { path, what }: InputFile, role: string, advice: string): never {
  const which = shown === path ? "" : ` (${printable(path)})`;
  throw new UsageError(`${printable(shown)}: is ${what}${which}, and ${role} would replace it; ${advice}`);
}

function refuseSame(path: string, role: string, inputs: readonly InputFile[]): void {
  const identity = identityOf(path);
  const input = identity === undefined ? undefined : inputs.find((each) => identityOf(each.path) === identity);
  if (input !== undefined) refuse(path, input, role, `name another file for ${role}`);
}

/**
 * Refuses standard output that a shell appends to an input. A file that the shell overwrites is lost before this
 * program starts.
 */
function refuseAppending(inputs: readonly InputFile[]): void {
  const identity = identityOf(standardOutput.descriptor);
  const input = identity === undefined ? undefined : inputs.find((each) => identityOf(each.path) === identity);
  if (input !== undefined) refuse(input.path, input, "the output", "write to another file");
}

/** Checks the names of split output. A link with such a name would itself be replaced, not its target. */
function refuseName({ split }: OutputSettings, inputs: readonly InputFile[]): void {
  if (split === undefined) return;
  const { folder, matches } = split.template;
  for (const input of inputs) {
    if (identityOf(input.path) === undefined) continue;
    const names = [join(realOf(dirname(input.path)), basename(input.path)), realOf(input.path)];
    if (names.some((name) => matches(relative(realOf(folder), name))))
      refuse(input.path, input, "a file of events", "name other files, or another folder");
  }
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Throws UsageError if an output of the run would replace one of its inputs. */
export function refuseInputs(output: OutputSettings, inputs: readonly InputFile[]): void {
  const { path, split, manifest, truth } = output;
  if (manifest !== undefined) refuseSame(manifest, "the manifest", inputs);
  if (split !== undefined) refuseName(output, inputs);
  else if (path === undefined) refuseAppending(inputs);
  else refuseSame(path, "the output", inputs);
  if (truth !== undefined) refuseTruth(truth, output, inputs);
}

/** The list of what happened to events may replace neither what the run reads nor what else it writes. */
function refuseTruth(truth: string, { path, split, manifest }: OutputSettings, inputs: readonly InputFile[]): void {
  refuseBeside(truth, { option: "--truth", role: "the truth" }, inputs, [
    split === undefined ? path : undefined,
    manifest,
  ]);
  if (split?.template.matches(relative(realOf(split.template.folder), join(realOf(dirname(truth)), basename(truth)))))
    throw new UsageError(`--truth: ${printable(truth)} is the name of a file of events; name another file`);
}

/**
 * The same for a log or a trace, which is written into an existing file.
 * @param option such as -Xlog
 * @param role such as "the log"
 * @param outputs paths that the run writes
 */
export function refuseBeside(
  file: string,
  { option, role }: { option: string; role: string },
  inputs: readonly InputFile[],
  outputs: readonly (string | undefined)[],
): void {
  refuseSame(file, role, inputs);
  for (const path of outputs) {
    if (path === undefined) continue;
    const identity = identityOf(file);
    if (resolve(path) === resolve(file) || (identity !== undefined && identity === identityOf(path)))
      throw new UsageError(`${option}: ${printable(file)} is an output of the run; name another file for ${role}`);
  }
}
