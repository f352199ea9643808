// Locks are taken over, released and taken by others between any two steps of one that is being taken.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FileSystem, nodeFileSystem } from "../../../src/output/destinations/filesystem.ts";
import { FolderLock } from "../../../src/output/resume/keeping/folder-lock.ts";
import { UsageError } from "../../../src/system/errors.ts";
import { fastFolder } from "../../support/files/folders.ts";

/** Above what Linux gives. */
const DEAD = 2 ** 22 + 1;

const CALLS = ["open", "write", "close", "rename", "link", "remove", "makeFolder"] as const;

/** The system's files, at whose `nth` step something happens: each call has one before it and one after it. */
function eventfulFiles(nth: number, happen: () => void): FileSystem & { hasHappened(): boolean } {
  let steps = 0;
  const step = () => {
    if (steps++ === nth) happen();
  };
  const files = { ...nodeFileSystem, hasHappened: () => steps > nth };
  for (const name of CALLS) {
    const call = nodeFileSystem[name].bind(files) as (...values: unknown[]) => never;
    files[name] = ((...values: unknown[]) => {
      step();
      const result = call(...values);
      step();
      return result;
    }) as never;
  }
  return files;
}

/** The lock, or undefined where another run has it; any other error is one of the test. */
function tryLock(folder: string, files: FileSystem = nodeFileSystem): FolderLock | undefined {
  try {
    return new FolderLock(files, folder);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return undefined;
  }
}

const idOf = (digit: string) => digit.repeat(24);

function writeDead(folder: string, name: string, id: string): void {
  writeFileSync(join(folder, name), JSON.stringify({ pid: DEAD, started: "17", host: hostname(), id }));
}

/** The owners in a folder by their files' names; a file that is being written has none. */
function ownersIn(folder: string): [string, { id: string }][] {
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return text === "" ? [] : [[name, JSON.parse(text) as { id: string }]];
  });
}

/** Makes a dead process of the one that wrote the files of which the ids were not there before. */
function die(folder: string, before: ReturnType<typeof ownersIn>): void {
  const ids = before.map(([, { id }]) => id);
  for (const [name, owner] of ownersIn(folder))
    if (!ids.includes(owner.id)) writeFileSync(join(folder, name), JSON.stringify({ ...owner, pid: DEAD }));
}

/** A run that dies at its `nth` step of taking the lock. */
function dieAt(folder: string, nth: number): void {
  const before = ownersIn(folder);
  const gone = new Error("died");
  let isDead = false;
  const files = eventfulFiles(nth, () => {
    isDead = true;
    throw gone;
  });
  const lost: FileSystem = { ...files };
  for (const name of CALLS) {
    const call = files[name] as (...values: unknown[]) => never;
    lost[name] = ((...values: unknown[]) => {
      if (isDead) throw gone;
      return call(...values);
    }) as never;
  }
  try {
    new FolderLock(lost, folder);
  } catch (error) {
    if (error !== gone && !(error instanceof UsageError)) throw error;
  }
  die(folder, before);
}

const STATES: [string, (folder: string) => void][] = [
  ["nobody's", () => {}],
  ["a dead owner's", (folder) => writeDead(folder, "_lock", idOf("a"))],
  [
    "a dead owner's, and a second run died while it took over",
    (folder) => {
      writeDead(folder, "_lock", idOf("a"));
      writeDead(folder, `_lock.after-${idOf("a")}`, idOf("b"));
    },
  ],
];

/** What happens meanwhile; gives locks that are held then. */
const EVENTS: [string, (folder: string) => (FolderLock | undefined)[]][] = [
  ["another takes it", (folder) => [tryLock(folder)]],
  [
    "another takes and leaves it",
    (folder) => {
      tryLock(folder)?.release();
      return [];
    },
  ],
  [
    "another takes and leaves it, and a third takes it",
    (folder) => {
      tryLock(folder)?.release();
      return [tryLock(folder)];
    },
  ],
  [
    "another takes and leaves it, and a third dies with it",
    (folder) => {
      tryLock(folder)?.release();
      const before = ownersIn(folder);
      if (tryLock(folder) !== undefined) die(folder, before);
      return [];
    },
  ],
  ...[3, 7, 8, 9, 10, 11, 12, 13].map((step): [string, (folder: string) => FolderLock[]] => [
    `another dies at step ${step} of taking it`,
    (folder) => {
      dieAt(folder, step);
      return [];
    },
  ]),
];

describe.each(STATES)("a lock that is %s", (_, prepare) => {
  it.each(EVENTS)("has one owner, also where %s at any step", (_, happen) => {
    for (let nth = 0, hasHappened = true; hasHappened; nth++) {
      const folder = fastFolder();
      prepare(folder);
      let others: (FolderLock | undefined)[] = [];
      const files = eventfulFiles(nth, () => {
        others = happen(folder);
      });
      const first = tryLock(folder, files);
      hasHappened = files.hasHappened();
      const held = [first, ...others].filter((lock) => lock !== undefined);
      expect(held, `step ${nth}`).toHaveLength(1);
      expect(tryLock(folder), `step ${nth}`).toBeUndefined();
      for (const lock of held) lock.release();
      const next = tryLock(folder);
      expect(next, `step ${nth}`).toBeDefined();
      next?.release();
      expect(existsSync(join(folder, "_lock"))).toBe(false);
    }
  });
});

describe("a lock is released", () => {
  it("by its owner alone: where a person has removed it, another run's stays", () => {
    const folder = fastFolder();
    const first = tryLock(folder);
    rmSync(join(folder, "_lock"));
    const second = tryLock(folder);
    first?.release();
    expect(tryLock(folder)).toBeUndefined();
    second?.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("more than once, and does nothing then", () => {
    const folder = fastFolder();
    const first = tryLock(folder);
    first?.release();
    const second = tryLock(folder);
    first?.release();
    expect(second).toBeDefined();
    expect(tryLock(folder)).toBeUndefined();
  });
});

describe("where the file system has no hard links", () => {
  const files: FileSystem = {
    ...nodeFileSystem,
    link: () => {
      throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM", syscall: "link" });
    },
  };

  it.each(STATES)("a lock that is %s is taken all the same, by one run", (_, prepare) => {
    const folder = fastFolder();
    prepare(folder);
    const first = tryLock(folder, files);
    expect(first).toBeDefined();
    expect(tryLock(folder, files)).toBeUndefined();
    first?.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
