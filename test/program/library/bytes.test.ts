import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BytesOptions, SimulationRun, WriteOptions } from "../../../src/index.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { library } from "../../support/program/library.ts";
import { FIXED } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const { simulate } = library;

/** FIXED, as the library's options. */
const SAME = { users: 20, from: "2026-03-02", to: new Date("2026-03-03T00:00:00Z"), workers: 2 };
const fixed = simulate(SAME);

async function collect(simulation: SimulationRun<unknown>, options?: BytesOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of simulation.bytes(options)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The file that the command line writes. */
async function written(args: readonly string[]): Promise<Buffer> {
  const path = join(temporaryFolder(), "events");
  const { code, stderr } = await commandHere([...args, path]);
  expect(code, stderr).toBe(0);
  return readFileSync(path);
}

const NAMES = { format: "--format", compress: "--compress", compressLevel: "--compress-level" } as const;

describe("run.bytes has the bytes of the command line", () => {
  it.each<BytesOptions & Partial<Record<keyof typeof NAMES, unknown>>>([
    {},
    { format: "msgpack" },
    { compress: "lz4" },
    { compress: "gzip", compressLevel: 3 },
    { format: "msgpack", compress: "zstd" },
  ])("%o", async (options) => {
    const args = Object.entries(options).flatMap(([name, value]) => [NAMES[name as keyof typeof NAMES], String(value)]);
    const expected = await written([...FIXED, ...args]);
    expect(expected.length).toBeGreaterThan(10_000);
    expect((await collect(await fixed, options)).equals(expected)).toBe(true);
  });

  it("of the original's engine", async () => {
    const expected = await written(["--compat", "interana", ...FIXED]);
    const original = await simulate({ ...SAME, engine: "interana" });
    expect((await collect(original)).equals(expected)).toBe(true);
  });

  it("in chunks of whole lines", async () => {
    for await (const chunk of (await fixed).bytes()) expect(chunk.at(-1)).toBe(0x0a);
  });

  it("of a configuration without a file, an own seed, growth, a tag and a share", async () => {
    const path = join(ROOT, "configs", "Whistle-config.json");
    const [index, count] = [2, 3];
    const options = ["-c", path, "-r", "7", "--growth-rate", "2", "--tag", "A", "--part", `${index}/${count}`];
    const config = JSON.parse(readFileSync(path, "utf8"));
    const simulation = await simulate({ ...SAME, config, seed: 7, growthRate: 2, tag: "A", share: { index, count } });
    expect((await collect(simulation)).equals(await written([...FIXED, ...options]))).toBe(true);
  });
});

describe("run.events", () => {
  it.each(["default", "interana"] as const)("has the events of the lines, with the engine %s", async (engine) => {
    const lines = (await collect(await simulate({ ...SAME, engine }))).toString().trimEnd().split("\n");
    const events: unknown[] = [];
    for await (const event of (await simulate({ ...SAME, engine })).events()) events.push(event);
    expect(events).toEqual(lines.map((line) => JSON.parse(line)));
  });

  it("stops after the number of events that was asked for", async () => {
    let count = 0;
    for await (const { ts } of (await simulate({ ...SAME, events: 77 })).events()) if (ts > 0) count++;
    expect(count).toBe(77);
  });
});

describe("run.write has the files of the command line", () => {
  const cases: [string, WriteOptions, string[]][] = [
    ["events.json.lz4", { manifest: "m" }, ["--manifest", "m"]],
    ["events-{part}.json.gz", { splitEvents: 500 }, ["--split-events", "500"]],
    ["events.msgpack", { splitBytes: 100_000 }, ["--split-size", "100000"]],
    ["events-{part}.json", { splitSeconds: 6 * 3600, onlyParts: "1-2" }, ["--split-time", "6h", "--only-parts", "1-2"]],
  ];
  it.each(cases)("%s %o", async (name, { manifest, ...options }, args) => {
    const [ours, theirs] = [temporaryFolder(), temporaryFolder()];
    const inFolder = args.map((arg) => (arg === "m" ? join(theirs, "m") : arg));
    const { code, stderr } = await commandHere([...FIXED, ...inFolder, join(theirs, name)]);
    expect(code, stderr).toBe(0);
    const more = manifest === undefined ? {} : { manifest: join(ours, manifest) };
    const result = await (await fixed).write(join(ours, name), { ...options, ...more });
    const contentOf = (folder: string) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [
          join(parentPath, name).slice(folder.length),
          readFileSync(join(parentPath, name), "latin1"),
        ]);
    expect(contentOf(ours).sort()).toEqual(contentOf(theirs).sort());
    expect(result.files).toBe(contentOf(ours).filter(([path]) => path!.startsWith("/events")).length);
  });

  it("reports its progress, and returns the manifest", async () => {
    const folder = temporaryFolder();
    const shares: number[] = [];
    const onProgress = ({ share }: { share: number }) => shares.push(share);
    const simulation = await fixed;
    const { events, manifest } = await simulation.write(join(folder, "e-{part}.json"), {
      splitEvents: 1000,
      onProgress,
    });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(manifest?.totals.events).toBe(events);
    expect(manifest?.seed).toBe(String(simulation.seed));
    expect(existsSync(join(folder, manifest!.files[0]!.name))).toBe(true);
  });
});

describe("errors are reported as on the command line", () => {
  const messageOf = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (error) => error,
    );
    expect(error).toBeInstanceOf(library.UsageError);
    expect(error).toBeInstanceOf(library.EventsimError);
    return error.message;
  };

  it.each([
    [{ ...SAME, config: "/nowhere.json" }, ["-c", "/nowhere.json"]],
    [{ ...SAME, holidays: "XX" }, ["--holidays", "XX"]],
  ])("%o", async (options, args) => {
    const { stderr, code } = await commandHere([...FIXED, ...args]);
    expect(code).toBe(2);
    const use = simulate(options).then((simulation) => simulation.write(join(temporaryFolder(), "events.json")));
    expect(`eventsim: ${await messageOf(use)}\n`).toBe(stderr);
  });

  it("for all options at once, with suggestions", async () => {
    const options = { users: -5, user: "7", form: "2026-01-01" };
    expect(await messageOf(simulate(options as object))).toBe(
      [
        "users: -5 is invalid. It must be a whole number from 1 to 4294967295, such as 1000000.",
        "user: 7 is invalid. It must be a number.",
        'unknown option form; did you mean "from"?',
      ].join("\n"),
    );
  });

  it("of a configuration without a file, with its key", async () => {
    const message = await messageOf(simulate({ config: { alpha: -1 } as never }));
    expect(message).toMatch(/^config:\d+:\d+: alpha: /m);
  });

  it.each([
    [{ ...SAME, to: SAME.from }, /: set from and to$/],
    [{ ...SAME, config: { toJSON: () => undefined } as never }, /^config: cannot be written as JSON/],
    [5 as never, /^the options are 5; they must be an object/],
    [[] as never, /they must be an object/],
  ])("in the words of the library: %o", async (options, message) => {
    expect(await messageOf(simulate(options))).toMatch(message);
  });

  it.each([
    [{ compressLevel: 5 }, /^compressLevel 5: only gzip and zstd have levels/],
    [{ resume: true }, /^resume is for output in many files: add splitEvents, splitBytes or splitSeconds$/],
    [null as never, /^the options are null; they must be an object/],
  ])("of a write with %o", async (options: WriteOptions, message) => {
    const error = await messageOf((await fixed).write(join(temporaryFolder(), "events.json"), options));
    expect(error).toMatch(message);
  });

  it("of too little memory, with the bytes that are needed", async () => {
    const events = (await simulate({ ...SAME, memoryBytes: 1e6 })).events();
    const message = await messageOf(events.next());
    expect(message).not.toMatch(/--|-X/);
    const [, mebibytes] = /memoryBytes: (\d+) \* 2 \*\* 20/.exec(message)!;
    const enough = await simulate({ ...SAME, memoryBytes: Number(mebibytes) * 2 ** 20, workers: 1 });
    let count = 0;
    for await (const _ of enough.events()) count++;
    expect(count).toBeGreaterThan(0);
  });

  it("what onProgress throws ends the write, which rejects with it, and leaves nothing", async () => {
    const folder = temporaryFolder();
    const endless = await simulate({ users: 20_000, from: "2010-01-01", to: "2040-01-01", workers: 1 });
    const onProgress = () => {
      throw new Error("of the listener");
    };
    await expect(endless.write(join(folder, "events.json"), { onProgress })).rejects.toThrow("of the listener");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of a user who does not exist, when events are asked for", async () => {
    const events = (await simulate({ ...SAME, user: 99 })).events();
    expect(await messageOf(events.next())).toMatch(/^user 99: there is no such user/);
  });
});
