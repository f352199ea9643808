// What runs into a store leave there, whichever store it is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import type { OpenedStore } from "../../../src/output/stores/store.ts";
import { openStore } from "../../../src/output/stores/stores.ts";
import { temporaryFolder } from "../files/folders.ts";
import { exitCode, outcomeOf, type Result, run, start } from "../program/program.ts";

/** A folder of a store that no other test uses, and what programs need to reach it. */
export interface StoreFolder {
  address: string;
  environment: Record<string, string>;
}

const LIMIT_MS = 240_000;
const DAY = ["-n", "200", "-r", "3", "-s", "2026-03-02T00:00:00", "-e", "2026-03-03T00:00:00"];
const HOURS = "dt={date}/events-{part}.json";
const SPLIT = [...DAY, "--split-time", "1h"];

/** The folder's content as this program reads it back; undefined where a file is missing. */
async function readIn(opened: OpenedStore, name: string): Promise<string | undefined> {
  if ((await opened.store.sizeOf(name)) === undefined) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of opened.store.read(name)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function namesIn(opened: OpenedStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of opened.store.list()) names.push(name);
  return names.sort();
}

/** The tests of one kind of store. */
export function itTakesRuns(newFolder: () => Promise<StoreFolder>): void {
  async function opened(folder: StoreFolder): Promise<OpenedStore> {
    Object.assign(process.env, folder.environment);
    return await openStore(`${folder.address}/`, {});
  }

  async function runWith({ environment }: StoreFolder, ...values: string[]): Promise<Result> {
    return await run(values, { env: { ...process.env, ...environment } });
  }

  /** The manifest of the same run on this machine, which has the digest of each file. */
  async function manifestHere(...values: string[]): Promise<string> {
    const folder = temporaryFolder();
    const { code, stderr } = await run([...values, "--quiet", join(folder, HOURS)]);
    expect(code, stderr).toBe(0);
    return readFileSync(join(folder, ".eventsim", "_manifest"), "utf8");
  }

  it("a single output has the bytes of standard output, and is not replaced unasked", {
    timeout: LIMIT_MS,
  }, async () => {
    const folder = await newFolder();
    const path = `${folder.address}/one/day.json.gz`;
    const values = [...DAY, "--manifest", `${folder.address}/one/day.manifest`, path];
    expect(await runWith(folder, ...values)).toMatchObject({ code: 0, stdout: "" });
    const lines = (await runWith(folder, ...DAY, "--quiet")).stdout;
    expect((await runWith(folder, "cat", path)).stdout === lines).toBe(true);
    expect(await runWith(folder, "verify", `${folder.address}/one/day.manifest`)).toMatchObject({ code: 0 });
    const refused = await runWith(folder, ...values, "--no-clobber");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${path}: exists, and --no-clobber keeps it`);
    expect((await runWith(folder, ...values)).stderr).toContain(`note: the existing file ${path} will be replaced`);
  });

  it.each([
    ["kill -9", "SIGKILL", 137],
    ["Ctrl-C", "SIGINT", 130],
  ] as const)(
    "a live run goes on after %s, to the bytes of a run on this machine",
    { timeout: LIMIT_MS },
    async (_, signal, code) => {
      const folder = await newFolder();
      const path = `${folder.address}/${HOURS}`;
      const child = start([...SPLIT, "--continuous", "--speed", "3600", path], {
        env: { ...process.env, ...folder.environment },
      });
      const outcome = outcomeOf(child);
      const store = await opened(folder);
      try {
        // Two files are in the journal, which is behind.
        while (!(await readIn(store, ".eventsim/_files"))?.includes('"part":1') && child.exitCode === null)
          await setTimeout(100);
        child.kill(signal);
        expect(await exitCode(child), (await outcome).stderr).toBe(code);
        expect((await readIn(store, ".eventsim/_files"))?.split("\n").length).toBeGreaterThan(3);
        expect(await readIn(store, ".eventsim/_manifest")).toBeUndefined();
        const resumed = await runWith(folder, ...SPLIT, "--resume", path);
        expect(resumed.code, resumed.stderr).toBe(0);
        expect(resumed.stderr).toMatch(/^resume: \d+ finished files are kept$/m);
        expect(await readIn(store, ".eventsim/_manifest")).toBe(await manifestHere(...SPLIT));
        expect(await runWith(folder, "verify", folder.address)).toMatchObject({ code: 0 });
        const names = await namesIn(store);
        expect(names.filter((name) => name.startsWith(".eventsim"))).toEqual([".eventsim/_manifest"]);
        expect(names.length).toBe(25);
      } finally {
        await store.store.close();
      }
    },
  );

  it("shares write into one folder at the same time, and verify finds what is wrong", {
    timeout: LIMIT_MS,
  }, async () => {
    const folder = await newFolder();
    const share = (part: string) =>
      runWith(folder, ...SPLIT, "--part", part, `${folder.address}/events-{share}-{part}.json`);
    for (const { code, stderr } of await Promise.all([share("1/2"), share("2/2")])) expect(code, stderr).toBe(0);
    expect(await runWith(folder, "verify", folder.address)).toMatchObject({ code: 0 });
    const { store } = await opened(folder);
    const size = (await store.sizeOf("events-1-of-2-000003.json")) as number;
    await store.replace("events-1-of-2-000003.json", Buffer.alloc(size, "x"));
    await store.remove("events-2-of-2-000005.json");
    await store.replace("events-2-of-2-000077.json", Buffer.from("{}\n"));
    await store.close();
    const { code, stdout } = await runWith(folder, "verify", folder.address);
    expect(code).toBe(1);
    expect(stdout).toContain("damaged events-1-of-2-000003.json: has another sha256\n");
    expect(stdout).toContain("missing events-2-of-2-000005.json\n");
    expect(stdout).toContain("foreign events-2-of-2-000077.json\n");
  });

  it.each(["parquet", "arrow"])("cat reads %s by ranges", { timeout: LIMIT_MS }, async (format) => {
    const folder = await newFolder();
    const path = `${folder.address}/dt={date}/hour={hour}/events.${format}`;
    const made = await runWith(folder, ...SPLIT, path);
    expect(made.code, made.stderr).toBe(0);
    const one = `${folder.address}/dt=2026-03-02/hour=07/events.${format}`;
    const { stdout, code } = await runWith(folder, "cat", one);
    expect(code).toBe(0);
    const lines = (await runWith(folder, ...DAY, "--quiet")).stdout.trimEnd().split("\n");
    const start = Date.parse("2026-03-02T07:00:00Z");
    const wanted = lines.filter((line) => {
      const { ts } = JSON.parse(line) as { ts: number };
      return ts >= start && ts < start + 3_600_000;
    });
    expect(stdout).toBe(`${wanted.join("\n")}\n`);
  });
}
