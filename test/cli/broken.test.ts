import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LAUNCH } from "../../bench/launch.ts";

const PROGRAM = `node ${LAUNCH.join(" ")}`;
const ARGUMENTS = "-n 20 --start-time 2026-01-05T00:00:00 --end-time 2026-01-06T00:00:00";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "eventsim-broken-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function shell(script: string) {
  return spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", timeout: 60_000 });
}

test("a reader of the messages who goes away costs no events and leaves nothing behind", () => {
  for (const messages of ["2>/dev/full", "2>&1 | true"]) {
    const { stdout } = shell(`${PROGRAM} ${ARGUMENTS} out.json ${messages}; echo \${PIPESTATUS[0]}`);
    expect(stdout.trim()).toBe("0");
    expect(readdirSync(folder)).toEqual(["out.json"]);
    expect(statSync(join(folder, "out.json")).size).toBeGreaterThan(10_000);
    rmSync(join(folder, "out.json"));
  }
});

test("a file that is replaced keeps its permissions", () => {
  const file = join(folder, "private.json");
  writeFileSync(file, "old");
  chmodSync(file, 0o600);
  expect(shell(`${PROGRAM} ${ARGUMENTS} private.json`).status).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(file).size).toBeGreaterThan(10_000);
});

test("a session whose time cannot go on ends the run with a message and not never", () => {
  const state = { page: "Home", auth: "A", method: "GET", status: 200, level: "free" };
  const config = {
    alpha: 0.0001,
    auths: [{ auth: "A", weight: 1 }],
    levels: [{ level: "free", weight: 1 }],
    "show-user-details": [{ auth: "A", show: true }],
    "new-session": [{ ...state, weight: 1 }],
    transitions: [{ source: state, dest: state, p: 1 }],
  };
  writeFileSync(join(folder, "stuck.json"), JSON.stringify(config));
  // The second user is not begun: each would take a second.
  const { status, stderr } = shell(`${PROGRAM} -c stuck.json ${ARGUMENTS} -n 5000 stuck-out.json`);
  expect(stderr).toMatch(/eventsim: a session reached 100000000 events: .*alpha/);
  expect(status).toBe(1);
  expect(readdirSync(folder).filter((name) => name.includes("partial") || name === "stuck-out.json")).toEqual([]);
});

test("an attrition rate that is as good as none removes nobody", () => {
  const linesOf = (rate: string) => shell(`${PROGRAM} ${ARGUMENTS} ${rate} --quiet`).stdout;
  expect(linesOf("-a 1e-17")).toBe(linesOf("-a 0"));
  expect(linesOf("-a 1e-17").length).toBeGreaterThan(10_000);
});
