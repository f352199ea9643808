// `eventsim config new` as a person runs it. What it solves is tested in test/unit/cli/making.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { run } from "../../support/program/program.ts";
import { runOnTerminal } from "../../support/program/terminal.ts";

test("a configuration of options passes the check without a warning, and runs", async () => {
  const file = join(temporaryFolder(), "made.json");
  const made = await run(["config", "new", "--events-a-session", "20", "--paid", "40%", "--tag", "made", "-o", file]);
  expect({ code: made.code, stdout: made.stdout }, made.stderr).toEqual({ code: 0, stdout: "" });
  expect(made.stderr).toMatch(/events of a session +20\.0 +20\.0 +55\.2\n/);
  expect(made.stderr).toContain(`eventsim config check ${file}\n`);
  const config = JSON.parse(readFileSync(file, "utf8"));
  expect(config._comment[0]).toBe("Made by: eventsim config new --events-a-session 20 --paid 0.4 --tag made");
  expect(config.$schema).toMatch(/\/configs\/schema\.json$/);
  expect(existsSync(join(file, "..", config.$schema))).toBe(true);
  const checked = await run(["config", "check", file, "--json"]);
  const { warnings, prediction } = JSON.parse(checked.stdout);
  expect({ code: checked.code, warnings }).toEqual({ code: 0, warnings: [] });
  expect(Math.abs(prediction.session.events.mean / 20 - 1)).toBeLessThan(0.01);
  const { code, stdout } = await run(["-c", file, "-n", "20", "-s", "2026-01-05", "-e", "2026-01-07", "--quiet"]);
  expect({ code, tagged: stdout.split("\n").filter((line) => line.includes('"tag":"made"')).length > 100 }).toEqual({
    code: 0,
    tagged: true,
  });
});

describe("what is wrong is told together, and nothing is written", () => {
  test("arguments", async () => {
    const { code, stdout, stderr } = await run([
      ...["config", "new", "--paid", "140%", "--sessions-a-week", "often", "--day-curve", "0.5", "--weekend", "2"],
      ...["--cancellations", "1", "--start-date", "2026-02-30T00:00:00", "--holidays", "usa", "--tagg", "x"],
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const said of [
      "'140%' is invalid. It must be a share from 0% to 100%",
      "'often' is invalid. It must be a number from 0.01 to 100",
      "'0.5' is invalid. It must be a number from 1 to 20",
      "'2' is invalid. It must be a number from 0.01 to 1",
      "'1' is invalid. It must be a share from 0% to 95%",
      "'2026-02-30T00:00:00' is invalid. It must be a date-time that exists",
      "'usa' is invalid. It must be the two capital letters",
      "unknown option '--tagg' (Did you mean --tag?)",
    ])
      expect(stderr).toContain(said);
  });

  test("a file that exists", async () => {
    const file = join(temporaryFolder(), "mine.json");
    writeFileSync(file, "mine");
    const { code, stderr } = await run(["config", "new", "--tag", "x", "-o", file]);
    expect({ code, says: stderr.includes("--force") }).toEqual({ code: 2, says: true });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("a window that ends before it begins", async () => {
    const { code, stdout, stderr } = await run([
      ...["config", "new", "--start-date", "2026-02-01T00:00:00", "--end-date", "2026-01-01T00:00:00"],
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("end-date: 2026-01-01T00:00:00 is not after start-date");
  });
});

describe("on a terminal, without options", () => {
  test("it asks, asks again after a wrong answer, and writes what was answered", async () => {
    const file = join(temporaryFolder(), "asked.json");
    const others = Array.from({ length: 6 }, () => "\r");
    const typed = ["Nobody\r", "whistle\r", "\r", "lots\r", "30\r", ...others, "7\r", "asked\r", "\r"];
    const { code, shown } = await runOnTerminal(["config", "new", "-o", file], typed);
    expect(code, shown).toBe(0);
    expect(shown).toContain("--like Nobody: there are Accordion");
    expect(shown).toContain("It must be a number from 1.1 to 10000, such as 25.");
    expect(shown).toMatch(/events of a session +30\.0 +30\.0 +61\.7/);
    const { seed, tag, _comment } = JSON.parse(readFileSync(file, "utf8"));
    expect({ seed, tag }).toEqual({ seed: 7, tag: "asked" });
    expect(_comment[0]).toBe("Made by: eventsim config new --like whistle --events-a-session 30 --seed 7 --tag asked");
  });

  test.each([
    ["Ctrl-C", "\u0003", 130, "eventsim: stopped; nothing was written"],
    ["the end of the input", "\u0004", 2, "eventsim: the answers ended; nothing was written"],
  ])("%s ends it", async (_, typed, exitCode, message) => {
    const file = join(temporaryFolder(), "none.json");
    const { code, shown } = await runOnTerminal(["config", "new", "-o", file], [typed]);
    expect({ code, says: shown.includes(message), isThere: existsSync(file) }, shown).toEqual({
      ...{ code: exitCode, says: true, isThere: false },
    });
  });
});
