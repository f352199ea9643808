import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { writeAll } from "../destinations/file.ts";
import { type FileSystem, syncFolders } from "../destinations/filesystem.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import { STATE_FOLDER } from "../manifest/path.ts";
import { type Share, shareName } from "../names/share.ts";
import { isThere, type Known, problemOfEntry, problemOfHeader, problemOfPlaces, secondsOf } from "./earlier.ts";
import { FolderLock } from "./folder-lock.ts";
import { checkSame, type Header, otherwise, type SameOption } from "./same.ts";
import { Damage, readSealedLines, Seal } from "./sealed-lines.ts";
import { placeOf, readSnapshot, type Snapshot, sealSnapshot } from "./snapshot.ts";

/**
 * Has no ending that event files have. The leading "_" hides it: given `folder/*`, Spark reads all names without "_" or
 * ".".
 */
const FILES = "_files";
const TALLY = "_tally";
/** Temporary files of a killed run, and locks of runs that died while they took over. */
const UNFINISHED = /\.(partial|new)$|^_lock\.after-/;

/**
 * Records the progress of a run with many files, so that the run can be resumed after it was killed. The folder
 * `.eventsim` beside the files holds a lock, a line per finished file, a snapshot of the totals, and the file being
 * written. A completed run removes the journal. Lines and snapshots have checksums, and their content is checked
 * against the command: a journal may be damaged, or come from a stranger.
 */
export class Journal {
  readonly folder: string;
  /** Finished files of an earlier run of the same command, by number. */
  readonly finished = new Map<number, ManifestFile>();
  snapshot: Snapshot | undefined;
  readonly #lock: FolderLock;
  readonly #seal = new Seal();
  #descriptor: number | undefined;

  /**
   * @param share set if the files' names contain the share: other shares may then write into the same folder at the
   * same time
   * @throws UsageError if another run writes into the folder
   */
  constructor(
    private readonly files: FileSystem,
    readonly base: string,
    share?: Share,
  ) {
    this.folder = folderOf(base, share);
    try {
      this.#lock = new FolderLock(files, this.folder);
    } catch (error) {
      this.#removeFolder();
      throw error;
    }
  }

  /** Returns the head of an earlier run's journal; undefined if no run can resume from it. */
  header(): Header | undefined {
    return headerIn(this.#path);
  }

  /** Reads an earlier run's journal. Returns whether there was one. Throws UsageError if it is another command's. */
  read(known: Known, option: SameOption): boolean {
    if (!existsSync(this.#path)) return false;
    try {
      this.#readFiles(known, option);
      if (option === "--resume") this.#readSnapshot(known);
    } catch (error) {
      throw error instanceof Damage ? damaged(`${this.#path}:${error.line}`, error.message, otherwise(option)) : error;
    }
    return true;
  }

  /** Removes unfinished files of a killed run. */
  clean(): void {
    for (const name of readdirSync(this.folder)) {
      if (UNFINISHED.test(name)) this.files.remove(join(this.folder, name));
    }
  }

  /** Begins a journal with the finished files. */
  async begin(header: Header): Promise<void> {
    this.clean();
    if (this.snapshot === undefined) this.#removeIfThere(TALLY);
    const lines = [header, ...this.finished.values()].map((value) => this.#seal.add(value));
    await this.#replace(this.#path, [Buffer.from(lines.join(""))]);
    await syncFolders(this.files, this.#lock.newNamesIn);
    this.#descriptor = this.files.open(this.#path, "a");
  }

  /** Returns the temporary path of the file with this number, of the manifest, or of a table's log. */
  partialPath(part: number | "manifest" | "table"): string {
    return join(this.folder, `_${part}.partial`);
  }

  /** Records a file that is complete, flushed to disk and renamed. */
  async add(file: ManifestFile): Promise<void> {
    const descriptor = this.#descriptor as number;
    writeAll(this.files, descriptor, this.folder, [Buffer.from(this.#seal.add(file))]);
    await this.files.sync(descriptor);
  }

  async save(snapshot: Snapshot): Promise<void> {
    await this.#replace(this.#tallyPath, sealSnapshot(snapshot));
  }

  /** Turns a problem with the snapshot into an error that says what to do. */
  tallyDamage(what: string): UsageError {
    return damaged(this.#tallyPath, what, "remove that file to count the finished files again");
  }

  get #path(): string {
    return join(this.folder, FILES);
  }

  get #tallyPath(): string {
    return join(this.folder, TALLY);
  }

  /** The run is complete and its manifest written: nothing is left to resume. */
  remove(): void {
    if (this.#descriptor !== undefined) this.files.close(this.#descriptor);
    this.#removeIfThere(FILES);
    this.#removeIfThere(TALLY);
    this.leave();
  }

  /** Lets other runs write here. Finished files stay. Safe more than once. */
  leave(): void {
    this.#lock.release();
    this.#removeFolder();
  }

  #removeFolder(): void {
    try {
      this.files.removeFolder(this.folder);
      if (this.folder !== join(this.base, STATE_FOLDER)) this.files.removeFolder(join(this.base, STATE_FOLDER));
    } catch {
      // A journal, a lock or a manifest is in it, or it is gone already.
    }
  }

  #readFiles(known: Known, option: SameOption): void {
    let line = 0;
    const check = (problem: string | undefined) => {
      if (problem !== undefined) throw new Damage(problem, line);
    };
    for (const value of readSealedLines(this.#path)) {
      line++;
      if (line === 1) {
        check(problemOfHeader(value));
        checkSame(this.#path, value as Header, known.header, option);
        continue;
      }
      check(problemOfEntry("", value, known));
      const file = value as ManifestFile;
      if (isThere(this.base, file)) this.finished.set(file.part, file);
    }
    check(problemOfPlaces(this.finished.values()));
  }

  #readSnapshot({ settings }: Known): void {
    let snapshot: Snapshot | undefined;
    try {
      snapshot = readSnapshot(this.#tallyPath);
    } catch (error) {
      throw this.tallyDamage((error as Error).message);
    }
    if (snapshot === undefined) return;
    const place = placeOf(snapshot.position, this.finished, (file) => secondsOf(file, settings)[1]);
    if (place === "nowhere") throw this.tallyDamage("it does not end where a file ends");
    if (place === "end of a file") this.snapshot = snapshot;
  }

  #removeIfThere(name: string): void {
    const path = join(this.folder, name);
    if (existsSync(path)) this.files.remove(path);
  }

  async #replace(path: string, parts: Uint8Array[]): Promise<void> {
    const temporary = `${path}.new`;
    const descriptor = this.files.open(temporary, "w");
    try {
      writeAll(this.files, descriptor, path, parts);
      await this.files.sync(descriptor);
    } finally {
      this.files.close(descriptor);
    }
    this.files.rename(temporary, path);
    await syncFolders(this.files, [this.folder]);
  }
}

function folderOf(base: string, share: Share | undefined): string {
  return join(base, STATE_FOLDER, ...(share === undefined ? [] : [shareName(share)]));
}

/** Returns the head of the journal in a folder, without locking it. Undefined if no run can resume from it. */
export function journalHeader(base: string, share?: Share): Header | undefined {
  return headerIn(join(folderOf(base, share), FILES));
}

/** Returns the identity of the unfinished run that a journal describes. Undefined if no run can resume from it. */
function headerIn(path: string): Header | undefined {
  try {
    for (const value of readSealedLines(path))
      return problemOfHeader(value) === undefined ? (value as Header) : undefined;
  } catch {
    // There is none, or it is damaged.
  }
  return undefined;
}

/** Returns the heads of all journals in a folder. Omits unreadable ones. */
export function journalHeaders(base: string): { path: string; header: Header }[] {
  const state = join(base, STATE_FOLDER);
  if (!existsSync(state)) return [];
  const folders = readdirSync(state, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [state, ...folders.map(({ name }) => join(state, name))].flatMap((folder) => {
    const path = join(folder, FILES);
    const header = headerIn(path);
    return header === undefined ? [] : [{ path, header }];
  });
}

function damaged(place: string, what: string, advice: string): UsageError {
  return new UsageError(
    `${place}: the journal of the run that was stopped is damaged, or of another version (${what}); ${advice}`,
  );
}
