// What `eventsim report` does not take: each message names the file, the place and the remedy, and nothing is printed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

const folder = lastingFolder();

beforeAll(async () => {
  await commandHere([...FIXED, "--quiet", "events.json"], { cwd: folder });
  await commandHere([...FIXED, "--quiet", "--split-time", "12h", "many/events.json"], { cwd: folder });
});

async function refusalOf(...values: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stdout, stderr } = await commandHere(["report", ...values], { cwd: folder });
  expect(stdout).toBe("");
  return { code, stderr };
}

describe("eventsim report refuses", () => {
  it.each([
    ["a file that is not there", ["nowhere.json"], 2, "nowhere.json: there is no such file"],
    [
      "a name of a form that it does not write",
      ["events.json", "-o", "report.xml"],
      2,
      "--output report.xml: the ending says what to write",
    ],
    [
      "to replace what it reads",
      ["events.json", "-o", "./events.json"],
      2,
      "--output ./events.json: is what the report is made of",
    ],
    ["a manifest among files", ["many", "events.json"], 2, "many: leads to a manifest, which stands for its files"],
    [
      "--files without a manifest",
      ["events.json", "--files"],
      2,
      "--files reads what a manifest lists, and events.json is none",
    ],
    ["a file twice", ["events.json", "events.json"], 2, "events.json: is named twice"],
  ])("%s", async (_, values, code, message) => {
    const refused = await refusalOf(...values);
    expect(refused).toMatchObject({ code });
    expect(refused.stderr).toContain(message);
  });

  it("files that are empty, cut, or of something else, by name and place", async () => {
    const text = readFileSync(join(folder, "events.json"), "utf8");
    writeFileSync(join(folder, "empty.json"), "");
    writeFileSync(join(folder, "cut.json"), text.slice(0, 5000));
    writeFileSync(
      join(folder, "other.json"),
      `${text.split("\n", 3).join("\n")}\n{"level":"info","message":"started"}\n`,
    );
    writeFileSync(join(folder, "picture.gif"), Buffer.from("474946383961", "hex"));
    expect(await refusalOf("empty.json")).toEqual({
      code: 1,
      stderr: "eventsim: empty.json: has no events; leave it out, or make it again\n",
    });
    expect((await refusalOf("cut.json")).stderr).toMatch(/cut\.json: damaged at byte \d+: the file ends within a line/);
    expect((await refusalOf("other.json")).stderr).toContain("other.json: event 4: it has no ts; name files of events");
    expect((await refusalOf("picture.gif")).stderr).toContain(
      "picture.gif: damaged at byte 0: the file begins with 47 49",
    );
  });

  it("more users than the memory that it may use", async () => {
    const lines = Array.from({ length: 400_000 }, (_, index) =>
      JSON.stringify({
        ts: index,
        userId: `user ${index}`,
        sessionId: index,
        page: "Home",
        level: "free",
        itemInSession: 0,
      }),
    );
    writeFileSync(join(folder, "many.json"), `${lines.join("\n")}\n`);
    const { code, stderr } = await refusalOf("many.json", "-Xmx200m");
    expect(code).toBe(1);
    expect(stderr).toMatch(/need more than the 20 MiB that a report may use; set a larger -Xmx/);
  });
});
