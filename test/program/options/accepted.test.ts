import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, type Result, run } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

describe("options that are accepted", () => {
  // The names, short names and toggles of the original, as the issue and the specification list them.
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
    const [first, second] = [await commandHere(long, { cwd: ROOT }), await commandHere(short, { cwd: ROOT })];
    expect(first.code).toBe(0);
    expect(first.stdout.split("\n").length).toBeGreaterThan(100);
    expect(second.stdout).toBe(first.stdout);
  });

  it("takes counts with suffixes and exponents, dates and offsets, to the same effect", async () => {
    const plain = ["-n", "1000", "--events", "20000", "-s", "2026-03-02T00:00:00", "-e", "2026-03-03T00:00:00"];
    const { code, stdout } = await commandHere(plain);
    expect([code, stdout.split("\n").length]).toEqual([0, 20_001]);
    for (const values of [
      ["-n", "1k", "--events", "20K", "-s", "2026-03-02", "-e", "2026-03-03"],
      ["-n", "1e3", "--events", "0.02M", "-s", "2026-03-02 02:00:00+02:00", "-e", "2026-03-02T19:00:00.000-0500"],
      ["-n1.0k", "--events=2e4", "--from=1", "--to=0", "--now", "2026-03-03"],
    ])
      expect((await commandHere(values)).stdout === stdout, values.join(" ")).toBe(true);
  });

  it("takes the new options", async () => {
    const values = [...FIXED, "--workers", "2", "--data", ROOT, "--events", "5", "--holidays", "DE"];
    const { code, stdout } = await commandHere([...values, "--quiet", "--no-progress"]);
    expect({ code, lines: stdout.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 5 });
  });

  describe("that change no byte of the output", () => {
    let plain: Result;
    beforeAll(async () => {
      plain = await commandHere(FIXED);
    });

    it.each(["--verbose", "--noverbose", "--nocontinuous", "--nogenerate-counts", "--nogenerate-similars"])(
      "%s",
      async (toggle) => {
        const { code, stdout } = await commandHere([...FIXED, toggle]);
        expect(code).toBe(0);
        expect(stdout).toBe(plain.stdout);
      },
    );

    it("--from and --to, which count back from --now", async () => {
      const values = ["-n", "20", "--now", "2026-03-09T00:00:00", "--from", "7", "--to", "6"];
      expect((await commandHere(values)).stdout).toBe(plain.stdout);
    });
  });

  it("takes negative seeds, which make another data set", async () => {
    const outputs = await Promise.all(
      ["5", "-5", "-9223372036854775808"].map((seed) => commandHere([...FIXED, "-r", seed, "--quiet"])),
    );
    expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(3);
  });
});

describe("help", () => {
  it("is grouped, shows every option of the original and gives examples", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const headings = stdout.split("\n").filter((line) => /^[A-Z].*:$/.test(line));
    expect(headings).toEqual([
      ...[
        "Arguments:",
        "Options:",
        "Simulation:",
        "Time window:",
        "Output:",
        "Disorder:",
        "Many files:",
        "Live:",
        "Kafka:",
        "Execution:",
      ],
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
