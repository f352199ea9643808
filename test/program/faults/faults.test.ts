import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FailingFiles, LostFiles, type Operation, StutteringFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { digestsOf, EVEN_WEEK, failureOf, joined, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

/** Some files with several parts each, and a snapshot with every file. */
const VALUES = [...QUICK_WEEK, "--events", "700", "--split-events", "300", "--part-events", "150"];
const OPERATIONS: Operation[] = [
  "write",
  "sync",
  "rename",
  "open",
  "close",
  "makeFolder",
  "link",
  "remove",
  "removeFolder",
];
const EAGER = { snapshotMs: 0 };

let whole: Record<string, string>;
/** The files that a stopped run has left. */
let stopped: string;
beforeAll(async () => {
  whole = digestsOf(await runInto(lastingFolder(), VALUES));
  stopped = lastingFolder();
  const files = new FailingFiles("rename", 4);
  await attempt([...VALUES, join(stopped, "events.json")], files);
});

/** Returns the error of a run; undefined if it completed. */
async function attempt(values: string[], files: FailingFiles): Promise<(Error & { exitCode?: number }) | undefined> {
  try {
    await runHere(values, { files, ...EAGER });
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await files.quiet();
  }
}

function expectClear({ exitCode, message }: { exitCode?: number; message: string }, place: string): void {
  expect(message).toMatch(/(could not write|cannot be written) \(EIO: injected, \w+\)/);
  expect(message.startsWith(place)).toBe(true);
  expect(exitCode).toBe(message.includes("cannot be written") ? 2 : 1);
}

/** Files under their final names, apart from the journal. */
function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(digestsOf(contentOf(folder))).filter(
      ([name]) => !name.startsWith(".") || name === ".eventsim/_manifest",
    ),
  );
}

/** The states of a folder from which a run has been resumed. */
const resumed = new Set<string>();

/** Resumes what a run has left, unless another run has left the same, and expects all of the files and no journal. */
async function expectResumed(folder: string, what: string): Promise<void> {
  // If the run had been a process, the lock that it could not remove would belong to a dead one.
  rmSync(join(folder, ".eventsim", "_lock"), { force: true });
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).sort() : undefined;
  const state = JSON.stringify([names, digestsOf(contentOf(folder))]);
  if (resumed.has(state)) return;
  resumed.add(state);
  await runHere([...VALUES, "--resume", join(folder, "events.json")], EAGER);
  expect(digestsOf(contentOf(folder)), what).toEqual(whole);
  expect(readdirSync(join(folder, ".eventsim"))).toEqual(["_manifest"]);
}

/** Number of calls of an operation that were made to fail, one per run. */
async function failEach(operation: Operation, prepare: (folder: string) => void, values: string[]): Promise<number> {
  for (let nth = 1; ; nth++) {
    const folder = join(fastFolder(), "data");
    prepare(folder);
    const before = filesIn(folder);
    const files = new FailingFiles(operation, nth);
    const failure = await attempt([...values, join(folder, "events.json")], files);
    if (failure !== undefined) expectClear(failure, folder);
    const after = filesIn(folder);
    expect(whole, `${operation} ${nth}`).toMatchObject(after);
    expect(after).toMatchObject(before);
    expect(Object.keys(after).length === Object.keys(whole).length).toBe(".eventsim/_manifest" in after);
    if (failure === undefined) expect(after).toEqual(whole);
    await expectResumed(folder, `${operation} ${nth}`);
    if (!files.hasFailed) return nth - 1;
  }
}

describe("whichever call fails, the run says so, no file is wrong, and --resume ends it", () => {
  it.each(OPERATIONS)("%s, in a new folder", async (operation) => {
    expect(await failEach(operation, () => {}, VALUES)).toBeGreaterThan(0);
  });

  it.each(["write", "sync", "rename"] as const)("%s, where a run is resumed", async (operation) => {
    const prepare = (folder: string) => cpSync(stopped, folder, { recursive: true });
    await failEach(operation, prepare, [...VALUES, "--resume"]);
  });
});

it("--resume completes a run that died at any call, with everything that it left", {
  timeout: 180_000,
}, async () => {
  let hasFailed = true;
  for (let nth = 1; hasFailed; nth++) {
    const folder = join(fastFolder(), "data");
    const files = new LostFiles(nth);
    await attempt([...VALUES, join(folder, "events.json")], files);
    hasFailed = files.hasFailed;
    expect(whole, `call ${nth}`).toMatchObject(filesIn(folder));
    await expectResumed(folder, `call ${nth}`);
  }
});

describe("one file", () => {
  const values = QUICK_WEEK.concat("--events", "1500", "--part-events", "128");

  it.each(["write", "sync", "rename", "open", "close", "setMode", "makeFolder", "remove"] as const)(
    "stays as it was whichever %s fails",
    async (operation) => {
      const path = join(fastFolder(), "events.json");
      await runHere([...values, path]);
      const wanted = readFileSync(path);
      for (let nth = 1, hasFailed = true; hasFailed; nth++) {
        const folder = join(fastFolder(), "new");
        mkdirSync(folder);
        const name = join(folder, "events.json");
        writeFileSync(name, "older");
        const files = new FailingFiles(operation, nth);
        const failure = await attempt([...values, name], files);
        hasFailed = files.hasFailed;
        if (failure !== undefined) expectClear(failure, name);
        const content = contentOf(folder);
        expect(["older", wanted.toString()]).toContain(content.get("events.json")!.toString());
        if (failure === undefined) expect(content.get("events.json")!.equals(wanted)).toBe(true);
        expect([...content.keys()]).toEqual(["events.json"]);
      }
    },
  );

  it.each(["write", "sync", "rename", "open", "close"] as const)(
    "and its manifest are whole or not there, whichever %s fails",
    async (operation) => {
      const about = [...values, "--manifest"];
      const wanted = fastFolder();
      await runHere([...about, join(wanted, "m.json"), join(wanted, "events.json")]);
      for (let nth = 1, hasFailed = true; hasFailed; nth++) {
        const folder = fastFolder();
        const files = new FailingFiles(operation, nth);
        const failure = await attempt([...about, join(folder, "m.json"), join(folder, "events.json")], files);
        hasFailed = files.hasFailed;
        if (failure !== undefined) expectClear(failure, folder);
        expect(digestsOf(contentOf(wanted))).toMatchObject(digestsOf(contentOf(folder)));
      }
    },
  );
});

describe("short writes and EAGAIN change no byte", () => {
  it.each([
    ["one byte", 0, 2000, "30"],
    ["half", 0.5, 2, "1500"],
    ["all but a little", 0.99, 7, "1500"],
  ])("%s at a time", async (_, share, pause, events) => {
    const short = [...QUICK_WEEK, "--events", events, "--split-events", "400", "--part-events", "128"];
    const wanted = await runInto(fastFolder(), short);
    const found = await runInto(fastFolder(), short, "events.json", {
      files: new StutteringFiles(share, pause),
      ...EAGER,
    });
    expect(digestsOf(found)).toEqual(digestsOf(wanted));
    const one = join(fastFolder(), "one.json");
    await runHere([...QUICK_WEEK, "--events", events, one], { files: new StutteringFiles(share, pause) });
    expect(readFileSync(one).equals(joined(wanted))).toBe(true);
  });
});

describe("a disk that is full", () => {
  it.each(["ENOSPC", "EDQUOT"])("(%s) is reported with the missing room", async (code) => {
    const folder = fastFolder();
    const values = [...EVEN_WEEK, "--split-events", "500", "--part-events", "50"];
    const wanted = await runInto(fastFolder(), values);
    const bytes = [...wanted.values()].reduce((sum, file) => sum + file.byteLength, 0);
    const files = new FailingFiles("write", 60, code);
    const { exitCode, message } = await failureOf([...values, join(folder, "events.json")], { files });
    await files.quiet();
    expect(exitCode).toBe(1);
    const pattern =
      /^\/.*: the disk is full; about ([\d.]+) MB more are needed: free that much and repeat the command with --resume, or write elsewhere$/;
    const there = [...contentOf(folder).values()].reduce((sum, file) => sum + file.byteLength, 0);
    const [, needed] = pattern.exec(message)!;
    expect(Number(needed) * 1e6).toBeGreaterThan((bytes - there) * 0.6);
    expect(Number(needed) * 1e6).toBeLessThan((bytes - there) * 1.4);
  });
});
