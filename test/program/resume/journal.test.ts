// Damaged journals, and strangers' journals, whose checksums are correct.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

const VALUES = [...QUICK_WEEK, "--split-events", "500"];
const EAGER = { snapshotMs: 0 };

let whole: Record<string, string>;
/** A run that was stopped with some files in its journal, and one with another seed, stopped as soon as it had a tally. */
let stopped: string;
let other: string;
beforeAll(async () => {
  whole = digestsOf(await runInto(lastingFolder(), VALUES));
  stopped = await stoppedRun(VALUES);
  other = await stoppedRun([...VALUES, "--randomseed", "8"], new FailsWhenCounted());
});

/**
 * Rejects further files of events once there is a tally, and after four files. So it counts fewer files than the other
 * run, whose tally would otherwise be useless rather than damaged.
 */
class FailsWhenCounted extends FailingFiles {
  #isCounted = false;

  constructor() {
    super("rename", Number.POSITIVE_INFINITY);
  }

  override rename(from: string, to: string): void {
    if (to.endsWith(this.#isCounted ? ".json" : "-000004.json"))
      throw Object.assign(new Error("EIO: injected, rename"), { code: "EIO", syscall: "rename" });
    super.rename(from, to);
    this.#isCounted ||= to.endsWith("_tally");
  }
}

async function stoppedRun(values: readonly string[], files = new FailingFiles("rename", 14)): Promise<string> {
  const folder = lastingFolder();
  await failureOf([...values, join(folder, "events.json")], { files, ...EAGER });
  await files.quiet();
  return folder;
}

const journalOf = (folder: string) => join(folder, ".eventsim", "_files");
const tallyOf = (folder: string) => join(folder, ".eventsim", "_tally");

function linesIn(folder: string): string[] {
  return readFileSync(journalOf(folder), "utf8").split("\n").slice(0, -1);
}

/** Copies the stopped run. */
function copyOf(): string {
  const folder = fastFolder();
  cpSync(stopped, folder, { recursive: true });
  return folder;
}

function edit(change: (lines: string[]) => string[]): (folder: string) => void {
  return (folder) =>
    writeFileSync(
      journalOf(folder),
      change(linesIn(folder))
        .map((line) => `${line}\n`)
        .join(""),
    );
}

const editTally = (change: (bytes: Buffer) => Buffer) => (folder: string) =>
  writeFileSync(tallyOf(folder), change(readFileSync(tallyOf(folder))));

function sha256(...parts: (string | Uint8Array)[]): string {
  return parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
}

type Line = Record<string, unknown>;

/** Changes the values of lines, and recomputes their checksums, which cover the text and the previous checksum. */
const forge = (change: (values: Line[]) => unknown[]) =>
  edit((lines) => {
    const values = lines.map((line) => JSON.parse(line.slice(65)) as Line);
    let before = "";
    return change(values).map((value) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      before = sha256(before, text);
      return `${before} ${text}`;
    });
  });

/** Changes the line of one file. */
const forgeFile = (line: number, change: (file: Line) => Line) =>
  forge((values) => values.map((value, index) => (index === line ? change(value) : value)));

const forgeTally = (
  change: (position: Record<string, number>) => unknown,
  more: (tally: Buffer) => Buffer = (t) => t,
) =>
  editTally((bytes) => {
    const end = bytes.indexOf("\n");
    const position = JSON.parse(bytes.subarray(64, end).toString()) as Record<string, number>;
    const rest = Buffer.concat([Buffer.from(` ${JSON.stringify(change(position))}\n`), more(bytes.subarray(end + 1))]);
    return Buffer.concat([Buffer.from(sha256(rest)), rest]);
  });

async function expectRefused(spoil: (folder: string) => void, message: RegExp): Promise<string> {
  const folder = copyOf();
  spoil(folder);
  const names = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const before = names();
  const failure = await failureOf([...VALUES, "--resume", join(folder, "events.json")], EAGER);
  expect({ code: failure.exitCode, message: failure.message }).toEqual({
    code: 2,
    message: expect.stringMatching(message),
  });
  expect(names()).toEqual(before);
  return folder;
}

describe("a journal that is damaged is refused: there", () => {
  it.each<[string, (folder: string) => void, number, RegExp]>([
    ["a number is another", edit((lines) => lines.map((line) => line.replace('"part":2', '"part":3'))), 4, /checksum/],
    [
      "a digit of a size is another",
      edit((lines) => lines.with(2, lines[2]!.replace(/"bytes":\d/, '"bytes":7'))),
      3,
      /checksum/,
    ],
    [
      "the head is another",
      edit((lines) => lines.with(0, lines[0]!.replace('"seed":"313"', '"seed":"314"'))),
      1,
      /checksum/,
    ],
    ["a line is lost", edit((lines) => lines.toSpliced(2, 1)), 3, /checksum/],
    ["two lines are exchanged", edit((lines) => lines.with(2, lines[3]!).with(3, lines[2]!)), 3, /checksum/],
    ["a line is there twice", edit((lines) => lines.toSpliced(2, 0, lines[2]!)), 4, /checksum/],
    ["a line is another run's", edit((lines) => lines.with(2, linesIn(other)[2]!)), 3, /checksum/],
    ["a line is null", edit((lines) => lines.with(2, "null")), 3, /checksum/],
    ["a line is empty", edit((lines) => lines.with(2, "")), 3, /checksum/],
    [
      "a line has no checksum",
      edit((lines) => lines.map((line) => line.slice(65))),
      1,
      /an earlier version of this program/,
    ],
    ["only a part of the head is", (folder) => truncateSync(journalOf(folder), 100), 1, /line is not complete/],
    ["nothing is", (folder) => truncateSync(journalOf(folder), 0), 1, /its first line is not complete/],
    ["zeros are", (folder) => writeFileSync(journalOf(folder), Buffer.alloc(1e8)), 1, /longer than any/],
    [
      "a line without end is",
      edit((lines) => lines.with(1, lines[1]! + " ".repeat(1e6))),
      2,
      /longer than any|checksum/,
    ],
    [
      "more is than a disk of files needs",
      (folder) => truncateSync(journalOf(folder), 2 ** 40),
      1,
      /more than any journal/,
    ],
  ])("%s", async (_, spoil, line, what) => {
    const path = `files:${line}: the journal of the run that was stopped is damaged, or of another version \\(`;
    const advice = "\\); leave --resume out to begin anew$";
    await expectRefused(spoil, new RegExp(`${path}.*(${what.source}).*${advice}`));
  });

  it("it is a named pipe, whose writer the run does not wait for", async () => {
    await expectRefused((folder) => {
      rmSync(journalOf(folder));
      execFileSync("mkfifo", [journalOf(folder)]);
    }, /it is not a regular file/);
  });

  it("what --only-parts reads, too", async () => {
    const folder = copyOf();
    edit((lines) => lines.with(2, "null"))(folder);
    const failure = await failureOf([...VALUES, "--only-parts", "1", join(folder, "events.json")]);
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(/_files:3: the journal .*; use another folder$/);
  });

  it("and what the message advises works", async () => {
    const folder = await expectRefused(
      edit((lines) => lines.toSpliced(2, 1)),
      /leave --resume out to begin anew$/,
    );
    await runHere([...VALUES, join(folder, "events.json")], EAGER);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });
});

it("a last line that was not finished is not read, as where the power failed", async () => {
  const folder = copyOf();
  const lines = linesIn(folder);
  writeFileSync(journalOf(folder), `${lines.slice(0, -1).join("\n")}\n${lines.at(-1)!.slice(0, 90)}`);
  await runHere([...VALUES, "--resume", join(folder, "events.json")], EAGER);
  expect(digestsOf(contentOf(folder))).toEqual(whole);
});

describe("a journal with right checksums is refused where it says of a file", () => {
  it.each<[string, (folder: string) => void, RegExp]>([
    ["null", forge((values) => values.with(2, null as never)), /must be an object/],
    ["a name elsewhere", forgeFile(2, (file) => ({ ...file, name: "../../x" })), /name is .* a path below/],
    [
      "a name that is not its own",
      forgeFile(2, (file) => ({ ...file, name: "events-000007.json" })),
      /not the name of file 1/,
    ],
    [
      "a name that forges a line",
      forgeFile(2, (file) => ({ ...file, name: "x\nall is well" })),
      /name is "x\\nall is well"/,
    ],
    [
      "a number that no name has room for",
      forgeFile(2, (file) => ({ ...file, part: 1e9 })),
      /not the name of file 1000000000/,
    ],
    ["a time before the window", forgeFile(2, (file) => ({ ...file, firstTs: -5 })), /instants of the window/],
    ["a time that no calendar has", forgeFile(2, (file) => ({ ...file, lastTs: 9e15 })), /instants of the window/],
    [
      "a start after its events",
      forgeFile(2, (file) => ({ ...file, start: { second: 9e9, skip: 0 } })),
      /start is after/,
    ],
    ["a negative start", forgeFile(2, (file) => ({ ...file, start: { second: -1, skip: 0 } })), /start.second is -1/],
    ["no events", forgeFile(2, (file) => ({ ...file, events: 0 })), /events is 0/],
    [
      "fewer events than there are",
      forgeFile(2, (file) => ({ ...file, events: 400 })),
      /does not begin where the files/,
    ],
    ["a beginning elsewhere", forgeFile(3, (file) => ({ ...file, firstEvent: 999 })), /does not begin where the files/],
    ["a fraction", forgeFile(2, (file) => ({ ...file, bytes: 0.5 })), /bytes is 0.5 and must be a whole number/],
  ])("%s", async (_, spoil, what) => {
    await expectRefused(spoil, new RegExp(`files:\\d+: the journal .*${what.source}`));
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ["null", forge((values) => values.with(0, null as never)), /it lacks the id/],
    [
      "of many levels",
      forge(([head, ...files]) => [
        `{"id":"${head!.id}","template":"${head!.template}","identity":{"x":${"[".repeat(2e5)}${"]".repeat(2e5)}}}`,
        ...files,
      ]),
      /more than 64 levels/,
    ],
  ])("in a head that is %s", async (_, spoil, what) => {
    await expectRefused(spoil, what);
  });
});

describe("what had been counted is refused where", () => {
  it.each<[string, (folder: string) => void, RegExp]>([
    ["a bit is another", editTally((bytes) => bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1) as Buffer), /checksum/],
    [
      "a number is another",
      editTally((bytes) => Buffer.from(bytes.toString("latin1").replace('"skip":', '"skip":1'), "latin1")),
      /checksum/,
    ],
    ["it is cut off", editTally((bytes) => bytes.subarray(0, bytes.length - 1)), /checksum/],
    ["it is cut off early", editTally((bytes) => bytes.subarray(0, 30)), /checksum/],
    ["it is empty", editTally(() => Buffer.alloc(0)), /checksum/],
    ["it is null", editTally(() => Buffer.from("null")), /checksum/],
    ["it is another run's", (folder) => copyFileSync(tallyOf(other), tallyOf(folder)), /not end where a file ends/],
    ["it is larger than any", (folder) => truncateSync(tallyOf(folder), 2 ** 40), /at most 1073741824 are read/],
    ["its second is negative", forgeTally((position) => ({ ...position, second: -5 })), /the run's position/],
    ["its second is a text", forgeTally((position) => ({ ...position, second: "5" })), /the run's position/],
    ["its position is null", forgeTally(() => null), /does not have the run's position/],
    [
      "its second is another",
      forgeTally((position) => ({ ...position, second: position.second! + 1 })),
      /does not end where a file ends/,
    ],
    [
      "its file is another",
      forgeTally((position) => ({ ...position, part: position.part! - 1 })),
      /does not end where a file ends/,
    ],
    [
      "its event is another",
      forgeTally((position) => ({ ...position, event: position.event! - 1 })),
      /does not end where a file ends/,
    ],
    [
      "it skips more events than there are",
      forgeTally((position) => ({ ...position, skip: 1e9 })),
      /does not end where a file ends/,
    ],
    [
      "its counts are fewer",
      forgeTally(
        (position) => position,
        (tally) => tally.subarray(8),
      ),
      /another catalog or population/,
    ],
  ])("%s", async (_, spoil, what) => {
    const folder = await expectRefused(
      spoil,
      new RegExp(`\\.eventsim/_tally: the journal .*(${what.source}).*; remove that file to count the finished`),
    );
    rmSync(tallyOf(folder));
    await runHere([...VALUES, "--resume", join(folder, "events.json")], EAGER);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  it("it skips more events than its second has: the run ends, with an error", async () => {
    const folder = copyOf();
    forgeTally((position) => ({ ...position, skip: position.event }))(folder);
    const failure = await failureOf([...VALUES, "--resume", join(folder, "events.json")], EAGER);
    expect(failure.exitCode).toBe(1);
    expect(failure.message).toMatch(/^worker 0 died: second \d+ has \d+ events and not \d+; the output is incomplete$/);
  });
});
