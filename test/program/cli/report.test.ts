import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, run, runCommand, shell } from "../../support/program/program.ts";

describe("standard error", () => {
  it("shows the window and one summary line if it is not a terminal", async () => {
    const { stdout, stderr } = await run([...FIXED]);
    const [window, summary, ...rest] = stderr.trimEnd().split("\n");
    expect(window).toBe("window: --start-time 2026-03-02T00:00:00 --end-time 2026-03-03T00:00:00");
    const lines = stdout.split("\n").length - 1;
    const megabytes = (Buffer.byteLength(stdout) / 1e6).toFixed(2);
    expect(summary).toMatch(
      new RegExp(`^${lines.toLocaleString("en-US")} events, ${Number(megabytes)} MB in .* s \\(`),
    );
    expect(rest).toEqual([]);
    expect(stderr).not.toMatch(/\r/);
  });

  it("is empty with --quiet, but for errors", async () => {
    expect((await commandHere([...FIXED, "--quiet"])).stderr).toBe("");
    expect((await commandHere([...FIXED, "--quiet", "--verbose", "--data", "."])).stderr).toBe("");
    expect((await commandHere([...FIXED, "--quiet", "--user", "99"])).stderr).toMatch(/^eventsim: --user 99: .*\n$/);
  });

  it("names seed, holidays, workers, users and memory with --verbose", async () => {
    const { stderr } = await commandHere([...FIXED, "--verbose", "--randomseed", "12", "--workers", "2"]);
    expect(stderr).toMatch(/^seed: 12; holidays: US; workers: 2$/m);
    expect(stderr).toMatch(/^users: 20 at the start, ids from 1, 20 at the end; /m);
    expect(stderr).toMatch(/^memory: .* MiB/m);
  });

  it("prints two instants that make the same data on another day", async () => {
    const first = await commandHere(["-n", "20", "--now", "2026-03-04T05:06:07.089", "--from", "9", "--to", "2"]);
    const [, instants] = /^window: (.*)$/m.exec(first.stderr) ?? [];
    expect(instants).toBe("--start-time 2026-02-23T05:06:07.089 --end-time 2026-03-02T05:06:07.089");
    const again = await commandHere(["-n", "20", ...(instants as string).split(" ")]);
    expect(again.stdout).toBe(first.stdout);
    expect(first.stdout).not.toBe("");
  });
});

/** Precedes each redrawn line. */
const CLEAR_LINE = "\r\u001b[K";
/** Long enough for several redraws, with one worker on any machine. */
const SECONDS_LONG = ["-n", "20000", "-s", "2026-01-01T00:00:00", "-e", "2026-01-04T00:00:00"].concat(
  ["--workers", "1"],
  "/dev/null",
);

/** Runs eventsim with standard error on a terminal, and returns the terminal's text as the output. */
function onTerminal(values: string[]) {
  const line = [process.execPath, ...LAUNCH, ...values].map((word) => `'${word}'`).join(" ");
  return runCommand("script", ["-q", "-e", "-c", `stty cols 80; ${line}`, "/dev/null"]);
}

describe.skipIf(spawnSync("script", ["--version"]).error !== undefined)("progress on a terminal", () => {
  it("is redrawn in place, at most ten times a second, and gone at the end", async () => {
    const started = performance.now();
    const { code, stdout } = await onTerminal(SECONDS_LONG);
    const seconds = (performance.now() - started) / 1000;
    expect(code).toBe(0);
    const drawn = stdout.split(CLEAR_LINE).slice(1, -1);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThanOrEqual(10 * seconds + 1);
    for (const line of drawn) {
      expect(line).toMatch(/^\d+\.\d % +[\d,]+ events +[\d,]+ events\/s +[\d,.]+ MB\/s +\S.* left$/);
      expect(line.length).toBeLessThan(80);
    }
    const shares = drawn.map((line) => Number.parseFloat(line));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(stdout.split(CLEAR_LINE).at(-1)).toMatch(/^[\d,]+ events, [\d,]+ MB in [^\r\n]*\r\n$/);
  });

  it.each(["--no-progress", "--quiet"])("is not drawn with %s", async (option) => {
    const { stdout } = await onTerminal([...SECONDS_LONG, option]);
    expect(stdout).not.toContain("%");
    expect(stdout).not.toContain(CLEAR_LINE);
  });
});

describe("--events", () => {
  it("prints exactly that number of lines, the first ones of the whole run", async () => {
    const { stdout: whole } = await commandHere([...FIXED, "--quiet"]);
    const lines = whole.trimEnd().split("\n");
    for (const count of [1, 2, 100, lines.length - 1, lines.length]) {
      const { code, stdout } = await commandHere([...FIXED, "--quiet", "--events", String(count)]);
      expect(code).toBe(0);
      expect(stdout).toBe(
        lines
          .slice(0, count)
          .map((line) => `${line}\n`)
          .join(""),
      );
    }
    expect((await commandHere([...FIXED, "--quiet", "--events", String(lines.length + 1)])).stdout).toBe(whole);
  });

  it("counts over many slices and parts", async () => {
    const { stdout, code } = await shell(
      "$eventsim -n 3000 --events 54321 --slice-events 2000 --part-events 100 -s 2026-03-02T00:00:00 -e 2026-06-02T00:00:00 | wc -l",
    );
    expect({ code, count: stdout.trim() }).toEqual({ code: 0, count: "54321" });
  });
});

describe("the time of the host", () => {
  it("prints the default window, the fourteen days until the midnight before the last", async () => {
    const { stderr } = await commandHere([]);
    const [, from, to] = /--start-time (\S+) --end-time (\S+)/.exec(stderr) ?? [];
    const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    expect(midnight - Date.parse(`${to}Z`)).toBe(86_400_000);
    expect(midnight - Date.parse(`${from}Z`)).toBe(15 * 86_400_000);
  });
});
