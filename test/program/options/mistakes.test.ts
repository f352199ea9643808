import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere, expectRefusal } from "../../support/program/command-here.ts";
import { ROOT } from "../../support/root.ts";

describe("a run without events", () => {
  it("says why it may be and what to do", async () => {
    // A session a year: 2 users have 2 * 3600 s / 31,557,600 s = 0.00023 of one in an hour, and one has half of that.
    const config = join(temporaryFolder(), "seldom.json");
    const accordion = readFileSync(join(ROOT, "configs", "Accordion-config.json"), "utf8");
    writeFileSync(config, accordion.replace(/"beta":\s*[\d.]+/, '"beta": 31557600'));
    const hour = ["-c", config, "-s", "2026-03-02T07:00:00", "-e", "2026-03-02T08:00:00"];
    expect(await commandHere(["-n", "2", ...hour])).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(
        /^note: no events: with a session every 365 days \(beta\), 2 users in 1 hour may be expected to have 0\.00023 sessions; take more users \(--nusers\) or a longer window \(--start-time, --end-time\)$/m,
      ),
    });
    expect((await commandHere(["-n", "2", "--user", "1", "-a", "0.5", ...hour])).stderr).toMatch(
      /^note: no events: .* user 1 alone in 1 hour .* 0\.00011 sessions, and --attrition-rate 0\.5 makes users leave; take a longer window/m,
    );
    expect((await commandHere(["-n", "2", "--quiet", ...hour])).stderr).toBe("");
  });
});

describe("several mistakes", () => {
  it("in configuration, window, users, output and data folder are told at once", async () => {
    const folder = temporaryFolder();
    const values = ["-c", "none.json", "--data", "nowhere", "--resume", "--compress-level", "3", "events-{hour}.orc"];
    const { code, stderr } = await commandHere(values, { cwd: folder });
    expect(code).toBe(2);
    for (const piece of [
      "none.json: there is no such file",
      "events-{hour}.orc: the format",
      "{hour}",
      "--data nowhere: there is no",
    ])
      expect(stderr).toContain(piece);
    const others = [
      "-s",
      "2026-01-02",
      "-e",
      "2026-01-01",
      "-u",
      "4294967295",
      "-n",
      "2",
      "--part",
      "1/5",
      "--lz4-framing",
      "hadoop",
      "--resume",
    ];
    await expectRefusal(
      others,
      "the window must end after",
      "user ids would pass",
      "--part 1/5",
      "--lz4-framing hadoop",
      "--resume is for",
    );
  });

  it("are told at once", async () => {
    const values = ["-n", "0", "--evnts", "5", "-start-time", "soon", "--now", "", "--compress", "zip", "-c"];
    await expectRefusal(
      values,
      ...[/--nusers.*'0'/, "unknown option '--evnts' (Did you mean --events", "-start-time: long names have two"],
      ...[/--start-time.*'soon'/, "--now <instant>' argument ''", "Allowed choices are none, lz4"],
      "'-c, --config <file>' argument missing",
    );
  });
});

describe("control characters", () => {
  it.each([
    ["-n", "5\u001b[31m\n6"],
    ["--start-time", "\u009b0m"],
    ["--cofig\u001b"],
    ["one", "two\nall as the manifest says"],
    ["vrif\u0007"],
  ])("in %j are shown, not obeyed", async (...values) => {
    const { code, stderr } = await commandHere(values);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^all as/m);
  });
});
