import { STANDARD_OUTPUT } from "../../system/print.ts";
import { openError } from "../destinations/errors.ts";
import { openSink } from "../destinations/open.ts";
import { filesFolderOf } from "../manifest/path.ts";
import type { Tally } from "../manifest/tally.ts";
import { writeManifest } from "../manifest/write.ts";
import { meetFile, meetManifest } from "../resume/existing.ts";
import { refuseOtherShares } from "../resume/other-shares.ts";
import { nameInManifest } from "../settings.ts";
import type { Output } from "./batch.ts";
import { type Beginning, FROM_START } from "./beginning.ts";
import { headerOf, type RunContext, type Started, startMsOf } from "./run-context.ts";
import { openOnlyParts, openSplit, type SplitTarget } from "./split-target.ts";
import { StreamOutput } from "./stream.ts";

/** Where a run's events will go; known before its memory is. */
export interface Target {
  /** For messages: a file, the folder of many, or "standard output". */
  readonly name: string;
  readonly beginning: Beginning;
  /** Whether the events are to be counted. */
  readonly isCounted: boolean;
  open(started: Started): Promise<Output>;
  /** The run ends without having opened the output, or after it. Safe more than once. */
  leave(): void;
}

/** What the output and its manifest would replace. */
function meetStream(context: RunContext): void {
  const { path, manifest } = context.output;
  if (path !== undefined) meetFile(path, context);
  if (manifest === undefined) return;
  const own = [nameInManifest(manifest, path)];
  meetManifest(manifest, { header: headerOf(context), folder: filesFolderOf(manifest), own }, context);
}

function streamTarget(context: RunContext): Target {
  const { files, output, codec, settings } = context;
  meetStream(context);
  return {
    name: output.path ?? STANDARD_OUTPUT,
    beginning: FROM_START,
    isCounted: output.manifest !== undefined,
    async open(started) {
      const sink = await openSink(files, output.path, !output.clobber);
      if (output.manifest === undefined) return new StreamOutput(sink, codec);
      return new StreamOutput(sink, codec, {
        name: nameInManifest(output.manifest, output.path),
        startMs: startMsOf(settings),
        count: (part) => (started.tally as Tally).count(part),
        onFinished: (file) => writeManifest(context, started, [file]),
      });
    },
    leave() {},
  };
}

async function findTarget(context: RunContext): Promise<Target> {
  const { split, onlyParts } = context.output;
  refuseOtherShares(context);
  if (split === undefined) return streamTarget(context);
  const target: SplitTarget = { context, split };
  return onlyParts === undefined ? await openSplit(target) : await openOnlyParts(target, onlyParts);
}

/** What the system refuses becomes an error that says what to do. */
async function opening<T>(name: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw openError(name, error);
  }
}

/** Finds out what is there already; what is written stays untouched until the run begins. */
export async function openTarget(context: RunContext): Promise<Target> {
  const { split, path } = context.output;
  const target = await opening(split?.template.folder ?? path ?? STANDARD_OUTPUT, () => findTarget(context));
  return { ...target, open: (started) => opening(target.name, () => target.open(started)) };
}
