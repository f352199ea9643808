import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandHere } from "../../support/program/command-here.ts";

const RUN = ["-n", "10", "--start-time", "2026-01-05", "--end-time", "2026-01-12"];

/** The words of the line, as a shell reads them; the place of the package is not asked for. */
async function wordsOf(...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await commandHere(["spark", ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const script = `python3() { echo SUBMIT; }; spark-submit() { printf '%s\\n' "$@"; }; ${stdout}`;
  return String(execFileSync("bash", ["-c", script]))
    .trimEnd()
    .split("\n");
}

const WINDOW = ["--start-time", "2026-01-05T00:00:00", "--end-time", "2026-01-12T00:00:00"];

describe("eventsim spark", () => {
  it("prints a line with the words of the command, which a shell reads as they were", async () => {
    const words = await wordsOf(
      "--tasks",
      "3",
      "--master",
      "spark://h:7077",
      ...RUN,
      "--tag",
      "it's $HOME",
      "/x y/a.json",
    );
    expect(words).toEqual([
      "--master",
      "spark://h:7077",
      "SUBMIT",
      "--tasks",
      "3",
      "-n",
      "10",
      "--tag",
      "it's $HOME",
      ...WINDOW,
      "/x y/a.json",
    ]);
  });

  it("sets the window as two instants, whichever way it was given", async () => {
    const now = ["--now", "2026-01-13"];
    for (const window of [
      ["--from", "8", "--to=1"],
      ["-f8", "-t1"],
      ["-s", "-8d", "-e2026-01-12"],
    ])
      expect(await wordsOf("-n", "10", ...window, ...now, "hdfs://host/a-{share}.json.lz4")).toEqual([
        ...["SUBMIT", "-n", "10"],
        ...WINDOW,
        "hdfs://host/a-{share}.json.lz4",
      ]);
  });

  it.each([
    [[...RUN], "name the files at the end of the command"],
    [[...RUN, "--part", "1/2", "a.json"], "--part: the tasks are the shares"],
    [[...RUN, "--events", "5", "a.json"], "--events: it counts the events of the whole run"],
    [[...RUN, "--user", "5", "a.json"], "--user: a single user needs no cluster"],
    [[...RUN, "--tasks", "0", "a.json"], "--tasks"],
    [[...RUN, "--tasks", "11", "a.json"], "there are only 10 users"],
    [["-n", "many", "a.json"], "--nusers"],
  ])("%j is refused", async (args, message) => {
    const { code, stdout, stderr } = await commandHere(["spark", ...args]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, ""]);
  });
});
