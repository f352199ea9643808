// `eventsim report` of whole runs: against a second implementation over the events, the manifest's totals, and the id of the command that it prints.
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import type { Report } from "../../../src/report/model.ts";
import { lastingFolder } from "../../support/files/folders.ts";
import { configFile } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { shell } from "../../support/program/program.ts";
import type { PlainEvent } from "../../support/report/counting.ts";
import { plainReport } from "../../support/report/plain.ts";

const folder = lastingFolder();
/** A population that grows, with guests; two Mondays are in the window. */
const GROWING = [
  "-c",
  configFile("Tambourine"),
  "-n",
  "60",
  "-g",
  "9",
  "-s",
  "2026-03-01T12:00:00",
  "-e",
  "2026-03-10",
];
const SPLIT = ["--split-time", "2d"];

async function make(...values: string[]): Promise<void> {
  const { code, stderr } = await commandHere([...values, "--quiet"], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

async function reportOf(...values: string[]): Promise<Report> {
  const { code, stdout, stderr } = await commandHere(["report", ...values, "--json"], { cwd: folder });
  expect({ code, stderr: stderr.replace(/^[\d,]+ events read in .*\n/, "") }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Report;
}

async function refusalOf(...values: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stdout, stderr } = await commandHere(["report", ...values], { cwd: folder });
  expect(stdout).toBe("");
  return { code, stderr };
}

function numbersIn({
  header: _,
  notes: __,
  prediction: ___,
  ...numbers
}: Report): Omit<Report, "header" | "notes" | "prediction"> {
  return numbers;
}

const manifestIn = (name: string): Manifest =>
  JSON.parse(readFileSync(join(folder, name, ".eventsim", "_manifest"), "utf8")) as Manifest;

let events: PlainEvent[] = [];
let json: Report;
beforeAll(async () => {
  await make(...GROWING, ...SPLIT, "json/events.json");
  const { stdout } = await shell("$eventsim cat json/events-*.json", { cwd: folder });
  events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PlainEvent);
  json = await reportOf(...[0, 1, 2, 3, 4].map((part) => `json/events-00000${part}.json`));
});

describe("eventsim report of files", () => {
  it("has the numbers of a second implementation", () => {
    expect(events.length).toBeGreaterThan(10_000);
    expect(numbersIn(json)).toEqual(plainReport(events, json));
    expect(json.retention!.length).toBeGreaterThan(2);
    expect(json.header.files).toEqual({ count: 5, first: "json/events-000000.json", last: "json/events-000004.json" });
  });

  it.each([
    ["events.json.lz4"],
    ["events.json.gz"],
    ["events.msgpack.zst"],
    ["events.csv"],
    ["events.avro"],
    ["events.arrow"],
    ["events.arrows"],
    ["events.parquet"],
  ])("has the same numbers from %s", async (name) => {
    await make(...GROWING, name);
    expect(numbersIn(await reportOf(name))).toEqual(numbersIn(json));
  });

  it("has them from files in any order, from date folders, and from a pipe", async () => {
    await make(...GROWING, "--split-time", "1d", "days/dt={date}/events-{part}.json");
    const { stdout } = await shell("$eventsim report $(ls -r days/*/*.json) --json", { cwd: folder });
    expect(numbersIn(JSON.parse(stdout) as Report)).toEqual(numbersIn(json));
    const piped = await shell("cat json/events-*.json | $eventsim report - --json", { cwd: folder });
    expect(numbersIn(JSON.parse(piped.stdout) as Report)).toEqual(numbersIn(json));
  });

  it("has the events of the original's engine and of a run with disorder as they are", async () => {
    await make(...GROWING, "--late", "5%:10min", "--duplicate", "1%:5s", "--lose", "1%", "disorder.json");
    await make("--compat", "interana", ...GROWING, "original.json");
    for (const name of ["disorder.json", "original.json"]) {
      const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
      const report = await reportOf(name);
      expect(numbersIn(report)).toEqual(
        plainReport(
          lines.map((line) => JSON.parse(line) as PlainEvent),
          report,
        ),
      );
    }
  });
});

describe("eventsim report of a manifest", () => {
  it("has its totals, and the command with the same id", async () => {
    const { totals, id, window, population } = manifestIn("json");
    const report = await reportOf("json");
    expect(report.totals).toMatchObject({
      events: totals.events,
      sessions: totals.sessions,
      simulatedUsers: totals.users,
    });
    expect(report.header).toMatchObject({ dataSetId: id, configuration: { name: "configs/Tambourine-config.json" } });
    expect(report.header.window).toEqual({ start: `${window.start}Z`, end: `${window.end}Z` });
    expect(report.header.population?.users).toBe(population.users);
    expect(report.prediction?.rows.length).toBeGreaterThan(10);
    expect(report.days).toBeUndefined();
    for (const key of ["hours", "weekHours", "pages", "levels"] as const) expect(report[key]).toEqual(json[key]);
    expect(report.music?.topTracks.map(({ plays }) => plays)).toEqual(json.music?.topTracks.map(({ plays }) => plays));
  });

  it("with --files has all numbers, and says if files and manifest differ", async () => {
    const report = await reportOf("json/.eventsim/_manifest", "--files");
    const { simulatedUsers: _, bytes: __, rawBytes: ___, ...totals } = report.totals;
    expect({ ...numbersIn(report), totals }).toEqual(numbersIn(json));
    expect(report.header.source).toBe("manifest and files");
    await make(...GROWING, ...SPLIT, "changed/events.json");
    truncateSync(join(folder, "changed/events-000004.json"), 0);
    expect((await refusalOf("changed", "--files")).stderr).toContain("changed/events-000004.json: has no events");
    const first = readFileSync(join(folder, "changed/events-000003.json"), "utf8").split(/(?<=\n)/)[0]!;
    writeFileSync(join(folder, "changed/events-000004.json"), first);
    const changed = await reportOf("changed", "--files");
    expect(changed.notes.join(" ")).toMatch(/The files have [\d,]+ events, and the manifest [\d,]+: eventsim verify/);
  });

  it.each([
    ["lz4", [...GROWING, "-r", "-7", "--tag", "a trial's", "--split-size", "900000", "lz4/events.json.lz4"]],
    ["parquet", [...GROWING, "-a", "0.2", "--holidays", "none", "--split-events", "9000", "parquet/events.parquet"]],
    ["share", [...GROWING, "--part", "2/3", ...SPLIT, "share/events.msgpack.zst"]],
    ["limit", [...GROWING, "--events", "5000", "--compress-level", "3", ...SPLIT, "limit/events.json.gz"]],
    ["original", ["--compat", "interana", ...GROWING, ...SPLIT, "original/events.csv"]],
    [
      "late",
      [...GROWING, "--late", "2%:30s", "--lose", "0.5%", "--outage", "10:00/15min", ...SPLIT, "late/events.json"],
    ],
  ])("prints the command that makes it again: %s", async (name, values) => {
    await make(...values);
    const { header } = await reportOf(name);
    const { id } = JSON.parse(readFileSync(join(folder, header.manifest!), "utf8")) as Manifest;
    expect(header.dataSetId).toBe(id);
    const command = header.command!.replace("-c configs/", `-c ${configFile("Tambourine").replace(/[^/]+$/, "")}`);
    const printed = await shell(command.replace(/^eventsim/, "$eventsim id --quiet"), { cwd: folder });
    expect(printed).toMatchObject({ code: 0, stdout: `${id}\n` });
  });

  it("says why there is no prediction", async () => {
    const { notes, prediction } = await reportOf("late");
    expect(prediction).toBeUndefined();
    expect(notes.join(" ")).toContain("There is no prediction: late/.eventsim/_manifest: the run had --late");
  });
});

describe("eventsim report writes", () => {
  it("a summary and the numbers, to files and to standard output", async () => {
    const values = ["report", "json", "--files", "-o", "report.md", "-o", "report.json"];
    const { code, stdout } = await commandHere(values, { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const written = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
    expect(numbersIn(written).days).toEqual(json.days);
    const summary = readFileSync(join(folder, "report.md"), "utf8");
    expect(summary).toContain(`\n| events | ${json.totals.events.toLocaleString("en-US")} |\n`);
    const [, first, last] = json.funnels!.find(({ name }) => name === "upgrade")!.steps;
    expect(summary).toContain(`\n| upgrade | ${first!.sessions} | ${last!.sessions} |`);
    expect((await commandHere(["report", "json", "--files"], { cwd: folder })).stdout).toBe(summary);
  });

  it("nothing of the data as markup or as something that a terminal obeys", async () => {
    const event = { ts: 0, userId: "1", sessionId: 1, level: "free", itemInSession: 0 };
    const page = "<script>|`*_[x](y)\u001B[31m\u202E";
    writeFileSync(join(folder, "odd.json"), `${JSON.stringify({ ...event, page })}\n`);
    const { stdout } = await commandHere(["report", "odd.json"], { cwd: folder });
    expect(stdout).toContain("| &lt;script&gt;\\|\\`\\*\\_\\[x\\](y)\\\\u001B\\[31m\\\\u202E | 1 | 100.0 % |");
    const printed = (await commandHere(["report", "odd.json", "--json"], { cwd: folder })).stdout;
    expect(printed).toContain("\\u001b[31m\\u202e");
    expect((JSON.parse(printed) as Report).pages[0]!.page).toBe(page);
  });
});
