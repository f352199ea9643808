// Runs eventsim bench as a user does, at smoke size: few users, and samples of few events. Times are judged by their consistency alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { engineVersion } from "../../support/golden/golden.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { exitCode, pause, type Result, run, runCommand, start } from "../../support/program/program.ts";
import { readXml } from "../../support/read/xml.ts";
import { ROOT } from "../../support/root.ts";

const EVENTS = 20_000;
const USERS = 200;
const SMOKE = ["--seconds", "1", "--events", String(EVENTS), "-n", String(USERS), "--workers", "2"];
const STAGES = [
  ...["simulate", "place", "encode-json", "encode-msgpack", "encode-json-lz4", "gzip", "zstd"],
  ...["write-nothing", "write-pipe", "write-file"],
];
const WHOLES = ["json", "json-lz4"].flatMap((encoding) =>
  ["nothing", "pipe", "file"].flatMap((destination) =>
    [1, 2].map((workers) => `${encoding}-${destination}-${workers}`),
  ),
);

interface Row {
  name: string;
  what: string;
  kind: string;
  workers: number;
  events: number;
  rawBytes: number;
  bytes: number;
  nanosecondsPerEvent: number;
  noise: number;
  eventsPerSecond: number;
  rawBytesPerSecond: number;
  bytesPerSecond: number;
  scaling?: number;
  samples: number[];
}
interface Document {
  machine: Record<string, unknown>;
  site: Record<string, unknown>;
  rows: Row[];
  limits: { encoding: string; share: number; text: string }[];
  changes?: { name: string; change: number; verdict: string }[];
}

const folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
const temporary = mkdtempSync(join(folder, "temporary-"));
const environment = { ...process.env, TMPDIR: temporary };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Shows a result or refuses something, which needs no process of its own. */
function bench(...values: string[]): Promise<Result> {
  return commandHere(["bench", ...values], { cwd: folder, env: { TMPDIR: temporary } });
}

/** Returns the bytes of a run of the program over the same events. */
async function bytesOf(...values: string[]): Promise<number> {
  const window = ["-s", "2026-01-01T00:00:00", "-e", "2027-01-01T00:00:00", "--events", String(EVENTS)];
  const command = [...LAUNCH, "-n", String(USERS), ...window, "--quiet", ...values];
  const counted = ["-o", "pipefail", "-c", '"$@" | wc -c', "bash", process.execPath, ...command];
  const { code, stdout, stderr } = await runCommand("bash", counted);
  expect(code, stderr).toBe(0);
  return Number(stdout);
}

describe("eventsim bench", () => {
  let measured: Result;
  let document: Document;
  let picture = "";
  const rowOf = (name: string) => document.rows.find((row) => row.name === name) as Row;

  beforeAll(async () => {
    measured = await run(["bench", ...SMOKE, "--json", "--svg", "picture.svg"], { cwd: folder, env: environment });
    expect(measured.code, measured.stderr).toBe(0);
    document = JSON.parse(measured.stdout);
    writeFileSync(join(folder, "result.json"), measured.stdout);
    picture = readFileSync(join(folder, "picture.svg"), "utf8");
  });

  /** The same result with quiet samples, so that the comparison does not depend on this machine's noise. */
  function withTimes(name: string, factor: number): string {
    const rows = document.rows.map((row) => ({
      ...row,
      samples: [0.99, 1, 1.01].map((share) => row.nanosecondsPerEvent * share * factor),
    }));
    writeFileSync(join(folder, name), JSON.stringify({ ...document, rows }));
    return name;
  }

  it("has each stage alone, and the whole with each number of workers into each destination", () => {
    expect(document.rows.map(({ name }) => name)).toEqual([...STAGES, ...WHOLES]);
    for (const { name, kind, workers } of document.rows) {
      expect(kind, name).toBe(STAGES.includes(name) ? "stage" : "whole");
      expect(workers, name).toBe(kind === "whole" ? Number(name.slice(-1)) : 1);
    }
  });

  it("names the machine and the version", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(document.machine).toMatchObject({ node: process.version, version, engineVersion: String(engineVersion()) });
    expect(document.site).toMatchObject({ config: "Accordion-config.json", users: USERS });
  });

  it("has two samples or more of each row, and figures that follow from them", () => {
    for (const row of document.rows) {
      expect(row.samples.length, row.name).toBeGreaterThanOrEqual(2);
      for (const sample of row.samples) expect(sample, row.name).toBeGreaterThan(0);
      const [least, most] = [Math.min(...row.samples), Math.max(...row.samples)];
      expect(row.nanosecondsPerEvent, row.name).toBeGreaterThanOrEqual(least * 0.999);
      expect(row.nanosecondsPerEvent, row.name).toBeLessThanOrEqual(most * 1.001);
      expect((row.eventsPerSecond * row.nanosecondsPerEvent) / 1e9, row.name).toBeCloseTo(1, 3);
      if (row.bytes === 0) continue;
      expect((row.bytesPerSecond / row.eventsPerSecond) * (row.events / row.bytes), row.name).toBeCloseTo(1, 3);
      expect((row.rawBytesPerSecond / row.eventsPerSecond) * (row.events / row.rawBytes), row.name).toBeCloseTo(1, 3);
    }
  });

  it("writes the program's own bytes, with any number of workers and into any destination", async () => {
    const json = await bytesOf();
    // The frame's header and end, 7 and 4 bytes, are not in parts (LZ4 frame format 1.6.4).
    const lz4 = (await bytesOf("--compress", "lz4")) - 11;
    for (const name of WHOLES) {
      const { events, rawBytes, bytes, samples } = rowOf(name);
      const rounds = samples.length;
      expect({ events, rawBytes, bytes }, name).toEqual({
        events: rounds * EVENTS,
        rawBytes: rounds * json,
        bytes: rounds * (name.startsWith("json-lz4") ? lz4 : json),
      });
    }
  });

  it("encodes the same events in each stage, and only compression makes them smaller", () => {
    const amount = ({ events, rawBytes }: Row) => ({ events, rawBytes });
    const [json, lz4] = [rowOf("encode-json"), rowOf("encode-json-lz4")];
    expect(amount(lz4)).toEqual(amount(json));
    expect([rowOf("simulate").events, rowOf("simulate").bytes, rowOf("place").bytes]).toEqual([json.events, 0, 0]);
    for (const name of STAGES.slice(2)) {
      const row = rowOf(name);
      const isCompressed = /lz4|gzip|zstd/.test(name);
      expect(Math.sign(row.rawBytes - row.bytes), name).toBe(isCompressed ? 1 : 0);
    }
    expect(rowOf("encode-msgpack").bytes / rowOf("encode-msgpack").events).toBeLessThan(json.bytes / json.events);
  });

  it("scales against one worker", () => {
    for (const row of document.rows.filter(({ kind }) => kind === "whole")) {
      const one = rowOf(row.name.replace(/\d$/, "1"));
      expect(row.scaling! / (one.nanosecondsPerEvent / row.nanosecondsPerEvent), row.name).toBeCloseTo(1, 3);
    }
    expect(document.rows.filter((row) => row.kind === "stage" && row.scaling !== undefined)).toEqual([]);
  });

  it("draws well-formed XML with a bar for each row", () => {
    const elements = readXml(picture);
    expect(elements[0]).toMatchObject({ name: "svg", attributes: { xmlns: "http://www.w3.org/2000/svg" } });
    const bars = elements.filter(({ attributes }) => attributes.class?.split(" ")[0] === "bar");
    expect(bars.map(({ attributes }) => attributes["data-row"])).toEqual(document.rows.map(({ name }) => name));
    for (const { attributes } of bars) expect(Number(attributes.width)).toBeGreaterThan(0);
  });

  it("prints a table with a line for each row, and the limits in words", async () => {
    const { stdout, code } = await bench("result.json");
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    for (const { what } of document.rows) expect(lines.filter((line) => line.startsWith(`${what}  `))).toHaveLength(1);
    expect(document.limits.map(({ encoding }) => encoding)).toEqual(["json", "json-lz4"]);
    for (const { text, share } of document.limits) {
      expect(lines).toContain(text);
      expect(text).toContain(`the limit is `);
      expect(text).toContain(`${Math.round(share * 100)} % of a core's time`);
    }
  });

  it("says no change of a result against itself", async () => {
    const { stdout, stderr, code } = await bench("result.json", "--compare", "result.json", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const { changes } = JSON.parse(stdout) as Document;
    expect(changes?.map(({ name }) => name)).toEqual(document.rows.map(({ name }) => name));
    for (const { name, change, verdict } of changes ?? []) expect([change, verdict], name).toEqual([0, "no change"]);
  });

  it("shows the changes in words, in figures and in the picture", async () => {
    const [before, after] = [withTimes("before.json", 1), withTimes("after.json", 1.5)];
    const slower = await bench(after, "--compare", before, "--svg", "change.svg");
    const faster = await bench(before, "--compare", after, "--json");
    const table = slower.stdout.slice(slower.stdout.indexOf("\nagainst ")).split("\n");
    for (const { what } of document.rows) {
      const line = table.find((each) => each.startsWith(`${what}  `));
      expect(line, what).toMatch(/ \+50 % .* slower$/);
    }
    for (const { change, verdict } of (JSON.parse(faster.stdout) as Document).changes ?? []) {
      expect(change).toBeCloseTo(1 / 1.5 - 1, 3);
      expect(verdict).toBe("faster");
    }
    const marks = readXml(readFileSync(join(folder, "change.svg"), "utf8")).filter(
      ({ attributes }) => attributes.class === "before",
    );
    expect(marks).toHaveLength(document.rows.length);
  });

  it("explains why two results are hard to compare", async () => {
    const rows = document.rows.slice(1).map((row, index) => (index > 0 ? row : { ...row, name: "other" }));
    const other = { ...document, site: { ...document.site, users: 7 }, rows };
    writeFileSync(join(folder, "other.json"), JSON.stringify(other));
    const { stderr, code } = await bench("result.json", "--compare", "other.json");
    expect(stderr.split("\n")).toEqual([
      `another number of users: 7 before, ${USERS} now`,
      "only before: other",
      "only now: simulate, place",
      "",
    ]);
    expect(code).toBe(0);
  });

  it("leaves no files", () => {
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("leaves no files when it is stopped or fails, wherever it writes", async () => {
    const output = temporaryFolder();
    const long = ["bench", "--seconds", "30", "-n", "200", "--output", output, "--svg", join(output, "picture.svg")];
    const child = start(long);
    const isWriting = () => readdirSync(output, { recursive: true }).some((name) => /\/.*partial$/.test(String(name)));
    while (!isWriting()) await pause(5);
    child.kill("SIGINT");
    expect(await exitCode(child)).toBe(130);
    expect(readdirSync(output)).toEqual([]);
    writeFileSync(join(folder, "broken.json"), "{");
    const failed = await bench("-c", "broken.json", "--output", output, "--svg", join(output, "picture.svg"));
    expect(failed.stderr).toContain("broken.json:1:2: ");
    expect([failed.code, failed.stdout, readdirSync(output)]).toEqual([2, "", []]);
  });

  it("does without pipes, and without a commit, where the programs for them are missing", async () => {
    const env = { ...environment, PATH: join(folder, "nothing") };
    const { stdout, code } = await run(["bench", ...SMOKE, "--json"], { cwd: folder, env });
    expect(code).toBe(0);
    const { rows, notes, machine } = JSON.parse(stdout) as Document & { notes: string[] };
    expect(rows.map(({ name }) => name)).toEqual([...STAGES, ...WHOLES].filter((name) => !name.includes("pipe")));
    expect(notes).toEqual([expect.stringMatching(/^pipes are not measured: .*ENOENT/)]);
    expect(machine.commit).toBeUndefined();
  });

  it("says on standard error that the machine is busy, where it is, and nothing else", () => {
    expect(measured.stderr).toMatch(/^(the load average is [\d.]+ on \d+ cores: .*\n)?$/);
  });

  it.each([
    [
      ["--seconds", "0"],
      "option '--seconds <count>' argument '0' is invalid. It must be a whole number from 1 to 3600.",
    ],
    [["--workers", "129"], "It must be a whole number from 1 to 128."],
    [["--nusers", "many"], "It must be a whole number from 1 to 4294967295, such as 1000000, 1M or 1e6."],
    [["--fast"], "unknown option '--fast'"],
    [["one", "two"], "too many arguments"],
    [["none.json"], "none.json: cannot be read (ENOENT"],
    [["--compare", "none.json"], "none.json: cannot be read (ENOENT"],
    [["--compare", "picture.svg"], "picture.svg: is not JSON ("],
    [
      ["result.json", "--workers", "2"],
      "--workers is for measuring, and result.json is an earlier result; leave one out",
    ],
    [["--output", "no/folder"], "--output no/folder: a file cannot be made there (ENOENT"],
    [["result.json", "--svg", "."], ".: is a folder; name a file in it"],
  ])("%j is refused with a reason and exit code 2", async (values, message) => {
    const { code, stdout, stderr } = await bench(...values);
    for (const said of ["eventsim: ", message]) expect(stderr).toContain(said);
    expect([code, stdout]).toEqual([2, ""]);
  });

  it.each<[string, (result: Document & Record<string, unknown>) => unknown, string]>([
    ["no result", () => [1], "is no result of eventsim bench"],
    ["another kind", (result) => ({ ...result, kind: "row" }), "is no result of eventsim bench"],
    ["a later format", (result) => ({ ...result, format: 2 }), "has format 2, and this program reads format 1"],
    ["no machine", ({ machine: _, ...rest }) => rest, 'has no "machine" as it is written'],
    ["no site", (result) => ({ ...result, site: { users: 1 } }), 'has no "site" as it is written'],
    ["no rows", (result) => ({ ...result, rows: [] }), "has no rows"],
    [
      "a sample of nothing",
      (result) => ({ ...result, rows: [result.rows[0], { ...result.rows[1], samples: [0] }] }),
      'has a row that is not as it is written, number 2 of "rows"',
    ],
  ])("a file with %s is refused with the place", async (_, damage, message) => {
    writeFileSync(join(folder, "damaged.json"), JSON.stringify(damage({ ...document })));
    const { code, stderr } = await bench("damaged.json");
    expect(stderr).toBe(`eventsim: damaged.json: ${message}; name a file that eventsim bench --json has written\n`);
    expect(code).toBe(2);
  });
});
