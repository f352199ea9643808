// `eventsim config check` as a person runs it: what it prints, and what it refuses.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { configFile } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, run } from "../../support/program/program.ts";
import { onePage } from "../../support/sites/shipped.ts";

const ACCORDION = configFile("Accordion");

const written = (content: unknown): string => {
  const file = join(temporaryFolder(), "site.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

test("more pairs of auth and level than can be solved are refused", async () => {
  const levels = Array.from({ length: 300 }, (_, index) => `level ${index}`);
  const states = levels.map((level) => ({ page: "Visit", auth: "Guest", method: "GET", status: 200, level }));
  const file = written({
    levels: levels.map((level) => ({ level, weight: 1 })),
    auths: [{ auth: "Guest", weight: 1 }],
    "show-user-details": [{ auth: "Guest", show: false }],
    "new-user-auth": "Guest",
    "new-user-level": "level 0",
    "new-session": states.map((state) => ({ ...state, weight: 1 })),
    transitions: states.map((state) => ({ source: state, dest: state, p: 0.5 })),
  });
  expect(await run(["config", "check", file])).toEqual({
    code: 2,
    stdout: "",
    stderr: `eventsim: ${file}: sessions start with 300 pairs of auth and level, and the prediction solves at most 256; name fewer of them in "new-session"\n`,
  });
});

describe("a prediction", () => {
  test("of a site of one page is a gap, a beta and an event", async () => {
    const file = written(onePage({ "session-gap": 3600, beta: 82_800 }));
    const { code, stdout, stderr } = await commandHere(["config", "check", file, "--days", "7", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { prediction } = JSON.parse(stdout);
    expect(prediction.days).toBe(7);
    expect(prediction.session).toEqual({
      events: { mean: 1, deviation: 0 },
      songs: { mean: 0, deviation: 0 },
      lengthSeconds: 0,
    });
    expect(prediction.pages).toEqual([{ page: "Visit", share: 1, aSession: 1 }]);
    expect(prediction.lifetime).toBeNull();
    // The mean of 1 / (gap + beta x) over the users' factors x, summed here on a finer grid.
    let [rate, weight] = [0, 0];
    for (let z = -6; z <= 6; z += 0.01) {
      const density = Math.exp((-z * z) / 2);
      rate += (density * 86_400) / (3600 + 82_800 * Math.exp(z - 0.5));
      weight += density;
    }
    expect(prediction.userDay.sessions / (rate / weight)).toBeCloseTo(1, 2);
  });

  test("for a person has the figures of the tables, and no raw control character", async () => {
    const { code, stdout } = await commandHere(["config", "check", ACCORDION]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^.*Accordion-config.json: no errors, no warnings\n51 states, 255 transitions\n/);
    expect(stdout).toMatch(/events a session +55\.2 +58\.8\n/);
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  test("names what never ends, and what is never reached", async () => {
    const state = (page: string) => ({ page, auth: "Member", method: "GET", status: 200, level: "free" });
    const transitions = [
      { source: state("Visit"), dest: state("Loop"), p: 0.2 },
      { source: state("Loop"), dest: state("Loop"), p: 1 },
      { source: state("Island"), dest: state("Visit"), p: 0.5 },
    ];
    const { code, stdout } = await commandHere(["config", "check", written(onePage({ transitions }))]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'never reached (1), unless users arrive there (growth-rate): "Island" ("Member", "GET", 200, "free")',
    );
    expect(stdout).toContain(
      'never ending (1): "Loop" ("Member", "GET", 200, "free")\n20.0 % of the sessions come there',
    );
    expect(stdout).toContain("2 warnings");
  });
});

describe("refused are", () => {
  test.each([
    [["config"], "missing required argument 'action'"],
    [
      ["config", "--json", "check", ACCORDION],
      "the action stands before its options, as in eventsim config check --json",
    ],
    [["config", "check"], "missing required argument 'file'"],
    [["config", "draw", ACCORDION], "draw: eventsim config cannot do this; it can check"],
    [["config", "check", "nowhere.json"], "nowhere.json: there is no such file"],
    [
      ["config", "check", ACCORDION, "more.json"],
      "more.json: one configuration is checked; write --compare before files of a run",
    ],
    [["config", "check", ACCORDION, "--days", "0"], "It must be a whole number from 1 to 3660."],
    [["config", "check", ACCORDION, "--compare", "nowhere"], "nowhere: there is no such file"],
  ])("%s", async (args, message) => {
    const { code, stdout, stderr } = await commandHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a configuration with mistakes, with all of them", async () => {
    const file = written({ ...onePage(), alpha: -1, levels: [] });
    const { code, stderr } = await commandHere(["config", "check", file]);
    expect(code).toBe(2);
    expect(stderr).toContain("alpha: found -1");
    expect(stderr).toContain("levels: has no entries");
  });

  test("files that are no events, empty files and folders without a manifest", async () => {
    const folder = temporaryFolder();
    const check = async (path: string) => commandHere(["config", "check", ACCORDION, "--compare", path]);
    expect(await check(folder)).toMatchObject({ code: 2, stderr: expect.stringContaining("name its files of events") });
    const empty = await check(written(""));
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining("has no events; name another file") });
    const foreign = await check(written('{"ts":1}\n'));
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining("event 1 lacks one of ts, sessionId") });
    const damaged = await check(written('{"eventsim":"1","engine":2}'));
    expect(damaged).toMatchObject({ code: 2, stderr: expect.stringContaining("the manifest is damaged") });
  });

  test("manifests whose totals are not those of all users", async () => {
    const folder = temporaryFolder();
    const [manifest, events] = [join(folder, "m.json"), join(folder, "e.json")];
    await commandHere([...FIXED, "--late", "5%:30s", "--quiet", "--manifest", manifest, events]);
    const { code, stderr } = await commandHere(["config", "check", ACCORDION, "--compare", manifest]);
    expect(code).toBe(2);
    expect(stderr).toContain("the run had --late, --lose or the like, so its totals are not those of its users");
  });
});

test("events with a state that the configuration lacks do not fit", async () => {
  const events = join(temporaryFolder(), "e.json");
  await commandHere([...FIXED, "-c", ACCORDION, "--quiet", events]);
  const { code, stdout, stderr } = await commandHere(["config", "check", written(onePage()), "--compare", events]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    'events have the state "NextSong" ("Logged In", "PUT", 200, "free"), which the configuration lacks',
  );
  expect(stderr).toContain("does not fit");
});
