import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { holdAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, QUICK_WEEK, runInto } from "../../support/program/here.ts";
import { exitCode, run } from "../../support/program/program.ts";

const VALUES = [...QUICK_WEEK, "--split-events", "500"];
const ID = "0123456789abcdef01234567";

/** A folder with the lock of a run that has ended, or of one that is running. */
function lockedFolder(owner: string): string {
  const folder = fastFolder();
  mkdirSync(join(folder, ".eventsim"));
  writeFileSync(join(folder, ".eventsim", "_lock"), owner);
  return folder;
}

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
}

describe("two runs into one folder", () => {
  it.each([[[]], [["--resume"]], [["--only-parts", "1"]]])(
    "the second, with %j, is refused; the first goes on",
    async (more) => {
      const wanted = digestsOf(await runInto(fastFolder(), VALUES));
      const folder = fastFolder();
      const { child, release } = await holdAt(4, [...VALUES, join(folder, "events.json")]);
      const before = digestsOf(contentOf(folder));
      const { code, stderr } = await run([...VALUES, ...more, join(folder, "events.json")]);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `eventsim: ${folder}/.eventsim: another run (process ${child.pid} on ${hostname()}) writes here; wait for it, or use another folder`,
      );
      expect(digestsOf(contentOf(folder))).toEqual(before);
      release();
      expect(await exitCode(child)).toBe(0);
      expect(digestsOf(contentOf(folder))).toEqual(wanted);
    },
  );

  it("with other names are refused as well: the journal is that of the folder", async () => {
    const folder = lockedFolder(
      JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname(), id: ID }),
    );
    expect(await failureOf([...VALUES, join(folder, "other.json")])).toMatchObject({ exitCode: 2 });
  });
});

/** Above all process ids of Linux. */
const DEAD = 2 ** 22 + 1;

describe("a lock", () => {
  it.each([
    ["of a process that is gone", { pid: DEAD, started: "17", host: hostname(), id: ID }],
    ["of a process whose number another one has now", { pid: process.pid, started: "17", host: hostname(), id: ID }],
  ])("%s refuses nobody", async (_, owner) => {
    const content = await runInto(lockedFolder(JSON.stringify(owner)), [...QUICK_WEEK, "--split-time", "1d"]);
    expect([...content.keys()].filter((name) => name.startsWith("."))).toEqual([".eventsim/_manifest"]);
  });

  it.each([
    ["is empty", ""],
    ["is cut off", '{"pid":17'],
    ["is null", "null"],
    ["has a process id that means all processes", JSON.stringify({ pid: -1, started: "17", host: hostname(), id: ID })],
    ["has an id that leads elsewhere", JSON.stringify({ pid: DEAD, started: "17", host: hostname(), id: "/../../x" })],
    ["is long", " ".repeat(1e6)],
  ])("that %s is respected: it may be that of a run", async (_, owner) => {
    const folder = lockedFolder(owner);
    const { exitCode: code, message } = await failureOf([...VALUES, join(folder, "events.json")]);
    expect(code).toBe(2);
    expect(message).toMatch(
      /does not say which\) writes here; .*If it is no longer running, remove .*\.eventsim\/_lock$/,
    );
    expect([...contentOf(folder).keys()]).toEqual([".eventsim/_lock"]);
  });

  it("that is a named pipe is respected, and the run does not wait for its writer", async () => {
    const folder = lockedFolder("");
    rmSync(join(folder, ".eventsim", "_lock"));
    execFileSync("mkfifo", [join(folder, ".eventsim", "_lock")]);
    expect(await failureOf([...VALUES, join(folder, "events.json")])).toMatchObject({ exitCode: 2 });
  });

  it("of another machine is respected, with advice", async () => {
    const folder = lockedFolder(JSON.stringify({ pid: DEAD, started: "17", host: "elsewhere", id: ID }));
    const { exitCode: code, message } = await failureOf([...VALUES, join(folder, "events.json")]);
    expect(code).toBe(2);
    expect(message).toMatch(
      /another run \(process \d+ on elsewhere\) writes here; .*If it is no longer running, remove .*\.eventsim\/_lock$/,
    );
    expect([...contentOf(folder).keys()]).toEqual([".eventsim/_lock"]);
  });
});
