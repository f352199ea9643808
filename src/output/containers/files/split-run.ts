import { RunError } from "../../../system/errors.ts";
import { damaged, type Manifest, readManifest } from "../../manifest/manifest.ts";
import { manifestOf, oldManifestIn } from "../../manifest/path.ts";
import { inFolder } from "../../places/paths.ts";
import { type Known, problemOfEntry, problemOfPlaces } from "../../resume/earlier.ts";
import { Journal, stateFolderOf } from "../../resume/journal.ts";
import { checkSame, type SameOption } from "../../resume/same.ts";
import { fileContainerOf } from "../containers.ts";
import { headerOf, startMsOf } from "../run-context.ts";
import type { SplitRun } from "../target.ts";
import type { SplitPlan } from "./split-plan.ts";

export function planOf({ context, split }: SplitRun, journal: Journal): SplitPlan {
  const { template, rules } = split;
  const { place, output } = context;
  return {
    rules,
    openContainer: fileContainerOf(context.codec),
    isNew: !output.clobber,
    startMs: startMsOf(context.settings),
    nameOf(file) {
      const problem = template.outgrown(file.part);
      if (problem !== undefined) throw new RunError(problem);
      return template.nameOf(file);
    },
    open: ({ name, part }) =>
      place.openEvents?.(name) ??
      place.create(inFolder(template.folder, name), { temporary: journal.partialPath(part), isNew: !output.clobber }),
    mostClosing: place.mostClosing,
    ...(place.mostWrites === undefined ? {} : { mostWrites: place.mostWrites }),
  };
}

export function knownOf({ context, split }: SplitRun): Known {
  const { settings, engine } = context;
  return { header: headerOf(context), split, settings, endsWithWindow: engine.endsWithWindow };
}

/** Returns the manifest that an earlier run of the same command left in the folder, if any. */
export function earlierManifest(target: SplitRun, option: SameOption): Manifest | undefined {
  const path = earlierPath(target);
  if (path === undefined) return undefined;
  const manifest = readManifest(path, target.context.place);
  checkSame(path, manifest, headerOf(target.context), option);
  const known = knownOf(target);
  const problems = manifest.files.map((file, index) => problemOfEntry(`files[${index}]`, file, known));
  const problem = problems.find((each) => each !== undefined) ?? problemOfPlaces(manifest.files);
  if (problem !== undefined) throw damaged(path, problem);
  return manifest;
}

/**
 * Returns the path of an earlier run's manifest: the current default or, unless the user chose a path, the older
 * default.
 */
export function earlierPath({ context, split }: SplitRun): string | undefined {
  const { template, manifest } = split;
  if (context.place.exists(manifest)) return manifest;
  const isUsual = manifest === manifestOf(template.folder, context.settings.share);
  return isUsual ? oldManifestIn(context.place, template.folder) : undefined;
}

export function openJournal({ context, split }: SplitRun): Journal {
  const { folder, hasShare, matches } = split.template;
  const share = hasShare ? context.settings.share : undefined;
  const state = stateFolderOf("", share);
  return new Journal(context.place, folder, share, {
    mayRemove: (name) => matches(name) || (name.startsWith(`${state}/`) && !name.slice(state.length + 1).includes("/")),
    isNew: !context.output.clobber,
  });
}

/**
 * Whether a run can begin in the middle. Some engines must be simulated from the start. If both size and number end
 * files, the cuts of a file depend on the files before it.
 */
export function canSeek({ context, split }: SplitRun): boolean {
  const { fileEvents, fileBytes } = split.rules;
  return context.engine.beginsAnywhere && (fileEvents === Infinity || fileBytes === Infinity);
}
