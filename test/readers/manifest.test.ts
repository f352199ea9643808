// Whoever reads a folder takes what is in it for data, and the manifest is none. The forms are those that docs/guide/reading-back.md has in its
// table of readers; each is tried on folders that the program made, and the rows are those that `eventsim cat` prints of the files.

import { cpSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { contentOf, lastingFolder } from "../support/files/folders.ts";
import { startAt } from "../support/program/held-run.ts";
import { runHere } from "../support/program/here.ts";
import { exitCode, FIXED, run } from "../support/program/program.ts";
import { areThere, ask, columnsOf, pagesOf, type Reader, type Row, sorted } from "./ask.ts";

const DAY = [...FIXED, "--quiet", "--workers", "1"];
const SPLIT = [...DAY, "--split-events", "200"];
const SHARE_NAMES = "events-{share}-{part}.json";
const READERS = ["Spark", "DuckDB", "polars", "pyarrow", "pandas"] as const satisfies Reader[];

/** A reader's argument: for a folder of files, and for folders with files by date and hour. */
const FORMS: Record<(typeof READERS)[number], { flat: string[]; hive: string[] }> = {
  Spark: { flat: ["", "/", "/*", "/*.json", "/**"], hive: ["", "/", "/*", "/**", "/*/*/*.json"] },
  DuckDB: { flat: ["", "/", "/*", "/*.json", "/**/*.json"], hive: ["", "/", "/**/*.json", "/*/*/*.json"] },
  polars: { flat: ["/*", "/*.json", "/**/*.json"], hive: ["/**/*.json", "/*/*/*.json"] },
  pyarrow: { flat: ["", "/", "/*", "/*.json", "/**/*", "/**/*.json"], hive: ["", "/", "/**/*.json", "/*/*/*.json"] },
  pandas: {
    flat: ["/*", "/*.json", "/**", "/**/*", "/**/*.json"],
    hive: ["/**", "/**/*", "/**/*.json", "/*/*/*.json"],
  },
};

/** The columns that a reader derives from `dt=2026-03-02/hour=07`. DuckDB keeps the zero, so its hour is a text. */
function folderColumns(reader: Reader, ts: unknown): Row {
  const instant = new Date(ts as number).toISOString();
  const [dt, hour] = [instant.slice(0, 10), instant.slice(11, 13)];
  if (reader === "DuckDB") return { dt, hour };
  return reader === "Spark" || reader === "pyarrow" ? { dt, hour: Number(hour) } : {};
}

const folders = lastingFolder();
const at = (name: string) => join(folders, name);
const events = new Map<string, Row[]>();

/** The events in the files of a folder. */
async function note(name: string): Promise<void> {
  const names = [...contentOf(at(name)).keys()].filter((file) => /(^|\/)events-[^/]*\.json$/.test(file));
  const { stdout } = await run(["cat", ...names.map((file) => join(at(name), file))]);
  const lines = stdout.trimEnd().split("\n");
  events.set(
    name,
    lines.map((line) => JSON.parse(line) as Row),
  );
}

/** A run that is killed when a file has its name and others have begun. */
async function makeStopped(name: string, values: string[]): Promise<void> {
  for (let files = 1; files < 6 && !hasPartial(at(name)); files++)
    await exitCode(startAt({ at: files, what: "kill" }, [...values, "--force"]));
}

function hasPartial(folder: string): boolean {
  return [...contentOf(folder).keys()].some((name) => /^\.eventsim\/.*\.partial$/.test(name));
}

async function makeFolders(): Promise<void> {
  await runHere([...SPLIT, join(at("flat"), "events.json")]);
  await runHere([...DAY, join(at("hive"), "dt={date}/hour={hour}/events-{part}.json")]);
  for (const part of ["1/2", "2/2"]) await runHere([...SPLIT, "--part", part, join(at("shares"), SHARE_NAMES)]);
  await makeStopped("stopped", [...SPLIT, join(at("stopped"), "events.json")]);
  await runHere([...SPLIT, "--part", "1/2", join(at("stopped share"), SHARE_NAMES)]);
  await makeStopped("stopped share", [...SPLIT, "--part", "2/2", join(at("stopped share"), SHARE_NAMES)]);
  cpSync(at("flat"), at("old"), { recursive: true });
  renameSync(join(at("old"), ".eventsim/_manifest"), join(at("old"), "manifest.json"));
  for (const name of readdirSync(folders)) await note(name);
}

describe.skipIf(!areThere)("the manifest and the journal are not read as data", () => {
  beforeAll(makeFolders);

  it("where they are in the folders", () => {
    const stateOf = (name: string) => [...contentOf(at(name)).keys()].filter((file) => file.startsWith(".eventsim"));
    expect(stateOf("flat")).toEqual([".eventsim/_manifest"]);
    expect(stateOf("hive")).toEqual([".eventsim/_manifest"]);
    expect(stateOf("shares")).toEqual([".eventsim/_manifest-1-of-2", ".eventsim/_manifest-2-of-2"]);
    expect(stateOf("stopped")).toContain(".eventsim/_files");
    expect(stateOf("stopped share")).toContain(".eventsim/_manifest-1-of-2");
    expect(stateOf("stopped share")).toContain(".eventsim/2-of-2/_files");
    expect([hasPartial(at("stopped")), hasPartial(at("stopped share"))]).toEqual([true, true]);
    expect(events.get("stopped")!.length).toBeLessThan(events.get("flat")!.length);
  });

  const kinds = ["flat", "shares", "stopped", "stopped share", "hive"] as const;
  const cases = READERS.flatMap((reader) =>
    kinds.flatMap((kind) =>
      FORMS[reader][kind === "hive" ? kind : "flat"].map((form) => [reader, kind, form] as const),
    ),
  );

  it.each(cases)("%s: %s%s", async (reader, kind, form) => {
    const isHive = kind === "hive";
    const wanted = events.get(kind)!.map((row) => (isHive ? { ...row, ...folderColumns(reader, row.ts) } : row));
    const { columns, rows, error } = await ask(reader, `${at(kind)}${form}`, isHive);
    expect(error).toBeUndefined();
    expect(columns).toEqual(columnsOf(wanted));
    expect(pagesOf(rows!)).toEqual(pagesOf(wanted));
    const [read, written] = [sorted(rows!), sorted(wanted)];
    const different = read.findIndex((row, index) => row !== written[index]);
    expect(read[different]).toBe(written[different]);
    expect(read.length).toBe(written.length);
  });
});

describe.skipIf(!areThere)("a manifest.json, as earlier versions left it, is read as data", () => {
  it.each(["", "/*", "/*.json", "/**/*.json"])("by DuckDB: old%s", async (form) => {
    const { columns, rows } = await ask("DuckDB", `${at("old")}${form}`);
    expect(rows!.length).toBe(events.get("old")!.length + 1);
    expect(columns).toContain("catalogHash");
  });

  it("by Spark, as corrupt records", async () => {
    expect((await ask("Spark", at("old"))).columns).toContain("_corrupt_record");
  });

  it("by pyarrow", async () => {
    expect((await ask("pyarrow", at("old"))).rows!.length).toBe(events.get("old")!.length + 1);
  });

  it.each(["polars", "pandas"] as const)("by %s, which refuses it", async (reader) => {
    expect((await ask(reader, `${at("old")}/*.json`)).error).toMatch(/Syntax|Expected object or value/);
  });
});

describe.skipIf(!areThere)("the forms that docs/guide/reading-back.md warns of", () => {
  it.each(["/**", "/**/*"])("DuckDB finds the manifest by folder%s", async (form) => {
    for (const kind of ["flat", "hive"])
      expect((await ask("DuckDB", `${at(kind)}${form}`)).rows!.length).toBe(events.get(kind)!.length + 1);
  });

  it("polars finds it by folder/**/*, and refuses a folder that has it", async () => {
    expect((await ask("polars", `${at("flat")}/**/*`)).error).toMatch(/Syntax/);
    expect((await ask("polars", at("flat"))).error).toMatch(/different file extensions/);
  });

  it("Spark takes ** for one folder's name", async () => {
    expect((await ask("Spark", `${at("flat")}/**/*.json`)).error).toMatch(/PATH_NOT_FOUND/);
    expect((await ask("Spark", `${at("hive")}/**/*.json`)).error).toMatch(/PATH_NOT_FOUND/);
  });

  it("DuckDB and polars find nothing in folders of folders by folder/*", async () => {
    expect((await ask("DuckDB", `${at("hive")}/*`)).error).toMatch(/No files found/);
    expect((await ask("polars", `${at("hive")}/*`)).error).toMatch(/expanded paths were empty/);
  });
});
