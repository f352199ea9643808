import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { writeAll } from "../sinks/file.ts";
import { type FileSystem, syncFolders } from "../sinks/filesystem.ts";
import { FolderLock } from "./folder-lock.ts";
import type { ManifestFile } from "./manifest.ts";
import { checkSame, type Header, type SameOption } from "./same.ts";

const JOURNAL_FOLDER = ".eventsim";
const FILES = "files.jsonl";
const TALLY = "tally";
/** What a killed run had not finished, and locks of runs that died while they took over. */
const UNFINISHED = /\.(partial|new)$|^lock\.after-/;

/** Where the events of a run can be taken up again: behind the last event of a finished file. */
export interface Position {
  /** Number of the next file. */
  part: number;
  /** Events before it in the whole run. */
  event: number;
  /** Simulated second of the last event before it, and how many events of that second are before it. */
  second: number;
  skip: number;
}

/** What had been counted by a position. */
export interface Snapshot {
  position: Position;
  tally: Uint8Array;
}

/**
 * What a run into many files has done so far, kept in a folder `.eventsim` beside them, so that a run that was killed can
 * be taken up again: a lock, the finished files line by line, what was counted up to one of them, and the file being
 * written. It is gone when the run is done.
 */
export class Journal {
  readonly folder: string;
  /** Finished files of an earlier run of the same command, by number. */
  readonly finished = new Map<number, ManifestFile>();
  snapshot: Snapshot | undefined;
  readonly #lock: FolderLock;
  #descriptor: number | undefined;

  /** @throws UsageError where another run writes into the folder */
  constructor(
    private readonly files: FileSystem,
    readonly base: string,
  ) {
    this.folder = join(base, JOURNAL_FOLDER);
    try {
      this.#lock = new FolderLock(files, this.folder);
    } catch (error) {
      this.#removeFolder();
      throw error;
    }
  }

  /** Reads what an earlier run left; throws UsageError where it was another command. True if there was something. */
  read(header: Header, option: SameOption): boolean {
    const path = join(this.folder, FILES);
    if (!existsSync(path)) return false;
    const lines = readFileSync(path, "utf8").split("\n").slice(0, -1); // what has no end was not finished
    if (lines.length === 0) return false;
    const [earlier, ...finished] = lines.map((line) => parseLine(path, line)) as [Header, ...ManifestFile[]];
    checkSame(path, earlier, header, option);
    for (const file of finished) {
      if (isThere(join(this.base, file.name), file.bytes)) this.finished.set(file.part, file);
    }
    this.#readSnapshot();
    return true;
  }

  /** Removes what a killed run had not finished. */
  clean(): void {
    for (const name of readdirSync(this.folder)) {
      if (UNFINISHED.test(name)) this.files.remove(join(this.folder, name));
    }
  }

  /** Begins a journal that has the finished files. */
  async begin(header: Header): Promise<void> {
    this.clean();
    if (this.snapshot === undefined) this.#removeIfThere(TALLY);
    const lines = [header, ...this.finished.values()].map((value) => `${JSON.stringify(value)}\n`);
    const path = join(this.folder, FILES);
    await this.#replace(path, [Buffer.from(lines.join(""))]);
    await syncFolders(this.files, this.#lock.newNamesIn);
    this.#descriptor = this.files.open(path, "a");
  }

  /** Where the file with this number, or the manifest, is written until it is whole. */
  partialPath(part: number | "manifest"): string {
    return join(this.folder, `${part}.partial`);
  }

  /** The file is whole, on the disk and under its name. */
  async add(file: ManifestFile): Promise<void> {
    const descriptor = this.#descriptor as number;
    writeAll(this.files, descriptor, this.folder, [Buffer.from(`${JSON.stringify(file)}\n`)]);
    await this.files.sync(descriptor);
  }

  async save({ position, tally }: Snapshot): Promise<void> {
    await this.#replace(join(this.folder, TALLY), [Buffer.from(`${JSON.stringify(position)}\n`), tally]);
  }

  /** The run is done, and its manifest written: nothing is left to be taken up. */
  remove(): void {
    if (this.#descriptor !== undefined) this.files.close(this.#descriptor);
    this.#removeIfThere(FILES);
    this.#removeIfThere(TALLY);
    this.leave();
  }

  /** Lets other runs write here; what is finished stays. Safe more than once. */
  leave(): void {
    this.#lock.release();
    this.#removeFolder();
  }

  #removeFolder(): void {
    try {
      this.files.removeFolder(this.folder);
    } catch {
      // A journal or a lock is in it, or it is gone already.
    }
  }

  #readSnapshot(): void {
    const path = join(this.folder, TALLY);
    if (!existsSync(path)) return;
    const bytes = readFileSync(path);
    const end = bytes.indexOf("\n");
    const position = JSON.parse(bytes.subarray(0, end).toString()) as Position;
    // Without one of the files before it, that file must be made, from the start.
    if (this.#hasAllBefore(position)) this.snapshot = { position, tally: bytes.subarray(end + 1) };
  }

  #hasAllBefore({ event }: Position): boolean {
    let events = 0;
    for (const file of this.finished.values()) if (file.firstEvent < event) events += file.events;
    return events === event;
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

function isThere(path: string, byteLength: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.size === byteLength;
}

function parseLine(path: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UsageError(
      `${path}: the journal of the run that was stopped is damaged; leave --resume out to begin anew`,
    );
  }
}
