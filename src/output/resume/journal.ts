import { UsageError } from "../../system/errors.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import { STATE_FOLDER } from "../manifest/path.ts";
import { type Share, shareName } from "../names/share.ts";
import { inFolder } from "../places/paths.ts";
import type { JournalFiles, JournalOwner, Look, Place } from "../places/place.ts";
import { isThere, type Known, problemOfEntry, problemOfHeader, problemOfPlaces, secondsOf } from "./earlier.ts";
import { JOURNAL, TALLY } from "./journal-names.ts";
import { checkSame, type Header, otherwise, type SameOption } from "./same.ts";
import { Damage, readSealedLines, Seal } from "./sealed-lines.ts";
import { placeOf, readSnapshot, type Snapshot, sealSnapshot } from "./snapshot.ts";

/**
 * Records the progress of a run with many files, so that the run can be resumed after it was killed. The folder
 * `.eventsim` beside the files holds a lock (not in a store), a line per finished file, a snapshot of the totals, and the file
 * being written. A completed run removes the journal. Lines and snapshots have checksums, and their content is checked
 * against the command: a journal may be damaged, or come from a stranger.
 */
export class Journal {
  readonly folder: string;
  /** Finished files of an earlier run of the same command, by number. */
  readonly finished = new Map<number, ManifestFile>();
  snapshot: Snapshot | undefined;
  readonly #files: JournalFiles;
  readonly #seal = new Seal();

  /**
   * @param share set if the files' names contain the share: other shares may then write into the same folder at the
   * same time
   * @throws UsageError if another run writes into the folder
   */
  constructor(
    private readonly place: Place,
    readonly base: string,
    share: Share | undefined,
    owner: JournalOwner,
  ) {
    this.folder = stateFolderOf(base, share);
    this.#files = place.openJournal(base, this.folder, owner);
  }

  /** Returns the head of an earlier run's journal; undefined if no run can resume from it. */
  header(): Header | undefined {
    return headerIn(this.place, this.#path);
  }

  /** Reads an earlier run's journal. Returns whether there was one. Throws UsageError if it is another command's. */
  read(known: Known, option: SameOption): boolean {
    if (!this.place.exists(this.#path)) return false;
    try {
      this.#readFiles(known, option);
      if (option === "--resume") this.#readSnapshot(known);
    } catch (error) {
      throw error instanceof Damage ? damaged(`${this.#path}:${error.line}`, error.message, otherwise(option)) : error;
    }
    return true;
  }

  /** Removes unfinished files of a killed run. */
  async clean(): Promise<void> {
    await this.#files.clean();
  }

  /** Begins a journal with the finished files. */
  async begin(header: Header): Promise<void> {
    const lines = [header, ...this.finished.values()].map((value) => this.#seal.add(value));
    await this.#files.begin(lines, this.snapshot !== undefined);
  }

  /** Returns the temporary path of the file with this number, of the manifest, or of a table's log. */
  partialPath(part: number | "manifest" | "table"): string {
    return inFolder(this.folder, `_${part}.partial`);
  }

  /** Records a file that is complete, flushed to disk and renamed. */
  async add(file: ManifestFile): Promise<void> {
    await this.#files.add(this.#seal.add(file));
  }

  async save(snapshot: Snapshot): Promise<void> {
    await this.#files.save(sealSnapshot(snapshot));
  }

  /** Resolves when all files that were added are recorded. */
  async settle(): Promise<void> {
    await this.#files.settle();
  }

  /** Turns a problem with the snapshot into an error that says what to do. */
  tallyDamage(what: string): UsageError {
    return damaged(this.#tallyPath, what, "remove that file to count the finished files again");
  }

  get #path(): string {
    return inFolder(this.folder, JOURNAL);
  }

  get #tallyPath(): string {
    return inFolder(this.folder, TALLY);
  }

  /** The run is complete and its manifest written: nothing is left to resume. */
  async remove(): Promise<void> {
    await this.#files.remove();
    this.leave();
  }

  /** Lets other runs write here. Finished files stay. Safe more than once. */
  leave(): void {
    this.#files.leave();
  }

  #readFiles(known: Known, option: SameOption): void {
    let line = 0;
    const check = (problem: string | undefined) => {
      if (problem !== undefined) throw new Damage(problem, line);
    };
    for (const value of readSealedLines(this.place, this.#path)) {
      line++;
      if (line === 1) {
        check(problemOfHeader(value));
        checkSame(this.#path, value as Header, known.header, option);
        continue;
      }
      check(problemOfEntry("", value, known));
      const file = value as ManifestFile;
      if (isThere(this.place, this.base, file)) this.finished.set(file.part, file);
    }
    check(problemOfPlaces(this.finished.values()));
  }

  #readSnapshot({ settings }: Known): void {
    let snapshot: Snapshot | undefined;
    try {
      snapshot = readSnapshot(this.place, this.#tallyPath);
    } catch (error) {
      throw this.tallyDamage((error as Error).message);
    }
    if (snapshot === undefined) return;
    const place = placeOf(snapshot.position, this.finished, (file) => secondsOf(file, settings)[1]);
    if (place === "nowhere") throw this.tallyDamage("it does not end where a file ends");
    if (place === "end of a file") this.snapshot = snapshot;
  }
}

/** The folder of a run's journal. @param share set if the names of the files contain it */
export function stateFolderOf(base: string, share: Share | undefined): string {
  return inFolder(base, STATE_FOLDER, ...(share === undefined ? [] : [shareName(share)]));
}

/** Returns the head of the journal in a folder, without locking it. Undefined if no run can resume from it. */
export function journalHeader(look: Look, base: string, share?: Share): Header | undefined {
  return headerIn(look, inFolder(stateFolderOf(base, share), JOURNAL));
}

/** Returns the identity of the unfinished run that a journal describes. Undefined if no run can resume from it. */
function headerIn(look: Look, path: string): Header | undefined {
  try {
    for (const value of readSealedLines(look, path))
      return problemOfHeader(value) === undefined ? (value as Header) : undefined;
  } catch {
    // There is none, or it is damaged.
  }
  return undefined;
}

/** Returns the heads of all journals in a folder. Omits unreadable ones. */
export function journalHeaders(look: Look, base: string): { path: string; header: Header }[] {
  const state = inFolder(base, STATE_FOLDER);
  if (!look.hasFolder(state)) return [];
  const folders = look.entries(state).filter(({ isFolder }) => isFolder);
  return [state, ...folders.map(({ name }) => inFolder(state, name))].flatMap((folder) => {
    const path = inFolder(folder, JOURNAL);
    const header = headerIn(look, path);
    return header === undefined ? [] : [{ path, header }];
  });
}

function damaged(place: string, what: string, advice: string): UsageError {
  return new UsageError(
    `${place}: the journal of the run that was stopped is damaged, or of another version (${what}); ${advice}`,
  );
}
