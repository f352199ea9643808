// The truth file explains every difference between a run with disorder and the same run without it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stoppedWith } from "../../support/disorder/stopped.ts";
import { applyTruth, fatesOf } from "../../support/disorder/truth.ts";
import { fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { failureOf, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { shell } from "../../support/program/program.ts";

const ALL = [
  ...["--late", "5%:5min", "--late-max", "40min", "--duplicate", "2%:1min", "--lose", "1%"],
  ...["--outage", "10:00/15min", "--burst", "20:00/5min:10x", "--outage", "2026-03-05T03:00:30/2h"],
];

/** Runs a line of the shell where a folder is a file system of its own, which disappears with its processes. */
function isolated(line: string) {
  const space = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  return shell(`unshare ${space.join(" ")} bash -c '${line}'`);
}

let plain: string[];
beforeAll(async () => {
  plain = await linesMade(QUICK_WEEK, lastingFolder());
});

async function linesMade(values: readonly string[], folder = fastFolder()): Promise<string[]> {
  const path = join(folder, "events.json");
  await runHere([...values, path]);
  return linesOf(readFileSync(path));
}

/** Runs with disorder. Returns its lines, and those of its truth. */
async function disordered(values: readonly string[]): Promise<{ lines: string[]; truth: string[] }> {
  const truth = join(fastFolder(), "truth.json");
  const lines = await linesMade([...QUICK_WEEK, ...values, "--truth", truth]);
  return { lines, truth: linesOf(readFileSync(truth)) };
}

describe("the truth applied to the plain output is the output", () => {
  test.each([
    ["late events", ["--late", "5%:5min"]],
    ["late events with a longest delay", ["--late", "20%:30s", "--late-max", "31s"]],
    ["doubled events", ["--duplicate", "3%"]],
    ["lost events", ["--lose", "2%"]],
    ["all events lost", ["--lose", "100%"]],
    ["all late and doubled", ["--late", "100%:1h", "--duplicate", "100%:1h"]],
    ["an outage every day", ["--outage", "10:00/15min"]],
    ["an outage over midnight, as the window begins", ["--outage", "23:00:30/3h"]],
    ["a burst", ["--burst", "18:00/7min:12.5x"]],
    ["everything", ALL],
  ])("%s", async (_, values) => {
    const { lines, truth } = await disordered(values);
    expect(truth.length).toBeGreaterThan(0);
    expect(applyTruth(plain, fatesOf(truth))).toEqual(lines);
  });

  test.each([
    ["a share of the users", ["--part", "2/3"]],
    ["one user", ["--user", "7"]],
    ["a start between two seconds", ["-s", "2026-03-02T00:00:00.250"]],
    ["users who join", ["--growth-rate", "30", "--attrition-rate", "0.9"]],
    ["other ids and another seed", ["--userid", "1000", "--randomseed", "-5"]],
  ])("everything, with %s", async (_, values) => {
    const { lines, truth } = await disordered([...ALL, ...values]);
    expect(applyTruth(await linesMade([...QUICK_WEEK, ...values]), fatesOf(truth))).toEqual(lines);
  });

  test("and as many of its lines as were asked for, by what the truth has then", async () => {
    for (const events of [1, 999, 3000]) {
      const { lines, truth } = await disordered([...ALL, "--events", String(events)]);
      expect(applyTruth(plain, fatesOf(truth)).slice(0, events)).toEqual(lines);
      expect(lines).toHaveLength(events);
    }
  });
});

describe("the truth", () => {
  test("is in the order of time, and says what each event has met", async () => {
    const { truth } = await disordered(ALL);
    const fates = fatesOf(truth);
    expect(fates.map(({ ts }) => ts)).toEqual(fates.map(({ ts }) => ts).sort((a, b) => a - b));
    expect(new Set(fates.map(({ what }) => what))).toEqual(new Set(["late", "duplicate", "lost", "outage", "burst"]));
    expect(fates.every(({ what, ts, arrival }) => (what === "lost" ? arrival === undefined : arrival! > ts))).toBe(
      true,
    );
  });

  test("has the same bytes with other workers and slices, and so has the output", async () => {
    const once = await disordered([...ALL, "--events", "5000"]);
    for (const how of [
      ["--workers", "3", "--slice-events", "50"],
      ["--workers", "1", "--slice-events", "1"],
      ["--part-events", "7", "--slice-events", "333"],
    ])
      expect(await disordered([...ALL, "--events", "5000", ...how])).toEqual(once);
  });

  test("is counted in the manifest, with the sessions and the users of what arrives", async () => {
    const folder = fastFolder();
    const truth = join(folder, "truth");
    const content = await runInto(folder, [
      ...QUICK_WEEK,
      ...ALL,
      "--lose",
      "30%",
      "--split-time",
      "1d",
      "--truth",
      truth,
    ]);
    const { totals } = manifestIn(content);
    const fates = fatesOf(linesOf(readFileSync(truth)));
    const count = (...kinds: string[]) => fates.filter(({ what }) => kinds.includes(what)).length;
    expect(totals.disorder).toEqual({
      late: count("late"),
      duplicated: count("duplicate"),
      lost: count("lost"),
      held: count("outage", "burst"),
    });
    const arrived = applyTruth(plain, fates).map((line) => JSON.parse(line) as { sessionId: number });
    const sessions = new Set(arrived.map(({ sessionId }) => sessionId));
    expect(totals.events).toBe(arrived.length);
    expect(totals.sessions).toBe(sessions.size);
    expect(totals.users).toBe(new Set([...sessions].map((session) => Math.floor(session / 1_000_000))).size);
  });

  test("is whole after a run that was stopped and taken up again", async () => {
    const values = [...QUICK_WEEK, ...ALL, "--split-events", "300"];
    const wanted = join(fastFolder(), "truth");
    await runInto(fastFolder(), [...values, "--truth", wanted]);
    const folder = await stoppedWith(values, 13, join(fastFolder(), "never"));
    const made = join(fastFolder(), "truth");
    await runInto(folder, [...values, "--truth", made, "--resume"]);
    expect(readFileSync(made)).toEqual(readFileSync(wanted));
  });

  test("does not appear if the run does not come to its end", async () => {
    const beside = fastFolder();
    await stoppedWith([...QUICK_WEEK, ...ALL, "--split-events", "300"], 5, join(beside, "truth"));
    expect(readdirSync(beside)).toEqual([]);
  });

  test("replaces neither what the run reads nor what it writes, nor what --no-clobber keeps", async () => {
    const folder = fastFolder();
    const [output, there] = [join(folder, "events.json"), join(folder, "there")];
    writeFileSync(there, "kept");
    const refused = async (...values: string[]) =>
      (await failureOf([...QUICK_WEEK, ...ALL, ...values, output])).message;
    expect(await refused("--truth", output)).toContain("is an output of the run");
    expect(await refused("--truth", there, "--no-clobber")).toContain("exists, and --no-clobber keeps it");
    expect(await refused("--truth", folder)).toContain("is not a regular file");
    expect(await refused("--truth", join(there, "truth"))).toContain("name another file");
    expect(await refused("--truth", join(folder, "events-000000.json"), "--split-events", "300")).toContain(
      "a file of events",
    );
    expect(await refused("--truth", there, "--split-events", "300", "--only-parts", "1")).toContain("--only-parts");
    expect(readFileSync(there, "utf8")).toBe("kept");
    expect(existsSync(output)).toBe(false);
  });
});

test("a full disk ends the run with the file's name and what to do, and leaves neither list nor events", async (context) => {
  const disk = fastFolder();
  const events = fastFolder();
  const mount = `mount -t tmpfs -o size=64k none ${disk}`;
  const { code: mounts } = await isolated(mount);
  context.skip(mounts !== 0, "no small file system can be mounted here (unshare and mount are needed)");
  const values = [...QUICK_WEEK, "--late", "50%:1min", "--truth", `${disk}/truth`, `${events}/events.json`];
  const command = values.map((value) => JSON.stringify(value)).join(" ");
  const { stdout, stderr } = await isolated(`${mount} && { $eventsim ${command}; echo "code $?"; ls -A ${disk}; }`);
  expect(stderr).toContain(`eventsim: --truth ${disk}/truth: the disk is full; free some space or write elsewhere\n`);
  expect(stderr).not.toContain("worker");
  expect(stdout).toBe("code 1\n");
  expect(readdirSync(events)).toEqual([]);
});
