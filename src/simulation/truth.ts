import { startMsOf } from "../output/containers/run-context.ts";
import type { FileSystem } from "../output/destinations/filesystem.ts";
import { TruthFile } from "../output/truth/file.ts";
import type { TruthJob } from "../workers/disorder/truth.ts";
import type { Inputs } from "./inputs.ts";
import type { Opened } from "./open.ts";

/** Opens the list of what happens to events, if it is wanted. */
export function openTruth({ output }: Inputs, files: FileSystem): TruthFile | undefined {
  return output.truth === undefined ? undefined : new TruthFile(output.truth, files, !output.clobber);
}

/** What the workers need to write that list. */
export function truthJobOf(
  { plan, population }: Opened,
  { settings }: Inputs,
  { descriptor, path }: TruthFile,
): TruthJob | undefined {
  const { offset, stride } = population;
  const firstUserId = settings.firstUserId + offset;
  return plan.disorder && { descriptor, path, plan: plan.disorder, startMs: startMsOf(settings), firstUserId, stride };
}
