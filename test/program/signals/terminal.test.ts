import { spawnSync } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { ENDLESS, FIXED_WEEK, runCommand } from "../../support/program/program.ts";

const hasPython = spawnSync("python3", ["-c", "import os; os.openpty()"]).status === 0;
if (!hasPython) console.log("skipped: test/program/signals/terminal.test.ts needs python3 and its pseudo-terminals");

/**
 * The first line is the exit code, or "deaf" if the run has not ended. Its messages follow, unless they went to the
 * terminal.
 */
async function onTerminal(where: string, what: string, signal: number, values: readonly string[]) {
  const command = [process.execPath, ...LAUNCH, ...values];
  const script = join(import.meta.dirname, "terminal.py");
  const { stdout, stderr } = await runCommand("python3", [script, where, what, String(signal), ...command]);
  expect(stderr).toBe("");
  const [ended, ...messages] = stdout.split("\n");
  return { ended, messages: messages.join("\n") };
}

describe.skipIf(!hasPython)("a terminal", () => {
  it.each([
    ["1", "unread", "SIGINT", "130"],
    ["1", "stopped", "SIGTERM", "143"],
    ["2", "stopped", "SIGINT", "130"],
    ["2", "closed", "SIGHUP", "129"],
    ["12", "unread", "SIGTERM", "143"],
    ["12", "stopped", "SIGINT", "130"],
  ] as const)("as descriptors %s, %s, leaves the run able to hear %s", async (where, what, signal, code) => {
    expect((await onTerminal(where, what, constants.signals[signal], ENDLESS)).ended).toBe(code);
  });

  it("that is closed while it takes events ends the run with the message and exit code 1", async () => {
    const { ended, messages } = await onTerminal("1", "closed", 0, ENDLESS);
    expect(ended).toBe("1");
    expect(messages).toMatch(/^eventsim: standard output: could not write \(.*\bEIO\b.*\)$/m);
    expect(messages).not.toMatch(/Assertion|stack trace|^ {4}at /m);
  });

  it("that is closed while both go there ends it with the same code", async () => {
    expect((await onTerminal("12", "closed", 0, ENDLESS)).ended).toBe("1");
  });

  it("that is closed while it shows messages only does not end the run", async () => {
    expect((await onTerminal("2", "closed", 0, [...FIXED_WEEK, "-n", "3000", "/dev/null"])).ended).toBe("0");
  });
});
