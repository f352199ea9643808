// The log of a Delta table: its actions against the files and their events, and the same bytes after a resumed run.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { boundsOf } from "../../support/parquet/bounds.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, manifestIn, nodeFileSystem, QUICK_WEEK, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { linesWritten, OUTPUTS } from "../../support/schema/outputs.ts";

const LOG = "_delta_log/00000000000000000000.json";
const NAMES = "dt={date}/hour={hour}/é %41#{part}.parquet";
const TABLE = ["--format", "parquet", "--table", "delta"];
/** Three days, with a file for each hour. */
const QUICK = [...QUICK_WEEK, "-e", "2026-03-05", ...TABLE, "--split-events", "900", "--row-group-events", "200"];
const INSTANTS = ["ts", "registration"];

type Value = string | number;
type Event = Record<string, Value | null>;
interface Add {
  path: string;
  partitionValues: Record<string, string>;
  size: number;
  modificationTime: number;
  dataChange: boolean;
  stats: string;
}
interface Statistics {
  numRecords: number;
  minValues: Record<string, Value>;
  maxValues: Record<string, Value>;
  nullCount: Record<string, number>;
}

function actionsOf(content: ReadonlyMap<string, Buffer>) {
  const lines = content.get(LOG)!.toString().trimEnd().split("\n");
  const [info, protocol, metadata, ...adds] = lines.map((line) => JSON.parse(line));
  return {
    commitInfo: info.commitInfo,
    protocol: protocol.protocol,
    metaData: metadata.metaData,
    adds: adds.map(({ add }) => add as Add),
    schema: JSON.parse(metadata.metaData.schemaString),
  };
}

/** Numbers that JSON has as strings have no place in a log. */
function shownBounds(name: string, values: Value[]): [Value, Value] | undefined {
  const bounds = boundsOf(name === "length" ? values.map(Number) : values);
  if (bounds === undefined || bounds.includes(Infinity) || bounds.includes(-Infinity)) return undefined;
  return INSTANTS.includes(name) ? (bounds.map((bound) => new Date(bound).toISOString()) as [Value, Value]) : bounds;
}

function expectedStatistics(names: readonly string[], events: readonly Event[]): Statistics {
  const statistics: Statistics = { numRecords: events.length, minValues: {}, maxValues: {}, nullCount: {} };
  for (const name of names) {
    const values = events.flatMap((event) => event[name] ?? []);
    statistics.nullCount[name] = events.length - values.length;
    const bounds = shownBounds(name, values);
    if (bounds === undefined) continue;
    [statistics.minValues[name], statistics.maxValues[name]] = bounds;
  }
  return statistics;
}

describe.each(OUTPUTS)("$name", (output) => {
  it("has an action for each file, with the statistics of its events", async () => {
    const content = await runInto(
      fastFolder(),
      [...output.command, "--quiet", ...TABLE, "--row-group-events", "9"],
      NAMES,
    );
    const { adds, schema, metaData } = actionsOf(content);
    const names = schema.fields.map(({ name }: { name: string }) => name).slice(0, -2);
    const events = (await linesWritten(output)).map((line) => JSON.parse(line) as Event);
    const { files } = manifestIn(content);
    expect(files.length).toBeGreaterThan(1);
    expect(adds.map(({ path }) => decodeURIComponent(path))).toEqual(files.map(({ name }) => name));
    adds.forEach(({ path, partitionValues, size, stats, dataChange, modificationTime }, index) => {
      const { firstEvent, events: count } = files[index]!;
      const own = events.slice(firstEvent, firstEvent + count);
      expect(JSON.parse(stats)).toEqual(expectedStatistics(names, own));
      const instant = new Date(own[0]!.ts as number).toISOString();
      expect(partitionValues).toEqual({ dt: instant.slice(0, 10), hour: String(Number(instant.slice(11, 13))) });
      expect(size).toBe(content.get(decodeURIComponent(path))!.length);
      expect(dataChange).toBe(true);
      expect(modificationTime).toBe(metaData.createdTime);
    });
    expect(adds.reduce((sum, { stats }) => sum + JSON.parse(stats).numRecords, 0)).toBe(events.length);
  });
});

describe("the log", () => {
  it("has the protocol, the id and the types of the columns", async () => {
    const { commitInfo, protocol, metaData, schema } = actionsOf(await runInto(fastFolder(), QUICK, NAMES));
    expect(protocol).toEqual({ minReaderVersion: 1, minWriterVersion: 2 });
    expect(commitInfo).toMatchObject({ timestamp: Date.UTC(2026, 2, 2), operation: "WRITE", isBlindAppend: true });
    expect(metaData).toMatchObject({ format: { provider: "parquet" }, partitionColumns: ["dt", "hour"] });
    expect(metaData.createdTime).toBe(Date.UTC(2026, 2, 2));
    expect(metaData.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const types = schema.fields.map(({ name, type, nullable }: Record<string, unknown>) => [name, type, nullable]);
    expect(types).toEqual([
      ["ts", "timestamp", false],
      ["userId", "string", false],
      ["sessionId", "long", false],
      ["page", "string", false],
      ["auth", "string", false],
      ["method", "string", false],
      ["status", "integer", false],
      ["level", "string", false],
      ["itemInSession", "integer", false],
      ["location", "string", true],
      ["userAgent", "string", true],
      ["lastName", "string", true],
      ["firstName", "string", true],
      ["registration", "timestamp", true],
      ["gender", "string", true],
      ["artist", "string", true],
      ["song", "string", true],
      ["length", "double", true],
      ["dt", "date", true],
      ["hour", "integer", true],
    ]);
  });

  it.each([
    ["{date}/{part}.parquet", []],
    ["y={year}/m={month}/d={day}/x={part}.parquet", ["y integer 2026", "m integer 3", "d integer 2"]],
    ["n={part:3}/site=a%20b/at={date}-{hour}/x.parquet", ["n long 0", "site string a%20b", "at string 2026-03-02-00"]],
  ])("of %s has the partition columns %j", async (names, columns) => {
    const { adds, schema, metaData } = actionsOf(await runInto(fastFolder(), QUICK, names));
    const types = new Map(schema.fields.map(({ name, type }: Record<string, string>) => [name, type]));
    const { partitionValues } = adds[0]!;
    expect(metaData.partitionColumns).toEqual(Object.keys(partitionValues));
    expect(Object.entries(partitionValues).map(([name, value]) => `${name} ${types.get(name)} ${value}`)).toEqual(
      columns,
    );
  });

  it("is the same for any number of workers, and after a run was killed and resumed", async () => {
    const content = await runInto(fastFolder(), QUICK, NAMES);
    const whole = digestsOf(content);
    expect(digestsOf(await runInto(fastFolder(), [...QUICK, "--workers", "3"], NAMES))).toEqual(whole);
    const files = [...content.keys()].filter((name) => name.endsWith(".parquet")).length;
    // The last is the moment at which the log has its name, and the journal is there.
    for (const at of [2, files, files + 1]) {
      const folder = fastFolder();
      expect(await exitCode(startAt({ at, what: "kill" }, [...QUICK, join(folder, NAMES)]))).toBe(137);
      expect(contentOf(folder).has(LOG)).toBe(at > files);
      expect(digestsOf(await runInto(folder, [...QUICK, "--resume"], NAMES))).toEqual(whole);
    }
  });

  it("is made for files that are there, and kept by the same command without --table", async () => {
    const whole = digestsOf(await runInto(fastFolder(), QUICK, NAMES));
    const without = QUICK.filter((value) => !["--table", "delta"].includes(value));
    const folder = fastFolder();
    expect((await runInto(folder, without, NAMES)).has(LOG)).toBe(false);
    expect(digestsOf(await runInto(folder, [...QUICK, "--resume"], NAMES))).toEqual(whole);
    expect(digestsOf(await runInto(folder, without, NAMES))).toEqual(whole);
  });

  it("does not appear if it cannot be written whole", async () => {
    const folder = fastFolder();
    const files = {
      ...nodeFileSystem,
      rename(from: string, to: string) {
        if (to.endsWith(LOG)) throw Object.assign(new Error("no space"), { code: "ENOSPC", syscall: "rename" });
        nodeFileSystem.rename(from, to);
      },
    };
    const failure = await failureOf([...QUICK, join(folder, NAMES)], { files });
    expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining(LOG) });
    expect([...contentOf(folder).keys()].filter((name) => name.includes("_delta_log"))).toEqual([]);
    const whole = digestsOf(await runInto(fastFolder(), QUICK, NAMES));
    expect(digestsOf(await runInto(folder, [...QUICK, "--resume"], NAMES))).toEqual(whole);
  });
});
