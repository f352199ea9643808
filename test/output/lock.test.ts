import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCode, pause, run, start } from "../cli/program.ts";
import { contentOf, digestsOf, failureOf, fastFolder, QUICK_WEEK, runInto } from "./runs.ts";

/** Many small files take long enough for a second run to come. */
const VALUES = [...QUICK_WEEK, "-n", "150", "--split-events", "50"];

/** A folder in which a run that is not there any more, or that is, has left its lock. */
function lockedFolder(owner: string): string {
  const folder = fastFolder();
  mkdirSync(join(folder, ".eventsim"));
  writeFileSync(join(folder, ".eventsim", "lock"), owner);
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
      const first = start([...VALUES, join(folder, "events.json")]);
      while (!existsSync(join(folder, ".eventsim", "files.jsonl"))) {
        expect(first.exitCode).toBeNull();
        await pause(1);
      }
      first.kill("SIGSTOP");
      const before = digestsOf(contentOf(folder));
      const { code, stderr } = await run([...VALUES, ...more, join(folder, "events.json")]);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `eventsim: ${folder}/.eventsim: another run (process ${first.pid} on ${hostname()}) writes here; wait for it, or use another folder`,
      );
      expect(digestsOf(contentOf(folder))).toEqual(before);
      first.kill("SIGCONT");
      expect(await exitCode(first)).toBe(0);
      expect(digestsOf(contentOf(folder))).toEqual(wanted);
    },
  );

  it("with other names are refused as well: the journal is that of the folder", async () => {
    const folder = lockedFolder(JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() }));
    expect(await failureOf([...VALUES, join(folder, "other.json")])).toMatchObject({ exitCode: 2 });
  });
});

describe("a lock", () => {
  const dead = 2 ** 22 + 1; // above what Linux gives

  it.each([
    ["of a process that is gone", JSON.stringify({ pid: dead, started: "17", host: hostname() })],
    [
      "of a process whose number another one has now",
      JSON.stringify({ pid: process.pid, started: "17", host: hostname() }),
    ],
    ["that its run was killed over while it wrote it", '{"pid":17'],
    ["that is empty", ""],
  ])("%s refuses nobody", async (_, owner) => {
    const content = await runInto(lockedFolder(owner), [...QUICK_WEEK, "--split-time", "1d"]);
    expect([...content.keys()].filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("of another machine is respected, with what to do", async () => {
    const folder = lockedFolder(JSON.stringify({ pid: dead, started: "17", host: "elsewhere" }));
    const { exitCode: code, message } = await failureOf([...VALUES, join(folder, "events.json")]);
    expect(code).toBe(2);
    expect(message).toMatch(
      /another run \(process \d+ on elsewhere\) writes here; .*If it does not run any more, remove .*\.eventsim\/lock$/,
    );
    expect([...contentOf(folder).keys()]).toEqual([".eventsim/lock"]);
  });
});
