// Live runs that are stopped: what was begun is whole, and --resume goes on to the bytes of a batch run.
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, temporaryFolder } from "../../support/files/folders.ts";
import { sha256 } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { exitCode, outcomeOf, pause, start } from "../../support/program/program.ts";

const LIMIT_MS = 240_000;
/** A day of 200 users, replayed so that it would take hours. */
const DAY = ["-n", "200", "-r", "3", "-s", "2026-03-02T08:00:00", "-e", "2026-03-03T08:00:00"];
const LIVE = [...DAY, "--continuous", "--speed", "600"];

/** Resolves when the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

function sizeOfFiles(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const statuses = names.map((name) => statSync(join(folder, name), { throwIfNoEntry: false }));
  return statuses.reduce((sum, status) => sum + (status?.isFile() ? status.size : 0), 0);
}

async function stop(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<number> {
  child.kill(signal);
  return await exitCode(child);
}

const whole = await commandHere([...DAY, "--quiet"]);

describe("a single output", { timeout: LIMIT_MS }, () => {
  it.each([
    ["events.json", "SIGINT", 130],
    ["events.json.gz", "SIGTERM", 143],
    ["events.json.zst", "SIGINT", 130],
    ["events.json.lz4", "SIGINT", 130],
    ["events.avro", "SIGINT", 130],
    ["events.msgpack", "SIGINT", 130],
  ] as const)("%s is whole after %s", async (name, signal, code) => {
    const folder = temporaryFolder();
    const path = join(folder, name);
    const child = start([...LIVE, "--manifest", join(folder, "manifest"), path]);
    child.stdout.resume();
    let stderr = "";
    child.stderr.on("data", (bytes: Buffer) => {
      stderr += bytes;
    });
    const begins = name.includes("avro") ? 20_000 : 2000;
    await until(() => sizeOfFiles(folder) > begins || child.exitCode !== null);
    expect(await stop(child, signal), stderr).toBe(code);
    const [, events] = /stopped after ([\d,]+) events, up to 2026-03-02T\S+$/m.exec(stderr) ?? [];
    const count = Number(events?.replaceAll(",", ""));
    expect(count, stderr).toBeGreaterThan(0);
    // Nothing else is left, such as a manifest that would claim the whole window.
    expect(readdirSync(folder)).toEqual([name]);
    const { stdout } = await commandHere(["cat", path]);
    expect(stdout).toBe(`${whole.stdout.split("\n").slice(0, count).join("\n")}\n`);
  });

  it("a pipe ends with a whole line", async () => {
    const child = start(LIVE);
    const outcome = outcomeOf(child);
    await once(child.stdout, "data");
    child.kill("SIGINT");
    const { code, stdout } = await outcome;
    expect(code).toBe(130);
    expect(stdout.length).toBeGreaterThan(0);
    expect(stdout.length).toBeLessThan(whole.stdout.length);
    expect(stdout.at(-1)).toBe(10);
    expect(whole.stdout.startsWith(stdout.toString())).toBe(true);
  });

  it("before the first event", async () => {
    const path = join(temporaryFolder(), "events.json");
    const child = start(["-n", "5", "--continuous", "-s", "+1h", "-e", "+2h", path]);
    let stderr = "";
    child.stderr.on("data", (bytes: Buffer) => {
      stderr += bytes;
    });
    await until(() => /^window: /m.test(stderr));
    expect(stderr).toMatch(/^note: waiting until 20\S+Z, when the window begins$/m);
    await until(() => readdirSync(join(path, "..")).length > 0);
    expect(await stop(child, "SIGINT"), stderr).toBe(130);
  });

  it("a pipe whose reader has stopped ends too", async () => {
    const child = start([...DAY, "-n", "20000", "--continuous", "--rate", "1M"]);
    child.stderr.resume();
    await once(child.stdout, "readable");
    await pause(500); // the pipe fills up
    expect(await stop(child, "SIGTERM")).toBe(143);
  });
});

describe("many files", { timeout: LIMIT_MS }, () => {
  const SPLIT = ["--split-time", "1h", "--workers", "1"];

  it.each([
    ["by time", ["--speed", "20000"], "events.json"],
    ["by time, compressed", ["--speed", "20000"], "events.json.zst"],
    ["by rate", ["--rate", "1000..4000/2s"], "events.json"],
    ["in columns", ["--speed", "20000"], "events.parquet"],
  ])("%s, stopped again and again", async (_, pace, name) => {
    const expected = temporaryFolder();
    const batch = await commandHere([...DAY, ...SPLIT, "--quiet", join(expected, name)]);
    expect(batch.code, batch.stderr).toBe(0);
    const folder = temporaryFolder();
    const values = [...DAY, "--continuous", ...pace, ...SPLIT, join(folder, name)];
    let code = 0;
    let stops = 0;
    do {
      const before = namesIn(folder).length;
      const child = start([...values, ...(stops === 0 ? [] : ["--resume"])]);
      child.stdout.resume();
      let stderr = "";
      child.stderr.on("data", (bytes: Buffer) => {
        stderr += bytes;
      });
      await until(() => namesIn(folder).length > before || child.exitCode !== null);
      await pause(Math.random() * 300);
      code = await stop(child, "SIGINT");
      expect([0, 130], stderr).toContain(code);
      if (code === 130) {
        expect(stderr).toMatch(/stopped after [\d,]+ events, up to \S+; the same command with --resume goes on$/m);
        stops++;
      }
    } while (code !== 0 && stops < 3);
    expect(stops).toBeGreaterThan(0);
    if (code !== 0) expect((await commandHere([...values, "--resume"])).code).toBe(0);
    if (name.endsWith(".zst")) {
      // A batch is a frame, so the packing differs, and the events are the same.
      const events = async (of: string) =>
        (await commandHere(["cat", ...namesIn(of).map((file) => join(of, file))])).stdout;
      expect(namesIn(folder)).toEqual(namesIn(expected));
      expect(await events(folder)).toBe(await events(expected));
      expect((await commandHere(["verify", folder])).code).toBe(0);
    } else {
      const digests = (of: string) => [...contentOf(of)].map(([file, bytes]) => [file, sha256(bytes)]);
      expect(digests(folder)).toEqual(digests(expected));
    }
  });
});

/** Files with their final name. */
function namesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith("events-"));
  return names.sort();
}

it("a file of a period is complete when the period is over, long before the next event", async () => {
  // This user has six events in the first quarter of an hour, and the next one days later: in twenty minutes at this speed.
  const values = ["-n", "3000", "-r", "4", "-s", "2026-03-02T00:00:00", "-e", "2026-03-09T00:00:00", "--user", "2734"];
  const lines = (await commandHere([...values, "--quiet"])).stdout.split("\n").slice(0, -1);
  const stamps = lines.map((line) => (JSON.parse(line) as { ts: number }).ts);
  const gap = stamps.findIndex((ts, index) => index > 0 && ts - stamps[index - 1]! > 3 * 86_400_000);
  expect(gap).toBeGreaterThan(0);
  const before = lines.slice(0, gap).map((line) => `${line}\n`);
  const folder = temporaryFolder();
  const pace = ["--continuous", "--speed", "250", "--split-time", "1min"];
  const child = start([...values, ...pace, join(folder, "events.json")]);
  child.stdout.resume();
  child.stderr.resume();
  const joined = () => namesIn(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  await until(() => joined().join("") === before.join("") || child.exitCode !== null);
  expect(joined().join("")).toBe(before.join(""));
  expect(child.exitCode).toBeNull();
  expect(await stop(child, "SIGINT")).toBe(130);
}, 120_000);
