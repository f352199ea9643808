import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { shell } from "../../support/program/program.ts";

const ARGUMENTS = "-n 20 --start-time 2026-01-05T00:00:00 --end-time 2026-01-06T00:00:00";

test("closing standard error loses no events and leaves no files", async () => {
  const folder = temporaryFolder();
  for (const messages of ["2>/dev/full", "2>&1 | true"]) {
    const { stdout } = await shell(`$eventsim ${ARGUMENTS} out.json ${messages}; echo \${PIPESTATUS[0]}`, {
      cwd: folder,
    });
    expect(stdout.trim()).toBe("0");
    expect(readdirSync(folder)).toEqual(["out.json"]);
    expect(statSync(join(folder, "out.json")).size).toBeGreaterThan(10_000);
    rmSync(join(folder, "out.json"));
  }
});

test("a file that is replaced keeps its permissions", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "private.json");
  writeFileSync(file, "old");
  chmodSync(file, 0o600);
  expect((await shell(`$eventsim ${ARGUMENTS} private.json`, { cwd: folder })).code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(file).size).toBeGreaterThan(10_000);
});

test("a session whose time cannot go on ends the run with a message and not never", async () => {
  const folder = temporaryFolder();
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
  // The run never reaches the second user: each would take a second.
  const { code, stderr } = await shell(`$eventsim -c stuck.json ${ARGUMENTS} -n 5000 stuck-out.json`, { cwd: folder });
  expect(stderr).toMatch(/eventsim: a session reached 100000000 events: .*alpha/);
  expect(code).toBe(1);
  expect(readdirSync(folder).filter((name) => name.includes("partial") || name === "stuck-out.json")).toEqual([]);
});

test("an attrition rate near zero removes no users", async () => {
  const linesOf = async (rate: string) => (await shell(`$eventsim ${ARGUMENTS} ${rate} --quiet`)).stdout;
  const lines = await linesOf("-a 1e-17");
  expect(lines).toBe(await linesOf("-a 0"));
  expect(lines.length).toBeGreaterThan(10_000);
});
