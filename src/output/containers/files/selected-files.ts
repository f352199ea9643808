import { RunError, UsageError } from "../../../system/errors.ts";
import type { Manifest, ManifestFile } from "../../manifest/manifest.ts";
import type { NumberSet } from "../../names/number-set.ts";
import { isThere } from "../../resume/earlier.ts";
import { existingWanted, meetFiles } from "../../resume/existing.ts";
import type { Journal } from "../../resume/journal.ts";
import type { SplitRun, Target } from "../target.ts";
import { type Beginning, FROM_START, selectionByRules, selectionFrom } from "./beginning.ts";
import { NumberedFiles } from "./numbered-files.ts";
import type { Selection } from "./split-plan.ts";
import { canSeek, earlierManifest, knownOf, openJournal, planOf } from "./split-run.ts";

/** Writes only the files with the selected numbers. */
export async function openOnlyParts(target: SplitRun, wanted: NumberSet): Promise<Target> {
  const { context, split } = target;
  const journal = openJournal(target);
  try {
    journal.read(knownOf(target), "--only-parts");
    const manifest = earlierManifest(target, "--only-parts");
    if (!context.output.clobber)
      meetFiles(journal.base, existingWanted(context.place, split.template, manifest, wanted), context);
    const { position, kept } = beginningOf(target, manifest, wanted);
    const beginning = canSeek(target) ? { position, kept } : { ...FROM_START, kept };
    return {
      name: split.template.folder,
      beginning,
      isCounted: false,
      async open() {
        await journal.clean();
        return new SelectedFiles(target, journal, manifest, wanted, beginning);
      },
      leave: () => journal.leave(),
    };
  } catch (error) {
    journal.leave();
    throw error;
  }
}

function beginningOf({ context, split }: SplitRun, manifest: Manifest | undefined, wanted: NumberSet): Beginning {
  const beginning =
    manifest === undefined
      ? selectionByRules(wanted, split.rules, context.settings)
      : selectionFrom(manifest.files, wanted);
  if (beginning === undefined) throw noSuchFile();
  return beginning;
}

function noSuchFile(): UsageError {
  return new UsageError("--only-parts: this data set has no file with such a number; the first file has number 0");
}

/** Makes the selected files, and compares them with the manifest if there is one. */
class SelectedFiles extends NumberedFiles {
  /** Unselected files of the manifest that exist. */
  readonly #there: () => ManifestFile[];

  constructor(
    target: SplitRun,
    journal: Journal,
    manifest: Manifest | undefined,
    private readonly wanted: NumberSet,
    { position }: Beginning,
  ) {
    const others = (manifest?.files ?? []).filter(({ part }) => !wanted.has(part));
    const there = () => others.filter((file) => isThere(target.context.place, journal.base, file));
    const selection: Selection = {
      kept: new Map(others.map((file) => [file.part, file])),
      isWanted: (part) => wanted.has(part),
      lastWanted: wanted.last,
    };
    const hooks = { onFinished: async (file: ManifestFile) => checkAgainst(manifest, file) };
    super(planOf(target, journal), hooks, selection, { files: [], ...position });
    this.#there = there;
  }

  protected override keptFiles(): ManifestFile[] {
    return this.#there();
  }

  override async finish(): Promise<void> {
    await super.finish();
    if (!this.files.some(({ part }) => this.wanted.has(part))) throw noSuchFile();
  }
}

/** Warns if a file differs from its manifest entry: the same command should have made the same bytes. */
function checkAgainst(manifest: Manifest | undefined, made: ManifestFile): void {
  const earlier = manifest?.files.find(({ part }) => part === made.part);
  if (earlier === undefined || earlier.sha256 === made.sha256) return;
  throw new RunError(
    `${made.name}: was made again and differs from the manifest (sha256 ${made.sha256}, not ${earlier.sha256}); ` +
      "was the manifest made by another version of this program?",
  );
}
