// A folder as a Delta table, read by deltalake and polars; the programs of docs/guide/tables.md.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf, readPage } from "../support/documents/blocks.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { linesOf, run } from "../support/program/command.ts";
import { FIXED_WEEK } from "../support/program/program.ts";
import { areThere, type Row, readDelta, runPython, sorted } from "./ask.ts";

const folder = lastingFolder();
const DELTA = ["--table", "delta", join(folder, "data", "delta", "dt={date}", "hour={hour}", "é %41#{part}.parquet")];
const ICEBERG = join(folder, "data", "iceberg", "dt={date}", "events-{part}.parquet");

const events = () => linesOf(run([...FIXED_WEEK]).bytes).map((line) => JSON.parse(line) as Row);

function withPartitions(event: Row): Row {
  const instant = new Date(event.ts as number).toISOString();
  return { ...event, dt: instant.slice(0, 10), hour: Number(instant.slice(11, 13)) };
}

/** Conditions of SQL, and what they mean. Texts that no file has between its bounds are among them. */
function filtersOf(rows: readonly Row[]): Record<string, (row: Row) => boolean> {
  const { sessionId } = rows[rows.length >> 1]!;
  return {
    "page = 'NextSong'": ({ page }) => page === "NextSong",
    "hour = 5": ({ hour }) => hour === 5,
    "hour >= 20 and level = 'paid'": ({ hour, level }) => (hour as number) >= 20 && level === "paid",
    [`"sessionId" = ${sessionId}`]: (row) => row.sessionId === sessionId,
    "\"userId\" = ''": ({ userId }) => userId === "",
    "\"userId\" >= '9'": ({ userId }) => (userId as string) >= "9",
    "length < 100": ({ length }) => length !== undefined && (length as number) < 100,
    "song is null and status = 307": ({ song, status }) => song === undefined && status === 307,
    "page = 'Zzz'": () => false,
  };
}

/** The programs of a section of the guide. */
function programOf(section: string): string {
  const page = readPage("docs/guide/tables.md");
  const start = page.indexOf(`\n## ${section}\n`);
  const end = page.indexOf("\n## ", start + 1);
  return blocksOf(page.slice(start, end < 0 ? undefined : end)).find(({ language }) => language === "python")!.text;
}

const countOf = (printed: string): number => Number(printed.match(/\d+/g)!.at(-1));

describe.skipIf(!areThere)("tables", () => {
  it("of Delta have the events and the partitions, and the rows of each filter", async () => {
    run([...FIXED_WEEK, ...DELTA]);
    const rows = events().map(withPartitions);
    const filters = filtersOf(rows);
    const answer = await readDelta(join(folder, "data", "delta"), Object.keys(filters));
    const counts = Object.values(filters).map((matches) => rows.filter(matches).length);
    expect(counts.slice(0, -1).every((count) => count > 0)).toBe(true);
    for (const read of [answer.deltalake, answer.polars]) {
      expect(read.counts).toEqual(counts);
      expect(sorted(read.rows)).toEqual(sorted(rows));
    }
    const printed = await runPython(programOf("Delta"), folder);
    const wanted = rows.filter(({ page, hour }) => page === "NextSong" && hour === 20).length;
    expect(countOf(printed.split("│").at(-2)!)).toBe(wanted);
  });

  it("of Iceberg take the files as the guide says", async () => {
    run([...FIXED_WEEK, ICEBERG]);
    const printed = await runPython(programOf("Iceberg"), folder);
    expect(countOf(printed)).toBe(events().filter(({ page }) => page === "NextSong").length);
  });
});
