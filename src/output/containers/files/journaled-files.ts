import type { Tally } from "../../manifest/tally/tally.ts";
import { writeManifest } from "../../manifest/write.ts";
import { isThere } from "../../resume/earlier.ts";
import { existingNames, meetFiles, meetJournal, meetManifest } from "../../resume/existing.ts";
import { describeForeign } from "../../resume/foreign.ts";
import type { Journal } from "../../resume/journal.ts";
import type { Position, Snapshot } from "../../resume/snapshot.ts";
import { isStoreAddress } from "../../stores/stores.ts";
import { meetTable, removeTable } from "../../table/existing.ts";
import { headerOf, type Started } from "../run-context.ts";
import type { SplitRun, Target } from "../target.ts";
import { type Beginning, FROM_START, resumeBeginning } from "./beginning.ts";
import { NumberedFiles } from "./numbered-files.ts";
import type { Selection, SplitHooks } from "./split-plan.ts";
import { canSeek, earlierManifest, earlierPath, knownOf, openJournal, planOf } from "./split-run.ts";

/** Loads what an earlier run of the same command finished. Refuses the files of another command. */
function readEarlier(target: SplitRun, journal: Journal): void {
  if (journal.read(knownOf(target), "--resume")) return;
  for (const file of earlierManifest(target, "--resume")?.files ?? [])
    if (isThere(target.context.place, journal.base, file)) journal.finished.set(file.part, file);
}

/** Returns the folder if a table of this program may be in it. */
function tableFolderOf({ context, split }: SplitRun): string | undefined {
  const { folder } = split.template;
  return context.output.encoding.format === "parquet" && !isStoreAddress(folder) ? folder : undefined;
}

function unseen({ context }: SplitRun): string {
  return context.place.trustsJournal ? "; whether their commands' output is still there is not looked up" : "";
}

/** Lists files that the run would replace, except those that an earlier run finished. */
function meetAll({ context, split }: SplitRun, { finished }: Journal): void {
  const { folder } = split.template;
  const kept = [...finished.values()].map(({ name }) => name);
  meetManifest(
    earlierPath({ context, split }) ?? split.manifest,
    { header: headerOf(context), folder, own: [] },
    context,
  );
  meetFiles(folder, existingNames(context.place, folder, split.template, kept), context);
}

/** All files of a run, with a journal from which `--resume` can continue. */
export async function openSplit(target: SplitRun): Promise<Target> {
  const { context, split } = target;
  const { files, output, place } = context;
  const journal = openJournal(target);
  const tableFolder = tableFolderOf(target);
  let beginning: Beginning = FROM_START;
  try {
    if (tableFolder !== undefined) meetTable(tableFolder, headerOf(context), context);
    if (output.resume) {
      readEarlier(target, journal);
      if (!output.clobber) meetAll(target, journal);
      if (!canSeek(target)) journal.snapshot = undefined;
      beginning = resumeBeginning(journal);
      if (journal.finished.size > 0)
        context.say(`resume: ${journal.finished.size} finished files are kept${unseen(target)}`);
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
        throw journal.tallyDamage("it belongs to another catalog or population");
      await journal.begin(headerOf(context));
      const earlier = earlierPath(target);
      if (earlier !== undefined) await place.remove(earlier);
      if (tableFolder !== undefined) removeTable(tableFolder, headerOf(context), output.table, files);
      return new JournaledFiles(target, journal, started, beginning);
    },
    leave: () => journal.leave(),
  };
}

/** Counts events, keeps the journal and finally writes the manifest. */
class JournaledFiles extends NumberedFiles {
  constructor(
    private readonly target: SplitRun,
    private readonly journal: Journal,
    private readonly started: Started,
    { position }: Beginning,
  ) {
    const selection: Selection = { kept: journal.finished, isWanted: () => true, lastWanted: Infinity };
    const before = [...journal.finished.values()].filter(({ firstEvent }) => firstEvent < position.event);
    const hooks = journalHooks(journal, started.tally as Tally, target.context.snapshotMs);
    super(planOf(target, journal), hooks, selection, { files: before, ...position });
  }

  override async suspend(): Promise<void> {
    await super.suspend();
    await this.journal.settle();
  }

  override async finish(): Promise<void> {
    await super.finish();
    const files = this.files.sort((a, b) => a.part - b.part);
    const { context, split } = this.target;
    await writeManifest(context, this.started, files, { temporary: this.journal.partialPath("manifest") });
    if (context.output.table !== undefined) {
      // Only such a run loads the reader of Parquet.
      const { writeTable } = await import("../../table/write.ts");
      await writeTable(context, split, files, this.journal.partialPath("table"));
    }
    await this.journal.remove();
    const names = files.map(({ name }) => name);
    const foreign = describeForeign(context.place, this.journal.base, split.template, names);
    if (foreign !== undefined) context.say(foreign);
  }
}

function journalHooks(journal: Journal, tally: Tally, snapshotMs: number): SplitHooks {
  let lastSnapshot = performance.now();
  return {
    count: (batch) => tally.count(batch),
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
