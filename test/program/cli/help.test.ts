import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { shell } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

describe("eventsim help", () => {
  it("prints the help, and that of a command", async () => {
    const { stdout: whole } = await commandHere(["--help"]);
    expect(await commandHere(["help"])).toEqual({ code: 0, stdout: whole, stderr: "" });
    for (const command of [
      "bench",
      "cat",
      "config",
      "config check",
      "config diff",
      "config graph",
      "config merge",
      "config new",
      "id",
      "plan",
      "schema",
      "spark",
      "verify",
    ]) {
      const words = command.split(" ");
      const { stdout: own } = await commandHere([...words, "--help"]);
      expect(own).toMatch(new RegExp(`^Usage: eventsim ${command} `));
      expect(own).toMatch(/^Examples:$/m);
      expect(await commandHere(["help", ...words])).toEqual({ code: 0, stdout: own, stderr: "" });
    }
  });

  it("lists the commands", async () => {
    const { code, stderr } = await commandHere(["help", "vrify"]);
    expect([code, stderr]).toEqual([
      2,
      "eventsim: there is no command vrify; there are bench, cat, completion, config, help, id, plan, report, schema, spark, verify\n",
    ]);
  });
});

it.each(["vrify", "help", "run", "version"])("eventsim %s writes no file", async (word) => {
  const folder = temporaryFolder();
  const { code } = await commandHere([word], { cwd: folder });
  expect(code).toBe(word === "help" ? 0 : 2);
  expect(existsSync(join(folder, word))).toBe(false);
});

/** Commands that print to standard output without a run. */
const PRINTING = [
  "--help",
  "help plan",
  "--version",
  "-version",
  "-X",
  "cat --help",
  "id -n 1",
  "plan -n 1 --from 2",
  "schema",
];

describe("standard output of commands without a run", () => {
  it.each(PRINTING)("%s: a reader who goes away ends it quietly", async (values) => {
    // The reader has exited before the command starts.
    const { code, stderr } = await shell(`exec 3> >(exit); wait $!; $eventsim ${values} >&3`);
    expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
  });

  it.runIf(existsSync("/dev/full"))("a full device is an error", async () => {
    for (const values of PRINTING) {
      const { code, stderr } = await shell(`$eventsim ${values} >/dev/full`);
      expect({ code, stderr }, values).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /^eventsim: standard output: the disk is full; free some space or write elsewhere\n$/m,
        ),
      });
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });
});

describe("standard output that is closed", () => {
  const wrapper = join(ROOT, "bin", "eventsim");

  it("is an error before anything is simulated, for a run and for all that prints", async () => {
    const runs = [
      "-n 1 --from 2",
      "-n 4000000000 -Xmx1g",
      "id -n 1",
      "plan -n 1",
      "cat /dev/null",
      "verify /nowhere",
      "--version",
    ];
    for (const values of runs) {
      const { code, stderr } = await shell(`${wrapper} ${values} >&-`);
      expect({ code, stderr }, values).toEqual({
        code: 2,
        stderr: "eventsim: standard output is closed or open for reading only; leave it open, or name an output file\n",
      });
    }
  });

  it("is none of a run's business that writes to a file", async () => {
    const path = join(temporaryFolder(), "out.json");
    const { code, stderr } = await shell(`${wrapper} -n 1 -s 2026-03-02 -e 2026-03-09 --quiet ${path} >&-`);
    expect({ code, stderr, isThere: existsSync(path) }).toEqual({ code: 0, stderr: "", isThere: true });
  });

  it("does not happen to a device that was opened for reading and writing", async () => {
    expect(await shell(`${wrapper} -n 1 --quiet 1<>/dev/null`)).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
