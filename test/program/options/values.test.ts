import { describe, expect, it } from "vitest";
import { commandHere, expectRefusal } from "../../support/program/command-here.ts";
import { FIXED, run } from "../../support/program/program.ts";

describe("numbers that are wrong", () => {
  it.each([
    ["-n", "0", /'-n, --nusers <count>' argument '0'.*whole number from 1/],
    ["-n", "-5", /--nusers.*'-5'.*whole number from 1/],
    ["-n", "many", /--nusers.*'many'.*whole number/],
    ["-n", "1.5", /--nusers.*'1.5'.*whole number/],
    ["--events", "0", /--events.*'0'.*whole number from 1/],
    ["--events", "1.5", /--events.*'1.5'.*whole number.*such as 1000000, 1M or 1e6/],
    ["--events", "10000000G", /--events.*'10000000G'.*whole number/],
    ["--workers", "0", /--workers.*'0'.*from 1 to 128/],
    ["--workers", "129", /--workers.*'129'.*from 1 to 128/],
    ["--userid", "-1", /--userid.*'-1'.*from 0/],
    ["--from", "-3000001", /--from.*'-3000001'.*from -3000000/],
    ["--to", "soon", /--to.*'soon'.*whole number/],
    ["--growth-rate", "-0.1", /--growth-rate.*'-0.1'.*a number >= 0/],
    ["--growth-rate", "", /--growth-rate.*a number >= 0/],
    ["--attrition-rate", "1.1", /--attrition-rate.*'1.1'.*from 0 to 1/],
    ["--randomseed", "9223372036854775808", /--randomseed.*64 bits/],
    ["--slice-events", "0", /--slice-events.*'0'.*from 1/],
  ])("%s %s", (option, value, message) => expectRefusal([option, value], message, "eventsim --help lists the options"));

  it("says which option lacks its value", () => expectRefusal(["-n"], /'-n, --nusers <count>' argument missing/));

  it("refuses ids beyond 32 bits", () =>
    expectRefusal(
      ["--userid", "4294967295", "-n", "2"],
      "user ids would pass 4294967295",
      /smaller --userid or --nus/,
    ));
});

describe("a population that memory does not hold", () => {
  it("is refused with the number that fits", async () => {
    const { code, stdout, stderr } = await run(["-n", "4000000000", "-Xmx2g"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const [, available, fits] = / allows ([\d,]+) MiB\.\s.*use --nusers (\d+) or fewer/.exec(stderr) ?? [];
    // A user takes 68 bytes; some memory goes to the catalog, the records and the ring.
    const most = (Number(available?.replaceAll(",", "")) * 2 ** 20) / 68;
    expect(Number(fits)).toBeLessThan(most);
    expect(Number(fits)).toBeGreaterThan(0.5 * most);
  });

  it("is no reason to refuse one of its users", async () => {
    const { code, stdout } = await commandHere(["-n", "4000000000", "--user", "3999999999", ...FIXED.slice(2)]);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/"userId":"(?!3999999999")[^"]/);
  });
});

describe("a user who does not exist", () => {
  it.each([
    ["0", "1 to 20"],
    ["21", "1 to 20"],
  ])("--user %s", (user, ids) =>
    expectRefusal([...FIXED, "--user", user], `--user ${user}: there is no such user; the ids are ${ids}`),
  );
});

describe("instants that are wrong", () => {
  it.each([
    ["--start-time", "2026-13-01T00:00:00"],
    ["--start-time", "yesterday"],
    ["--end-time", "2026-02-30T00:00:00"],
    ["--end-time", "2026-01-01T00:00:00+25:00"],
    ["--now", "12:00"],
    ["--start-time", "+"],
    ["--start-time", "+1x"],
    ["--end-time", "1e9d"],
    ["--end-time", "-"],
  ])("%s %s", (option, value) =>
    expectRefusal(
      [option, value],
      new RegExp(
        `${option} <instant>' argument '${value.replace("+", "\\+")}' is invalid. It must be a date or an instant, such as`,
      ),
    ),
  );

  it.each([
    [["-s", "2026-01-02T00:00:00", "-e", "2026-01-01T00:00:00"]],
    [["-s", "2026-01-02T00:00:00", "-e", "2026-01-02T00:00:00"]],
    [["--from", "1", "--to", "7"]],
    [["--from", "1"]],
  ])("a window that ends before it starts: %j", (values) =>
    expectRefusal(values, /the window must end after it begins, but it begins \S+Z and ends \S+Z: set --start-time/),
  );

  it("a window that is too long for the original's engine", () =>
    expectRefusal(
      ["--compat", "interana", "-s", "1960-01-01T00:00:00", "-e", "2000-01-01T00:00:00"],
      "longer than 34 years",
      "use a shorter one",
    ));

  it.each([[["--from", "3000000"]], [["-s", "0999-12-31T00:00:00", "-e", "1000-01-05T00:00:00"]]])(
    "a window outside the years of four digits: %j",
    (values) => expectRefusal(values, "leaves the years 1000 to 9999"),
  );
});

describe("empty values", () => {
  it("of --tag", () => expectRefusal(["--tag", ""], "--tag: the tag is empty; leave the option out"));

  it.each(["--config", "--data", "--manifest", "--start-time", "--nusers", "--format", "--split-size", "--only-parts"])(
    "%s ''",
    (option) => expectRefusal([option, ""], new RegExp(`${option} <.*' argument '' is invalid. `)),
  );

  it("of the other commands", async () => {
    for (const values of [
      ["bench", "--svg", ""],
      ["id", "-c", ""],
      ["plan", "--manifest", ""],
      ["verify", "--workers=", "x"],
    ])
      await expectRefusal(values, "argument '' is invalid. ", `(eventsim ${values[0]} --help lists the options)`);
  });
});
