import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { FIXED, type Result, run } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

/** Exit code 2, nothing on standard output, and a message with all of the pieces. */
async function expectRefusal(values: string[], ...pieces: (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await run(values);
  for (const piece of pieces) expect(stderr).toMatch(piece);
  expect(stderr).toMatch(/^eventsim: /);
  expect(stderr).not.toMatch(/^ {4}at |unexpected error/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}

describe("options that are accepted", () => {
  // The names, short names and toggles of the original, as issue and specification list them.
  const long = ["--attrition-rate", "0.1", "--config", "configs/Accordion-config.json", "--nocontinuous"].concat(
    ["--end-time", "2026-03-09T00:00:00", "--from", "3", "--nogenerate-counts", "--nogenerate-similars"],
    ["--growth-rate", "0.2", "--nusers", "20", "--randomseed", "-77", "--start-time", "2026-03-02T00:00:00"],
    ["--tag", "a", "--to", "2", "--userid", "100", "--noverbose"],
  );
  const short = ["-a", "0.1", "-c", "configs/Accordion-config.json", "-e", "2026-03-09T00:00:00", "-f", "3"].concat([
    "-g",
    "0.2",
    "-n",
    "20",
    "-r",
    "-77",
    "-s",
    "2026-03-02T00:00:00",
    "--tag",
    "a",
    "-t",
    "2",
    "-u",
    "100",
  ]);

  it("takes every long name and every short name, to the same effect", async () => {
    const [first, second] = [await run(long, { cwd: ROOT }), await run(short, { cwd: ROOT })];
    expect(first.code).toBe(0);
    expect(first.stdout.split("\n").length).toBeGreaterThan(100);
    expect(second.stdout).toBe(first.stdout);
  });

  it("takes counts with suffixes and exponents, dates and offsets, to the same effect", async () => {
    const plain = ["-n", "1000", "--events", "20000", "-s", "2026-03-02T00:00:00", "-e", "2026-03-03T00:00:00"];
    const { code, stdout } = await run(plain);
    expect([code, stdout.split("\n").length]).toEqual([0, 20_001]);
    for (const values of [
      ["-n", "1k", "--events", "20K", "-s", "2026-03-02", "-e", "2026-03-03"],
      ["-n", "1e3", "--events", "0.02M", "-s", "2026-03-02 02:00:00+02:00", "-e", "2026-03-02T19:00:00.000-0500"],
      ["-n1.0k", "--events=2e4", "--from=1", "--to=0", "--now", "2026-03-03"],
    ])
      expect((await run(values)).stdout === stdout, values.join(" ")).toBe(true);
  });

  it("takes the new options", async () => {
    const values = [...FIXED, "--workers", "2", "--data", ROOT, "--events", "5", "--holidays", "DE"];
    const { code, stdout } = await run([...values, "--quiet", "--no-progress"]);
    expect({ code, lines: stdout.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 5 });
  });

  describe("that change no byte of the output", () => {
    let plain: Result;
    beforeAll(async () => {
      plain = await run(FIXED);
    });

    it.each(["--verbose", "--noverbose", "--nocontinuous", "--nogenerate-counts", "--nogenerate-similars"])(
      "%s",
      async (toggle) => {
        const { code, stdout } = await run([...FIXED, toggle]);
        expect(code).toBe(0);
        expect(stdout).toBe(plain.stdout);
      },
    );

    it("--from and --to, which count back from --now", async () => {
      const values = ["-n", "20", "--now", "2026-03-09T00:00:00", "--from", "7", "--to", "6"];
      expect((await run(values)).stdout).toBe(plain.stdout);
    });
  });

  it("takes negative seeds, which give another data set", async () => {
    const outputs = await Promise.all(
      ["5", "-5", "-9223372036854775808"].map((seed) => run([...FIXED, "-r", seed, "--quiet"])),
    );
    expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(3);
  });
});

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
    const { code, stdout } = await run(["-n", "4000000000", "--user", "3999999999", ...FIXED.slice(2)]);
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

  it("a window that is too long", () =>
    expectRefusal(["-s", "1960-01-01T00:00:00", "-e", "2000-01-01T00:00:00"], "longer than 34 years", "several runs"));

  it.each([[["--from", "3000000"]], [["-s", "0999-12-31T00:00:00", "-e", "1000-01-05T00:00:00"]]])(
    "a window outside the years of four digits: %j",
    (values) => expectRefusal(values, "leaves the years 1000 to 9999"),
  );
});

describe("names that are wrong", () => {
  it.each([
    ["--nuser", "--nusers"],
    ["--worker", "--workers"],
    ["--growthrate", "--growth-rate"],
    ["--kafkatopic", "--kafkaTopic"],
    ["--nocontinous", "--nocontinuous"],
    ["--start", "--start-time"],
    ["--end", "--end-time"],
    ["--growth", "--growth-rate"],
    ["--seed", "--randomseed"],
    ["--split", "--split-events, --split-size or --split-time"],
  ])("%s suggests %s", (wrong, right) =>
    expectRefusal([wrong, "1"], `unknown option '${wrong}'`, new RegExp(`\\(Did you mean ${right}\\?\\)`)),
  );

  it.each(["-o", "--output", "--out"])("%s, which other programs have for the output", (name) =>
    expectRefusal([name, "x.json"], `unknown option '${name}'; the output file's name stands alone`),
  );

  it("a mistyped command, whatever follows it", async () => {
    const { stderr } = await run(["vrify", "data/week"]);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      "eventsim: vrify is not a command; did you mean verify? (write ./vrify for a file of that name)",
      "(eventsim --help lists the options)",
    ]);
  });

  it("a short option that does not exist", () => expectRefusal(["-x"], "unknown option '-x'", "eventsim --help"));

  it("two output files", () => expectRefusal(["one.json", "two.json"], "too many arguments. Expected 1 argument"));

  it.each(["XX", "Atlantis", ""])("the country %j", (country) =>
    expectRefusal(
      ["--holidays", country],
      `"${country}" is not a country`,
      "two-letter code such as US or DE, or none",
    ),
  );
});

describe("what commander alone would misread", () => {
  it("a long name with one dash", () =>
    expectRefusal(
      ["-start-time", "2026-01-01"],
      /^eventsim: -start-time: long names have two dashes; write --start-time$/m,
    ));

  it("a long name with one dash and its value", () =>
    expectRefusal(["-nocontinuous=1"], "-nocontinuous: long names have two dashes; write --nocontinuous"));

  it("an option whose argument was forgotten", () =>
    expectRefusal(
      ["--tag", "--quiet"],
      "--tag has no argument, but --quiet after it; if that is meant, write --tag=--quiet",
    ));
});

describe("names of outputs", () => {
  it.each(["events.parquet", "events.csv", "events.json.bz2", "events.mp", "events-{part}.csv"])(
    "%s is refused",
    async (name) => {
      await expectRefusal([...FIXED, name], `${name}: the `, "is not written");
    },
  );

  it("of other formats and compressions are taken where these are given", async () => {
    const folder = temporaryFolder();
    const plain = (await run([...FIXED, "--quiet"])).stdout;
    for (const values of [
      ["--format", "json", "events.csv"],
      ["--compress", "none", "events.json.bz2"],
    ]) {
      expect((await run([...FIXED, "--quiet", ...values], { cwd: folder })).code).toBe(0);
      expect(readFileSync(join(folder, values[2]!), "utf8")).toBe(plain);
    }
  });
});

describe("a configuration that is not there", () => {
  it("of the original's names: says which there are", async () => {
    const { stderr, code } = await run(["-c", "configs/Quena-config.json"], { cwd: ROOT });
    const names = readdirSync(join(ROOT, "configs")).flatMap((name) => /^(.*)-config\.json$/.exec(name)?.[1] ?? []);
    expect(names).toContain("Accordion");
    expect(code).toBe(2);
    expect(stderr).toBe(
      `eventsim: configs/Quena-config.json: there is no such file; check the path of the config; ${join(ROOT, "configs")} has ${names.join(", ")}\n`,
    );
  });

  it("but in the program's folder, or by its name: says where", async () => {
    const cwd = temporaryFolder();
    for (const name of ["configs/Accordion-config.json", "accordion", "Accordion.json"])
      expect((await run(["-c", name], { cwd })).stderr).toBe(
        `eventsim: ${name}: there is no such file; did you mean ${join(ROOT, "configs", "Accordion-config.json")}?\n`,
      );
  });
});

describe("a run without events", () => {
  it("says why it may be and what to do", async () => {
    // A session a year: 2 users have 2 * 3600 s / 31,557,600 s = 0.00023 of one in an hour, and one has half of that.
    const config = join(temporaryFolder(), "seldom.json");
    const accordion = readFileSync(join(ROOT, "configs", "Accordion-config.json"), "utf8");
    writeFileSync(config, accordion.replace(/"beta":\s*[\d.]+/, '"beta": 31557600'));
    const hour = ["-c", config, "-s", "2026-03-02T07:00:00", "-e", "2026-03-02T08:00:00"];
    expect(await run(["-n", "2", ...hour])).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringMatching(
        /^note: no events: with a session every 365 days \(beta\), 2 users in 1 hour may be expected to have 0\.00023 sessions; take more users \(--nusers\) or a longer window \(--start-time, --end-time\)$/m,
      ),
    });
    expect((await run(["-n", "2", "--user", "1", "-a", "0.5", ...hour])).stderr).toMatch(
      /^note: no events: .* user 1 alone in 1 hour .* 0\.00011 sessions, and --attrition-rate 0\.5 makes users leave; take a longer window/m,
    );
    expect((await run(["-n", "2", "--quiet", ...hour])).stderr).toBe("");
  });
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

describe("several mistakes", () => {
  it("in configuration, window, users, output and data folder are told at once", async () => {
    const folder = temporaryFolder();
    const values = [
      "-c",
      "none.json",
      "--data",
      "nowhere",
      "--resume",
      "--compress-level",
      "3",
      "events-{hour}.parquet",
    ];
    const { code, stderr } = await run(values, { cwd: folder });
    expect(code).toBe(2);
    for (const piece of [
      "none.json: there is no such file",
      "events-{hour}.parquet: the format",
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
    const values = [
      "-n",
      "0",
      "--evnts",
      "5",
      "-start-time",
      "soon",
      "--now",
      "",
      "--compress",
      "zip",
      "--continuous",
      "-c",
    ];
    await expectRefusal(
      values,
      ...[/--nusers.*'0'/, "unknown option '--evnts' (Did you mean --events", "-start-time: long names have two"],
      ...[/--start-time.*'soon'/, "--now <instant>' argument ''", "Allowed choices are none, lz4"],
      ...["--continuous is not available yet", "'-c, --config <file>' argument missing"],
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
    const { code, stderr } = await run(values);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^all as/m);
  });
});

describe("options whose work is still to come", () => {
  it.each([
    ["--continuous"],
    ["--kafkaTopic", "events"],
    ["-k", "events"],
    ["--kafkaBrokerList", "localhost:9092"],
    ["--generate-counts"],
    ["--generate-similars"],
  ])("%s %s", (...values) => expectRefusal(values, /is not available yet; /));
});

describe("help", () => {
  it("is grouped, shows every option of the original and gives examples", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const headings = stdout.split("\n").filter((line) => /^[A-Z].*:$/.test(line));
    expect(headings).toEqual([
      ...["Arguments:", "Options:", "Simulation:", "Time window:", "Output:", "Many files:", "Execution:"],
      ...["Examples:", "Commands:"],
    ]);
    const names = "-a --attrition-rate -c --config --continuous -e --end-time -f --from --generate-counts";
    const others = "--generate-similars -g --growth-rate --kafkaBrokerList -k --kafkaTopic -n --nusers -r --randomseed";
    const rest =
      "-s --start-time --tag -t --to -u --userid --verbose --workers --data --events --user --holidays --now";
    const known = `${names} ${others} ${rest} --quiet --no-progress`.split(" ");
    expect(known.filter((name) => !new RegExp(`^  .*${name}\\b`, "m").test(stdout))).toEqual([]);
    expect(stdout.split("Examples:")[1]).toMatch(/^ {2}eventsim --nusers 1 --from 7 data\/one-user\.json/m);
  });

  it("prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(await run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});
