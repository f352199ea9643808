import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeAll } from "../../destinations/file.ts";
import { type FileSystem, syncFolders } from "../../destinations/filesystem.ts";
import { STATE_FOLDER } from "../../manifest/path.ts";
import type { JournalFiles } from "../../places/place.ts";
import { JOURNAL, TALLY } from "../journal-names.ts";
import { FolderLock } from "./folder-lock.ts";

/** Temporary files of a killed run, and locks of runs that died while they took over. */
const UNFINISHED = /\.(partial|new)$|^_lock\.after-/;

/** The journal in a folder of this machine: a lock, lines that are flushed to disk one by one, and a snapshot. */
export class FolderJournal implements JournalFiles {
  readonly #lock: FolderLock;
  #descriptor: number | undefined;

  /** @throws UsageError if another run writes into the folder */
  constructor(
    private readonly files: FileSystem,
    private readonly base: string,
    private readonly folder: string,
  ) {
    try {
      this.#lock = new FolderLock(files, folder);
    } catch (error) {
      this.#removeFolder();
      throw error;
    }
  }

  async begin(lines: readonly string[], keepsTally: boolean): Promise<void> {
    await this.clean();
    if (!keepsTally) this.#removeIfThere(TALLY);
    const path = join(this.folder, JOURNAL);
    await this.#replace(path, [Buffer.from(lines.join(""))]);
    await syncFolders(this.files, this.#lock.newNamesIn);
    this.#descriptor = this.files.open(path, "a");
  }

  async add(line: string): Promise<void> {
    const descriptor = this.#descriptor as number;
    writeAll(this.files, descriptor, this.folder, [Buffer.from(line)]);
    await this.files.sync(descriptor);
  }

  async save(parts: Uint8Array[]): Promise<void> {
    await this.#replace(join(this.folder, TALLY), parts);
  }

  async settle(): Promise<void> {}

  async clean(): Promise<void> {
    for (const name of readdirSync(this.folder)) {
      if (UNFINISHED.test(name)) this.files.remove(join(this.folder, name));
    }
  }

  async remove(): Promise<void> {
    if (this.#descriptor !== undefined) this.files.close(this.#descriptor);
    this.#removeIfThere(JOURNAL);
    this.#removeIfThere(TALLY);
  }

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
