import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { writeAll } from "../destinations/file.ts";
import { type FileSystem, lacksLinks } from "../destinations/filesystem.ts";
import { mayBeWriting, type Owner, ownerHere, readOwner } from "./lock-owner.ts";

const ID_BYTES = 12;
/** Each try that fails means that another run has taken or left the folder meanwhile. */
const MOST_TRIES = 100;

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? "");
}

function hasId(path: string, id: string): boolean {
  const owner = readOwner(path);
  return typeof owner === "object" && owner.id === id;
}

/**
 * A file that says that a run is writing into this folder. A run that was killed leaves it behind; the next one sees that,
 * and takes over.
 *
 * A lock appears with its content, by a hard link to a file that is whole. Nobody removes or replaces a dead owner's lock
 * but the one whose own file has the name "after" that lock: only one can have that, as ids are never used again.
 *
 * ```
 * _lock              dead owner X       _lock              dead X, until it is replaced
 *                                  ->   _lock.after-X      the one that takes over   ->   _lock   the new owner
 * ```
 * Between finding X and having that name another run may have taken over and left: then `_lock` is not X's any more, and
 * the name means nothing. Where a run dies while it takes over, the next one does so after both.
 */
export class FolderLock {
  readonly #path: string;
  readonly #owner: Owner = ownerHere(randomBytes(ID_BYTES).toString("hex"));
  /** The content of the lock, before it is one. */
  readonly #draft: string;
  /** Where this lock is, if it is held. */
  #place: string | undefined;
  /** Folders above, in which one was made. */
  readonly newNamesIn: string[] = [];

  /**
   * Makes the folder, too: a run that leaves it removes it.
   * @throws UsageError where another run writes here
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

  /** Removes its own lock, and no other's. Safe more than once. */
  release(): void {
    const path = this.#place;
    this.#place = undefined;
    if (path !== undefined && hasId(path, this.#owner.id)) this.#removeQuietly(path);
  }

  /** One try to become the owner; false where what was found has changed meanwhile. */
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
    // Of those that died while they took over.
    for (const owner of dead.slice(0, -1)) this.#removeQuietly(this.#nameAfter(owner));
    return true;
  }

  /** The owner of the lock, and those who died while they took over after it, in order. Throws where one lives. */
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
    const otherwise = path === undefined ? "" : `. If it does not run any more, remove ${path}`;
    return new UsageError(`${this.folder}: ${who} writes here; wait for it, or use another folder${otherwise}`);
  }

  /** Puts this lock at the path if nothing is there; false where something is. */
  #putAt(path: string): boolean {
    try {
      this.#write(this.#draft, "w");
      this.files.link(this.#draft, path);
    } catch (error) {
      // The draft, or the folder, is gone where another run has cleaned up.
      if (hasCode(error, "EEXIST", "ENOENT")) return false;
      if (!lacksLinks(error)) throw error;
      if (!this.#create(path)) return false;
    }
    this.#place = path;
    return true;
  }

  /** Without hard links. Whoever reads the lock before it is written cannot tell whose it is, and is refused. */
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
