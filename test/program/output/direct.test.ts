// Runs whose workers write directly, and errors in such runs.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { failureOf, nodeFileSystem, QUICK_WEEK, runHere } from "../../support/program/here.ts";
import { run, shell } from "../../support/program/program.ts";
import { isOnline, recordWorkers } from "../../support/program/started-workers.ts";

/** About 11,000 events in batches of a few. */
const VALUES = [...QUICK_WEEK, "--part-events", "7"];
/** Takes minutes unless it is stopped. */
const LONG = [...QUICK_WEEK, "-n", "20000", "-e", "2036-03-09T00:00:00"];
const COUNTS = [1, 2, 3, 8];

let whole: Buffer;
let lines: string[];
beforeAll(async () => {
  // With another file system than the system's own, only the main thread writes.
  const { isOfSystem: _, ...files } = nodeFileSystem;
  const path = join(lastingFolder(), "whole.json");
  await runHere([...QUICK_WEEK, path], { files });
  whole = readFileSync(path);
  lines = whole.toString().split(/(?<=\n)/);
});

describe.each(COUNTS)("with %i workers", (workers) => {
  const count = String(workers);

  it.each([1, 7, 8, 500, 2000])("a file has the first %i events", async (events) => {
    const path = join(fastFolder(), "out.json");
    await runHere([...VALUES, "--workers", count, "--events", String(events), path]);
    expect(readFileSync(path, "utf8")).toBe(lines.slice(0, events).join(""));
  });

  it.each([1, 7, 2048])("a file has all of them, in parts of %i", async (events) => {
    const path = join(fastFolder(), "out.json");
    await runHere([...QUICK_WEEK, "--part-events", String(events), "--slice-events", "300", "--workers", count, path]);
    expect(readFileSync(path).equals(whole)).toBe(true);
  });

  it("existing data stays before appended data, and the summary counts all events", async () => {
    const path = join(fastFolder(), "out.json");
    const words = [...VALUES.filter((word) => word !== "--quiet"), "--workers", count].map((word) => `'${word}'`);
    const { code, stderr } = await shell(`echo before > ${path}; $eventsim ${words.join(" ")} >> ${path}`);
    expect(code).toBe(0);
    expect(readFileSync(path).equals(Buffer.concat([Buffer.from("before\n"), whole]))).toBe(true);
    expect(stderr).toContain(`${(lines.length).toLocaleString("en-US")} events, `);
  });

  it("a limit of the file's size leaves the bytes before it, and the message has the system's error", async () => {
    const path = join(fastFolder(), "out.json");
    const words = [...VALUES, "--workers", count].map((word) => `'${word}'`);
    const { code, stderr } = await shell(`ulimit -f 501; $eventsim ${words.join(" ")} > ${path}`);
    expect(stderr).toMatch(/^eventsim: standard output: could not write \(EFBIG: file too large, write\)$/m);
    expect(code).toBe(1);
    const left = readFileSync(path);
    expect(left.byteLength).toBeGreaterThan(256_000);
    expect(left.equals(whole.subarray(0, left.byteLength))).toBe(true);
  });

  it("one that dies while they write ends the run, and leaves no file", async () => {
    const started = recordWorkers();
    const folder = fastFolder();
    const sizes = () => readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    // A thread that ends before it starts is not missed: the others do its work.
    let hasBegun = false;
    const timer = setInterval(() => {
      if (hasBegun && Math.max(0, ...sizes()) > 1_000_000) void started.at(-1)?.terminate();
      else if (started.length === workers)
        void isOnline(started.at(-1)!).then(() => {
          hasBegun = true;
        });
    }, 5);
    onTestFinished(() => clearInterval(timer));
    const { exitCode, message } = await failureOf([...LONG, "--workers", count, join(folder, "out.json")]);
    expect(exitCode).toBe(1);
    expect(message).toBe(`worker ${workers - 1} died: exit code 1; the output is incomplete`);
    expect(contentOf(folder).size).toBe(0);
  });
});

describe("a full disk at the end", () => {
  it("which the system reports only then: the missing room is not negative", async () => {
    const full = () =>
      Promise.reject(Object.assign(new Error("ENOSPC: injected"), { code: "ENOSPC", syscall: "fsync" }));
    const files = { ...nodeFileSystem, sync: full };
    const folder = fastFolder();
    const { exitCode, message } = await failureOf([...VALUES, "--workers", "2", join(folder, "out.json")], { files });
    expect(exitCode).toBe(1);
    expect(message).toMatch(/: the disk is full; about [\d.]+ MB more are needed: free that much or write elsewhere$/);
    expect(contentOf(folder).size).toBe(0);
  });
});

describe("a run that is stopped and continued again and again", () => {
  it.each(COUNTS)("with %i workers has the same bytes", async (workers) => {
    const path = join(fastFolder(), "out.json");
    const words = [...VALUES, "--part-events", "1", "--workers", String(workers)].map((word) => `'${word}'`);
    const { code } = await shell(
      `$eventsim ${words.join(" ")} > ${path} & run=$!
       while kill -STOP $run; do sleep 0.01; kill -CONT $run; sleep 0.03; done 2> /dev/null
       wait $run`,
    );
    expect(code).toBe(0);
    expect(readFileSync(path).equals(whole)).toBe(true);
  });
});

describe("--verbose and -Xlog", () => {
  it("change no byte of the workers' output", async () => {
    const path = join(fastFolder(), "out.json");
    const values = [...VALUES.filter((word) => word !== "--quiet"), "--workers", "3", "--verbose", "-Xlog:gc*", path];
    expect((await run(values)).code).toBe(0);
    expect(readFileSync(path).equals(whole)).toBe(true);
  });
});
