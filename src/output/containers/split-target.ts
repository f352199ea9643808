import { existsSync } from "node:fs";
import { RunError, UsageError } from "../../system/errors.ts";
import { damaged, type Manifest, type ManifestFile, readManifest } from "../manifest/manifest.ts";
import { manifestOf, oldManifestIn } from "../manifest/path.ts";
import type { Tally } from "../manifest/tally.ts";
import { writeManifest } from "../manifest/write.ts";
import type { NumberSet } from "../names/number-set.ts";
import { isThere, type Known, problemOfEntry, problemOfPlaces } from "../resume/earlier.ts";
import { existingNames, existingWanted, meetFiles, meetJournal, meetManifest } from "../resume/existing.ts";
import { describeForeign } from "../resume/foreign.ts";
import { Journal } from "../resume/journal.ts";
import { checkSame, type SameOption } from "../resume/same.ts";
import type { Position, Snapshot } from "../resume/snapshot.ts";
import type { SplitSettings } from "../settings.ts";
import { type Beginning, FROM_START, resumeBeginning, selectionByRules, selectionFrom } from "./beginning.ts";
import type { Target } from "./open.ts";
import { headerOf, type RunContext, type Started, startMsOf } from "./run-context.ts";
import { type Selection, type SplitHooks, SplitOutput, type SplitPlan } from "./split.ts";

export interface SplitTarget {
  context: RunContext;
  split: SplitSettings;
}

function planOf({ context, split }: SplitTarget, journal: Journal): SplitPlan {
  const { template, rules } = split;
  return {
    ...rules,
    prologue: context.codec.fileStart,
    epilogue: context.codec.fileEnd,
    openFrame: context.codec.openFrame,
    base: template.folder,
    isNew: !context.output.clobber,
    startMs: startMsOf(context.settings),
    nameOf(file) {
      const problem = template.outgrown(file.part);
      if (problem !== undefined) throw new RunError(problem);
      return template.nameOf(file);
    },
    partialPath: (part) => journal.partialPath(part),
  };
}

function knownOf({ context, split }: SplitTarget): Known {
  const { settings, engine } = context;
  return { header: headerOf(context), split, settings, endsWithWindow: engine.endsWithWindow };
}

/** The manifest that an earlier run of the same command left in the folder, if there is one. */
function earlierManifest(target: SplitTarget, option: SameOption): Manifest | undefined {
  const path = earlierPath(target);
  if (path === undefined) return undefined;
  const manifest = readManifest(path);
  checkSame(path, manifest, headerOf(target.context), option);
  const known = knownOf(target);
  const problems = manifest.files.map((file, index) => problemOfEntry(`files[${index}]`, file, known));
  const problem = problems.find((each) => each !== undefined) ?? problemOfPlaces(manifest.files);
  if (problem !== undefined) throw damaged(path, problem);
  return manifest;
}

/** Where the manifest of an earlier run stands: under the name of today or, if nobody chose one, under the name of before. */
function earlierPath({ context, split }: SplitTarget): string | undefined {
  const { template, manifest } = split;
  if (existsSync(manifest)) return manifest;
  const isUsual = manifest === manifestOf(template.folder, context.settings.share);
  return isUsual ? oldManifestIn(template.folder) : undefined;
}

function openJournal({ context, split }: SplitTarget): Journal {
  const { folder, hasShare } = split.template;
  return new Journal(context.files, folder, hasShare ? context.settings.share : undefined);
}

/** What an earlier run of the same command has finished. Refuses what another one has. */
function readEarlier(target: SplitTarget, journal: Journal): void {
  if (journal.read(knownOf(target), "--resume")) return;
  for (const file of earlierManifest(target, "--resume")?.files ?? [])
    if (isThere(journal.base, file)) journal.finished.set(file.part, file);
}

/**
 * Whether a run can begin in the middle: some engines have to be followed from the start, and where
 * size and number both end files, the parts of a file depend on those before it.
 */
function canSeek({ context, split }: SplitTarget): boolean {
  const { fileEvents, fileBytes } = split.rules;
  return context.engine.beginsAnywhere && (fileEvents === Infinity || fileBytes === Infinity);
}

/** What the run would replace, apart from what an earlier one has finished. */
function meetAll({ context, split }: SplitTarget, { finished }: Journal): void {
  const { folder } = split.template;
  const kept = [...finished.values()].map(({ name }) => name);
  meetManifest(
    earlierPath({ context, split }) ?? split.manifest,
    { header: headerOf(context), folder, own: [] },
    context,
  );
  meetFiles(folder, existingNames(folder, split.template, kept), context);
}

/** All files of a run, with a journal that a later `--resume` can go on from. */
export async function openSplit(target: SplitTarget): Promise<Target> {
  const { context, split } = target;
  const { files, output } = context;
  const journal = openJournal(target);
  let beginning: Beginning = FROM_START;
  try {
    if (output.resume) {
      readEarlier(target, journal);
      if (!output.clobber) meetAll(target, journal);
      if (!canSeek(target)) journal.snapshot = undefined;
      beginning = resumeBeginning(journal);
      if (journal.finished.size > 0) context.say(`resume: ${journal.finished.size} finished files are kept`);
    } else {
      meetJournal(journal.folder, journal.header(), headerOf(context), context);
      meetAll(target, journal);
    }
  } catch (error) {
    journal.leave();
    throw error;
  }
  return {
    name: split.template.folder,
    beginning,
    isCounted: true,
    async open(started) {
      const { snapshot } = journal;
      if (snapshot !== undefined && !(started.tally as Tally).restore(snapshot.tally))
        throw journal.tallyDamage("it is that of another catalog or population");
      await journal.begin(headerOf(context));
      const earlier = earlierPath(target);
      if (earlier !== undefined) files.remove(earlier);
      return new JournaledOutput(target, journal, started, beginning);
    },
    leave: () => journal.leave(),
  };
}

/** Counts, journals and, at the end, writes the manifest. */
class JournaledOutput extends SplitOutput {
  constructor(
    private readonly target: SplitTarget,
    private readonly journal: Journal,
    private readonly started: Started,
    { position }: Beginning,
  ) {
    const selection: Selection = { kept: journal.finished, isWanted: () => true, lastWanted: Infinity };
    const before = [...journal.finished.values()].filter(({ firstEvent }) => firstEvent < position.event);
    const hooks = journalHooks(journal, started.tally as Tally, target.context.snapshotMs);
    super(target.context.files, planOf(target, journal), hooks, selection, { files: before, ...position });
  }

  override async finish(): Promise<void> {
    await super.finish();
    const files = this.files.sort((a, b) => a.part - b.part);
    const { context, split } = this.target;
    await writeManifest(context, this.started, files, this.journal.partialPath("manifest"));
    this.journal.remove();
    const names = files.map(({ name }) => name);
    const foreign = describeForeign(this.journal.base, split.template, names);
    if (foreign !== undefined) context.say(foreign);
  }
}

function journalHooks(journal: Journal, tally: Tally, snapshotMs: number): SplitHooks {
  let lastSnapshot = performance.now();
  return {
    count: (part) => tally.count(part),
    reached: () => tally.reached(),
    onEnd({ part, firstEvent, events }): Snapshot | undefined {
      if (performance.now() - lastSnapshot < snapshotMs) return undefined;
      lastSnapshot = performance.now();
      const position: Position = { part: part + 1, event: firstEvent + events, ...tally.reached() };
      return { position, tally: tally.snapshot() };
    },
    async onFinished(file, snapshot) {
      await journal.add(file);
      if (snapshot !== undefined) await journal.save(snapshot as Snapshot);
    },
  };
}

/** Just the files with certain numbers. */
export async function openOnlyParts(target: SplitTarget, wanted: NumberSet): Promise<Target> {
  const { context, split } = target;
  const journal = openJournal(target);
  try {
    journal.read(knownOf(target), "--only-parts");
    const manifest = earlierManifest(target, "--only-parts");
    if (!context.output.clobber) meetFiles(journal.base, existingWanted(split.template, manifest, wanted), context);
    const { position, kept } = beginningOf(target, manifest, wanted);
    const beginning = canSeek(target) ? { position, kept } : { ...FROM_START, kept };
    return {
      name: split.template.folder,
      beginning,
      isCounted: false,
      async open() {
        journal.clean();
        return new SelectedOutput(target, journal, manifest, wanted, beginning);
      },
      leave: () => journal.leave(),
    };
  } catch (error) {
    journal.leave();
    throw error;
  }
}

function beginningOf({ context, split }: SplitTarget, manifest: Manifest | undefined, wanted: NumberSet): Beginning {
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

/** Makes the wanted files, and compares them with the manifest, if there is one. */
class SelectedOutput extends SplitOutput {
  /** Files of the manifest that are not wanted, and there. */
  readonly #there: () => ManifestFile[];

  constructor(
    target: SplitTarget,
    journal: Journal,
    manifest: Manifest | undefined,
    private readonly wanted: NumberSet,
    { position }: Beginning,
  ) {
    const others = (manifest?.files ?? []).filter(({ part }) => !wanted.has(part));
    const there = () => others.filter((file) => isThere(journal.base, file));
    const selection: Selection = {
      kept: new Map(others.map((file) => [file.part, file])),
      isWanted: (part) => wanted.has(part),
      lastWanted: wanted.last,
    };
    const hooks = { onFinished: async (file: ManifestFile) => checkAgainst(manifest, file) };
    super(target.context.files, planOf(target, journal), hooks, selection, { files: [], ...position });
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

/** The same command makes the same bytes: anything else is worth knowing. */
function checkAgainst(manifest: Manifest | undefined, made: ManifestFile): void {
  const earlier = manifest?.files.find(({ part }) => part === made.part);
  if (earlier === undefined || earlier.sha256 === made.sha256) return;
  throw new RunError(
    `${made.name}: was made again and is not what the manifest says (sha256 ${made.sha256}, not ${earlier.sha256}); ` +
      "was the manifest made by another version of this program?",
  );
}
