import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { writeAll } from "../../destinations/file.ts";
import { type FileSystem, lacksLinks } from "../../destinations/filesystem.ts";
import { mayBeWriting, type Owner, ownerHere, readOwner } from "./lock-owner.ts";

const ID_BYTES = 12;
/** Each failed try means that another run has acquired or released the folder meanwhile. */
const MOST_TRIES = 100;

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? "");
}

function hasId(path: string, id: string): boolean {
  const owner = readOwner(path);
  return typeof owner === "object" && owner.id === id;
}

/**
 * A lock file that marks a folder as being written to. A run that was killed leaves it behind; the next run detects
 * that and takes the lock over.
 *
 * The lock appears with its content complete, by a hard link to a finished file. A dead owner's lock may be removed or
 * replaced only by the run whose own file is named "after" that lock. Only one run can have that name, as ids are unique.
 *
 * ```
 * _lock              dead owner X       _lock              dead X, until it is replaced
 *                                  ->   _lock.after-X      the one that takes over   ->   _lock   the new owner
 * ```
 * Between finding X and getting that name, another run may have taken the lock over and released it. Then `_lock` is no
 * longer X's, and the name means nothing. If a run dies while it takes over, the next run takes over from both.
 */
export class FolderLock {
  readonly #path: string;
  readonly #owner: Owner = ownerHere(randomBytes(ID_BYTES).toString("hex"));
  /** Path of the file that becomes the lock. */
  readonly #draft: string;
  /** Path of the lock while it is held. */
  #place: string | undefined;
  /** Parent folders that received a new entry. */
  readonly newNamesIn: string[] = [];

  /**
   * Also makes the folder: a run that releases the lock removes it.
   * @throws UsageError if another run writes here
   */
  constructor(
    private readonly files: FileSystem,
    private readonly folder: string,
  ) {
    this.#path = join(folder, "_lock");
    this.#draft = `${this.#path}.${this.#owner.id}.new`;
    try {
      for (let tries = 0; !this.#take(); tries++) if (tries === MOST_TRIES) throw this.#refusal("another run");
    } catch (error) {
      this.release();
      throw error;
    } finally {
      this.#removeQuietly(this.#draft);
    }
  }

  /** Removes its own lock only. Safe more than once. */
  release(): void {
    const path = this.#place;
    this.#place = undefined;
    if (path !== undefined && hasId(path, this.#owner.id)) this.#removeQuietly(path);
  }

  /** Tries once to become the owner. Returns false if the folder has changed meanwhile. */
  #take(): boolean {
    this.newNamesIn.push(...this.files.makeFolder(this.folder));
    const dead = this.#findDead();
    if (dead.length === 0) return this.#putAt(this.#path);
    const name = this.#nameAfter(dead.at(-1) as Owner);
    if (!this.#putAt(name)) return false;
    if (!this.#isStill(dead)) {
      this.release();
      return false;
    }
    this.files.rename(name, this.#path);
    this.#place = this.#path;
    // Left by owners that died while they took over.
    for (const owner of dead.slice(0, -1)) this.#removeQuietly(this.#nameAfter(owner));
    return true;
  }

  /** Returns the owner of the lock and those who died while they took over, in order. Throws if one of them lives. */
  #findDead(): Owner[] {
    const dead: Owner[] = [];
    for (let path = this.#path; ; path = this.#nameAfter(dead.at(-1) as Owner)) {
      const owner = readOwner(path);
      if (owner === undefined) return dead;
      if (owner === "unreadable") throw this.#refusal(`another run (${path} does not say which)`, path);
      if (mayBeWriting(owner))
        throw this.#refusal(`another run (process ${owner.pid} on ${printable(owner.host)})`, path);
      dead.push(owner);
    }
  }

  #isStill(dead: readonly Owner[]): boolean {
    const pathOf = (index: number) => (index === 0 ? this.#path : this.#nameAfter(dead[index - 1] as Owner));
    return dead.every(({ id }, index) => hasId(pathOf(index), id));
  }

  #nameAfter({ id }: Owner): string {
    return `${this.#path}.after-${id}`;
  }

  #refusal(who: string, path?: string): UsageError {
    const otherwise = path === undefined ? "" : `. If it is no longer running, remove ${path}`;
    return new UsageError(`${this.folder}: ${who} writes here; wait for it, or use another folder${otherwise}`);
  }

  /** Creates the lock at the path. Returns false if the path exists. */
  #putAt(path: string): boolean {
    try {
      this.#write(this.#draft, "w");
      this.files.link(this.#draft, path);
    } catch (error) {
      // The draft or the folder is gone: another run has cleaned up.
      if (hasCode(error, "EEXIST", "ENOENT")) return false;
      if (!lacksLinks(error)) throw error;
      if (!this.#create(path)) return false;
    }
    this.#place = path;
    return true;
  }

  /**
   * For file systems without hard links. A run that reads the lock before its content is written is refused: the owner
   * is unknown.
   */
  #create(path: string): boolean {
    try {
      this.#write(path, "wx");
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    }
  }

  #write(path: string, flags: string): void {
    const descriptor = this.files.open(path, flags);
    try {
      writeAll(this.files, descriptor, path, [Buffer.from(JSON.stringify(this.#owner))]);
      this.files.close(descriptor);
    } catch (error) {
      this.#removeQuietly(path);
      throw error;
    }
  }

  #removeQuietly(path: string): void {
    try {
      this.files.remove(path);
    } catch {
      // It is gone, or tells by itself that its process has ended.
    }
  }
}
