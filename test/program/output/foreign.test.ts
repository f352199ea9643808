import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

const DAY = [...FIXED, "--no-progress", "--split-events", "300"];
const NOTE = /do(es)? not belong to this data set/;

async function noteOf(values: string[]): Promise<string | undefined> {
  const { code, stderr } = await commandHere(values);
  expect(code).toBe(0);
  return stderr.split("\n").find((line) => NOTE.test(line));
}

describe("files of another data set in a run's folder", () => {
  it("are counted at the end of the run that leaves them there, and are those that verify lists", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "events.json");
    expect(await noteOf([...DAY, path])).toBeUndefined();
    const count = readdirSync(folder).filter((name) => name !== ".eventsim").length;
    expect(count).toBeGreaterThan(3);
    expect(await noteOf([...DAY, "--events", "600", "--force", path])).toBe(
      `${folder}: ${count - 2} files do not belong to this data set: events-000002.json and others. ` +
        `A reader of the whole folder would read them as well; eventsim verify ${folder} lists them`,
    );
    const { stdout } = await commandHere(["verify", folder]);
    expect(stdout.match(/^foreign /gm)).toHaveLength(count - 2);
  });

  it("may be one; other names do not matter, and --quiet prints nothing", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "events.json");
    for (const name of ["notes.txt", "events.json", "events-000007.json.gz"]) writeFileSync(join(folder, name), "");
    expect(await noteOf([...DAY, "--events", "600", path])).toBeUndefined();
    writeFileSync(join(folder, "events-000007.json"), "");
    expect(await noteOf([...DAY, "--events", "600", path])).toContain(
      "1 file does not belong to this data set: events-000007.json.",
    );
    expect(await commandHere([...DAY, "--events", "600", "--quiet", path])).toMatchObject({ code: 0, stderr: "" });
  });
});
