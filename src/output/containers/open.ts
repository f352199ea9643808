import type { Destination } from "../destinations/destination.ts";
import { openDestination } from "../destinations/destinations.ts";
import { openError } from "../destinations/errors.ts";
import { STANDARD_OUTPUT } from "../destinations/standard-output.ts";
import { filesFolderOf } from "../manifest/path.ts";
import type { Tally } from "../manifest/tally/tally.ts";
import { writeManifest } from "../manifest/write.ts";
import { nameInManifest } from "../names/in-manifest.ts";
import { placeFor } from "../places/open.ts";
import { meetFile, meetManifest } from "../resume/existing.ts";
import { refuseOtherShares } from "../resume/other-shares.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { fileContainerOf } from "./containers.ts";
import { beginningAt } from "./files/beginning.ts";
import { openSplit } from "./files/journaled-files.ts";
import { openOnlyParts } from "./files/selected-files.ts";
import { OneOutput } from "./one-output.ts";
import { headerOf, type RunContext, type RunRequest, startMsOf } from "./run-context.ts";
import type { SplitRun, Target } from "./target.ts";

/** Lists what the output and its manifest would replace. */
function meetOne(context: RunContext): void {
  const { path, manifest } = context.output;
  if (path !== undefined) meetFile(path, context);
  if (manifest === undefined) return;
  const own = [nameInManifest(manifest, path)];
  meetManifest(manifest, { header: headerOf(context), folder: filesFolderOf(manifest), own }, context);
}

/** Opens a file of a store, or whatever a path names on this machine. */
async function openOne({ files, output, place, signal }: RunContext): Promise<Destination> {
  const { path, clobber } = output;
  if (path !== undefined && isStoreAddress(path)) return place.create(path, { isNew: !clobber });
  return await openDestination(path, { files, isNew: !clobber, signal });
}

function oneTarget(context: RunContext): Target {
  const { output, codec, settings } = context;
  meetOne(context);
  return {
    name: output.path ?? STANDARD_OUTPUT,
    beginning: beginningAt(settings.skippedSeconds ?? 0),
    isCounted: output.manifest !== undefined,
    async open(started) {
      const destination = await openOne(context);
      if (output.manifest === undefined) return new OneOutput(destination, fileContainerOf(codec));
      return new OneOutput(destination, fileContainerOf(codec), {
        name: nameInManifest(output.manifest, output.path),
        startMs: startMsOf(settings),
        count: (batch) => (started.tally as Tally).count(batch),
        onFinished: (file) => writeManifest(context, started, [file]),
      });
    },
    leave() {},
  };
}

async function findTarget(context: RunContext): Promise<Target> {
  const { split, onlyParts, kafka } = context.output;
  if (kafka !== undefined) return (await import("../kafka/target.ts")).openKafka(context);
  refuseOtherShares(context);
  if (split === undefined) return oneTarget(context);
  const target: SplitRun = { context, split };
  return onlyParts === undefined ? await openSplit(target) : await openOnlyParts(target, onlyParts);
}

/** Turns the system's error into one that says what to do. */
async function opening<T>(name: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw openError(name, error);
  }
}

/** Finds existing output. Nothing is changed until the run begins. */
export async function openTarget(request: RunRequest): Promise<Target> {
  const { split, path } = request.output;
  const place = await placeFor(request);
  const leave = (target?: Target) => {
    target?.leave();
    return place.leave();
  };
  try {
    const context = { ...request, place };
    const target = await opening(split?.template.folder ?? path ?? STANDARD_OUTPUT, () => findTarget(context));
    return {
      ...target,
      open: (started) => opening(target.name, () => target.open(started)),
      leave: () => leave(target),
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
