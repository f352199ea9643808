// Command lines that the original takes: a file of arguments, -v, days ahead, numbers as Java reads them.

import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";

const COMPAT = ["--compat", "interana", ...FIXED];
const NOW = ["-n", "5", "--now", "2026-03-10T00:00:00"];

describe("@FILE as the first argument", () => {
  it("stands for the words in it; what follows counts as well", async () => {
    const file = join(temporaryFolder(), "arguments");
    writeFileSync(file, `${FIXED.slice(0, 2).join(" ")}\r\n  ${FIXED.slice(2).join("\n")}\n\n`);
    const direct = await commandHere([...FIXED, "--tag", "a b", "--quiet"]);
    expect(await commandHere([`@${file}`, "--tag", "a b", "--quiet"])).toEqual(direct);
    expect(direct.code).toBe(0);
  });

  it("has no quotes", async () => {
    const file = join(temporaryFolder(), "arguments");
    writeFileSync(file, '--tag "a b" --quiet');
    const { code, stderr } = await commandHere([`@${file}`, "c"]);
    expect(code).toBe(2);
    expect(stderr).toContain("too many arguments. Expected 1 argument but got 2; leave out 'c'");
  });

  it("is refused where it is missing, a folder, or has no end", async () => {
    const folder = temporaryFolder();
    const endless = join(folder, "endless");
    symlinkSync("/dev/zero", endless);
    const told = async (name: string) => {
      const { code, stdout, stderr } = await commandHere([`@${name}`]);
      expect([code, stdout]).toEqual([2, ""]);
      return stderr.replaceAll(folder, "FOLDER");
    };
    expect(await told(join(folder, "none"))).toMatch(
      /^eventsim: @FOLDER\/none: cannot be read \(ENOENT.*; name a file with arg/,
    );
    expect(await told(folder)).toMatch(/^eventsim: @FOLDER: cannot be read \(EISDIR/);
    expect(await told(endless)).toMatch(/^eventsim: @FOLDER\/endless: has more than 65536 bytes; name a file/);
  });
});

describe("short options and days", () => {
  it("-v is --verbose, also joined with others", async () => {
    const verbose = await commandHere([...NOW, "--verbose", "--to", "1", "--from", "2", "--events", "1"]);
    const joined = await commandHere([...NOW, "-vt", "1", "-f", "2", "--events", "1"]);
    const lines = ({ stderr }: { stderr: string }) =>
      stderr.split("\n").filter((line) => /^(seed|window|users):/.test(line));
    expect(lines(joined)).toHaveLength(3);
    expect(lines(joined)).toEqual(lines(verbose));
    expect(joined.stdout).toBe(verbose.stdout);
  });

  it.each([[[] as string[]], [["--compat", "interana"]]])("negative ones are ahead, %j", async (engine) => {
    const { code, stderr } = await commandHere([...engine, ...NOW, "--from", "-1", "-t", "-3"]);
    expect(code).toBe(0);
    expect(stderr).toContain("window: --start-time 2026-03-11T00:00:00 --end-time 2026-03-13T00:00:00\n");
  });
});

describe("numbers with --compat interana", () => {
  it("are read as Java reads them: the same value in another form prints the same", async () => {
    const plain = await commandHere([...COMPAT, "--quiet", "-g", "0.25", "-a", "0", "-u", "7", "-r", "5"]);
    expect(plain.code).toBe(0);
    expect(await commandHere([...COMPAT, "--quiet", "-g", "0x1p-2", "-a", "-0.0d", "-u", "+7", "-r", "005"])).toEqual(
      plain,
    );
    expect(await commandHere([...FIXED, "-g", "0x1p-2"])).toMatchObject({ code: 2 });
  });

  it("a growth that is below 0 or not a number adds no users, and an attrition below 0 removes none", async () => {
    const idsOf = ({ stdout }: { stdout: string }) =>
      new Set(stdout.split("\n").flatMap((line) => (line === "" ? [] : JSON.parse(line).userId)));
    for (const rate of ["-0.5", "NaN"]) {
      const odd = await commandHere([...COMPAT, "--quiet", "-g", rate, "-a", "-1"]);
      expect(odd).toMatchObject({ code: 0, stderr: "" });
      expect(Math.max(...[...idsOf(odd)].map(Number))).toBeLessThanOrEqual(21);
    }
  });

  it("are refused where Java refuses them", async () => {
    const { code, stderr } = await commandHere([...COMPAT, "-n", "1k", "-g", "half"]);
    expect(code).toBe(2);
    expect(stderr).toContain("'1k' is invalid. With --compat interana it must be a whole number from 0 to 2147483647.");
    expect(stderr).toContain("'half' is invalid. With --compat interana it must be a number as Java reads it.");
  });

  it("a topic without brokers is ignored", async () => {
    const plain = await commandHere([...COMPAT, "--quiet"]);
    expect(await commandHere([...COMPAT, "--quiet", "-k", "topic"])).toEqual(plain);
    expect(await commandHere([...COMPAT, "-k", "topic", "--kafkaBrokerList", "host:9092"])).toMatchObject({ code: 2 });
  });

  it("a growth that no memory holds is refused with the ways out that there are", async () => {
    const { code, stdout, stderr } = await commandHere(["--compat", "interana", "-g", "1000", "-n", "10"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(
      /users need .* MiB of memory; .*: use a smaller --growth-rate, a shorter window or fewer --nusers, /,
    );
    expect(stderr).not.toContain("--part");
  });
});
