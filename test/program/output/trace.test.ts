// Checks the output of --trace by the rules of Chrome and Perfetto, and against the run's output.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { atRest, ENDLESS, exitCode, FIXED, shell, start } from "../../support/program/program.ts";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  id?: number;
  args: Record<string, number>;
}

/** The same day as FIXED, in batches of a few events, so that there are many. */
const MANY = [...FIXED, "-n", "300", "--part-events", "64"];

function readTrace(path: string) {
  const { traceEvents, otherData } = JSON.parse(readFileSync(path, "utf8"));
  return { events: traceEvents as TraceEvent[], otherData };
}

function named(events: readonly TraceEvent[], name: string, ...phases: string[]): TraceEvent[] {
  return events.filter((event) => event.name === name && phases.includes(event.ph));
}

/** Checks the requirements of Chrome's format for each event. */
function checkEvents(events: readonly TraceEvent[], threads: number): void {
  for (const event of events) {
    expect(Number.isInteger(event.pid) && event.pid > 0).toBe(true);
    expect(Number.isInteger(event.tid) && event.tid >= 0 && event.tid < threads).toBe(true);
    expect(["M", "X", "i", "b", "e"]).toContain(event.ph);
    if (event.ph === "M") continue;
    expect(event.ts).toBeGreaterThanOrEqual(0);
    if (event.ph === "X") expect(event.dur).toBeGreaterThanOrEqual(0);
    if (event.ph === "b" || event.ph === "e") expect(event.id).toEqual(expect.any(Number));
  }
  const names = named(events, "thread_name", "M").map(({ args }) => args.name);
  expect(names).toEqual(["main", ...Array.from({ length: threads - 1 }, (_, index) => `worker ${index}`)]);
}

/** Steps of a thread follow each other or are nested; viewers would draw anything else wrongly. */
function checkNesting(events: readonly TraceEvent[]): void {
  const NANOSECOND = 0.001;
  for (const tid of new Set(events.map((event) => event.tid))) {
    const open: number[] = [];
    const steps = events.filter((event) => event.tid === tid && event.ph === "X");
    for (const { ts, dur } of steps.toSorted((one, other) => one.ts - other.ts || other.dur - one.dur)) {
      while (open.length > 0 && (open.at(-1) as number) <= ts + NANOSECOND) open.pop();
      if (open.length > 0) expect(ts + dur).toBeLessThanOrEqual((open.at(-1) as number) + 2 * NANOSECOND);
      open.push(ts + dur);
    }
  }
}

/** Each pair has a beginning and, later, an end. */
function checkPairs(events: readonly TraceEvent[]): void {
  const begins = events.filter(({ ph }) => ph === "b");
  const ends = new Map(events.filter(({ ph }) => ph === "e").map((event) => [event.id, event]));
  expect(ends.size).toBe(begins.length);
  for (const { id, ts } of begins) expect(ends.get(id)?.ts).toBeGreaterThanOrEqual(ts);
}

/** Every batch is encoded once and written once, in order. Events and bytes add up to the output's. */
function checkBatches(events: readonly TraceEvent[], eventCount: number, byteLength: number | undefined): void {
  const encoded = named(events, "encode", "X").map(({ args }) => args);
  expect(encoded.reduce((sum, { events: count = 0 }) => sum + count, 0)).toBe(eventCount);
  const batches = encoded.map(({ batch = -1 }) => batch).toSorted((one, other) => one - other);
  expect(batches).toEqual(batches.map((_, index) => index));
  const writes = named(events, "write", "X", "b").toSorted((one, other) => one.ts - other.ts);
  const written = writes.flatMap(({ args: { batch = -1, batches: count = 0 } }) =>
    Array.from({ length: count }, (_, index) => batch + index),
  );
  expect(written).toEqual(batches);
  const total = (key: string) => writes.reduce((sum, { args }) => sum + (args[key] ?? 0), 0);
  expect(total("events")).toBe(eventCount);
  if (byteLength !== undefined) expect(total("bytes")).toBe(byteLength);
}

describe("--trace", () => {
  it.each([
    ["a file, written by the workers", [], "events.json", true],
    ["many files, written by the main thread", ["--split-events", "1000"], "events-{part}.json", true],
    ["LZ4", ["--compress", "lz4"], "events.json.lz4", false],
    ["one worker", ["--workers", "1"], "events.json", true],
    ["one user", ["--user", "3"], "events.json", true],
  ] as [string, string[], string, boolean][])("tells of each batch of %s", async (_, options, name, isPlain) => {
    const folder = temporaryFolder();
    const values = [...MANY, "--workers", "2", ...options];
    const trace = join(folder, "trace.json");
    const { code, stderr } = await commandHere([...values, "--trace", trace, join(folder, "out", name)]);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const { events, otherData } = readTrace(trace);
    const threads = options.includes("1") || options.includes("--user") ? 2 : 3;
    checkEvents(events, threads);
    checkNesting(events);
    checkPairs(events);
    const { stdout } = await shell(`$eventsim cat ${join(folder, "out")}/events*`);
    checkBatches(events, stdout.split("\n").length - 1, isPlain ? Buffer.byteLength(stdout) : undefined);
    expect(otherData).toMatchObject({ leftOut: 0, node: process.version });
    const slices = named(events, "slice", "i").map(({ args }) => args);
    // The slices cover the day without a gap.
    const bounds = slices.toSorted((one, other) => one.slice! - other.slice!);
    expect(bounds[0]?.from_s).toBe(0);
    expect(bounds.at(-1)?.to_s).toBe(86_400);
    bounds.slice(1).forEach(({ from_s }, index) => {
      expect(from_s).toBe(bounds[index]?.to_s);
    });
  });

  it("shows the original's engine, which fills buffers", async () => {
    const folder = temporaryFolder();
    const trace = join(folder, "trace.json");
    const output = join(folder, "events.json");
    const values = [...FIXED, "--compat", "interana", "--part-events", "64", "--workers", "2", "--trace", trace];
    const { code, stderr } = await commandHere([...values, output]);
    expect(code, stderr).toBe(0);
    const { events } = readTrace(trace);
    checkEvents(events, 3);
    checkNesting(events);
    const lines = readFileSync(output, "utf8");
    checkBatches(events, lines.split("\n").length - 1, Buffer.byteLength(lines));
    expect(named(events, "fill", "X").length).toBeGreaterThan(0);
    expect(named(events, "simulate", "X")).toEqual([]);
  });

  it("changes no byte", async () => {
    const folder = temporaryFolder();
    const [plain, traced] = [join(folder, "plain.json"), join(folder, "traced.json")];
    await commandHere([...MANY, plain]);
    await commandHere([...MANY, "--trace", join(folder, "trace"), traced]);
    const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
    expect(digest(traced)).toBe(digest(plain));
  });

  it("shows how long the workers wait for a reader", async () => {
    const trace = join(temporaryFolder(), "trace.json");
    const child = start([...FIXED, "-n", "3000", "--quiet", "--workers", "2", "--trace", trace]);
    // Pipe and ring are full, and nobody has read for at least a fifth of a second.
    await atRest(child);
    const parts: Buffer[] = [];
    for await (const bytes of child.stdout) parts.push(bytes);
    expect(await exitCode(child)).toBe(0);
    const output = Buffer.concat(parts);
    const { events } = readTrace(trace);
    checkNesting(events);
    checkPairs(events);
    checkBatches(events, output.toString().split("\n").length - 1, output.byteLength);
    const stalls = named(events, "ring full", "X").map(({ dur }) => dur);
    expect(Math.max(...stalls)).toBeGreaterThan(100_000);
  });

  it("is written when a signal ends the run", async () => {
    const trace = join(temporaryFolder(), "trace.json");
    const child = start([...ENDLESS, "--quiet", "--trace", trace]);
    await once(child.stdout, "data");
    // The file exists from the start, and is empty until the end.
    expect(statSync(trace).size).toBe(0);
    child.kill("SIGINT");
    expect(await exitCode(child)).toBe(130);
    const { events } = readTrace(trace);
    checkNesting(events);
    expect(named(events, "make users", "X").length).toBeGreaterThan(0);
    expect(named(events, "encode", "X").length).toBeGreaterThan(0);
  });
});

describe("the file of --trace", () => {
  it("is replaced, also by a shorter one, and kept where the run does not begin", async () => {
    const trace = join(temporaryFolder(), "trace.json");
    writeFileSync(trace, "x".repeat(1_000_000));
    const refused = await commandHere([...FIXED, "-c", "nowhere.json", "--trace", trace, "/dev/null"]);
    expect(refused.code).toBe(2);
    expect(statSync(trace).size).toBe(1_000_000);
    expect((await commandHere([...FIXED, "--trace", trace, "/dev/null"])).code).toBe(0);
    expect(readTrace(trace).events.length).toBeGreaterThan(10);
  });

  it("does not remain if the run does not begin", async () => {
    const trace = join(temporaryFolder(), "trace.json");
    expect((await commandHere([...FIXED, "-c", "nowhere.json", "--trace", trace, "/dev/null"])).code).toBe(2);
    expect(existsSync(trace)).toBe(false);
  });

  it("is refused before anything is simulated where it cannot be, or is another file of the run", async () => {
    const folder = temporaryFolder();
    const [output, config] = [join(folder, "events.json"), join(folder, "config.json")];
    writeFileSync(config, readFileSync("configs/Accordion-config.json"));
    mkdirSync(join(folder, "there"));
    const cases: [values: string[], message: RegExp][] = [
      [
        ["--trace", join(folder, "nowhere", "t.json")],
        /--trace \S+: cannot be written \(ENOENT.*name a file in a folder/,
      ],
      [["--trace", join(folder, "there")], /--trace \S+: cannot be written \(EISDIR/],
      [["--trace", output], /--trace: \S+ is an output of the run; name another file for the trace/],
      [
        ["--trace", config, "-c", config],
        /config\.json: is the configuration of this run, and the trace would replace/,
      ],
      [["--no-clobber", "--trace", config], /--trace \S+: exists, and --no-clobber keeps it; name another file/],
    ];
    for (const [values, message] of cases) {
      const { code, stdout, stderr } = await commandHere([...FIXED, ...values, output]);
      expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(message);
    }
    expect(existsSync(output)).toBe(false);
    expect(readFileSync(config, "utf8")).toBe(readFileSync("configs/Accordion-config.json", "utf8"));
  });

  it.runIf(existsSync("/dev/full"))("reports a full disk, and the events are complete", async () => {
    const output = join(temporaryFolder(), "events.json");
    const { code, stderr } = await commandHere([...FIXED, "--quiet", "--trace", "/dev/full", output]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^eventsim: --trace \/dev\/full: could not be written \(ENOSPC.*\); the events are complete\n$/,
      ),
    });
    const { stdout } = await commandHere([...FIXED, "--quiet"]);
    expect(readFileSync(output, "utf8")).toBe(stdout);
  });
});
