import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fastFolder } from "../../support/files/folders.ts";
import { linesOf, userOf } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { joined, manifestIn, runInto, WEEK } from "../../support/program/here.ts";

const USERS = [
  "-n",
  "200",
  "-s",
  "2026-03-02T00:00:00",
  "-e",
  "2026-03-04T00:00:00",
  "--growth-rate",
  "40",
  "--attrition-rate",
  "0.9",
];

let whole: string[];
let total: number;
beforeAll(async () => {
  const { code, stdout, stderr } = await commandHere([...USERS, "--verbose"]);
  expect(code).toBe(0);
  whole = linesOf(Buffer.from(stdout));
  total = usersIn(stderr).total;
});

/** Reads the number of users from the output of `--verbose`. */
function usersIn(stderr: string): { total: number; simulated: number; memory: number } {
  const [, total, simulated] = /users: .* (\d+) at the end; (\d+) simulated/.exec(stderr)!;
  const [, memory] = /^ +users +([\d.]+) MiB/m.exec(stderr)!;
  return { total: Number(total), simulated: Number(simulated), memory: Number(memory) };
}

const made = new Map<string, ReturnType<typeof makeShare>>();

/** A share's lines and numbers. Each is made once. */
function share(index: number, count: number) {
  const name = `${index}/${count}`;
  if (!made.has(name)) made.set(name, makeShare(name));
  return made.get(name)!;
}

async function makeShare(name: string) {
  const { code, stdout, stderr } = await commandHere([...USERS, "--verbose", "--part", name]);
  expect(code).toBe(0);
  return { lines: linesOf(Buffer.from(stdout)), ...usersIn(stderr) };
}

describe.each([1, 3, 7])("%i shares", (count) => {
  it("are in time order, of disjoint users, and have all lines of the whole", async () => {
    const shares = await Promise.all(Array.from({ length: count }, (_, index) => share(index + 1, count)));
    const seen = new Set<number>();
    for (const { lines, simulated } of shares) {
      const times = lines.map((line) => JSON.parse(line).ts as number);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      const users = new Set(lines.map(userOf));
      for (const user of users) expect(seen.has(user)).toBe(false);
      for (const user of users) seen.add(user);
      expect(simulated).toBeGreaterThanOrEqual(Math.floor(total / count));
      expect(simulated).toBeLessThanOrEqual(Math.ceil(total / count));
    }
    expect(shares.flatMap(({ lines }) => lines).sort()).toEqual(whole.toSorted());
  });
});

it("a share needs its part of the memory", async () => {
  const values = ["-n", "600000", "-s", "2026-03-02T00:00:00", "-e", "2026-03-02T00:00:01", "--verbose", "/dev/null"];
  const [all, fifth] = await Promise.all(
    [[], ["--part", "2/5"]].map(async (more) => usersIn((await commandHere([...values, ...more])).stderr)),
  );
  expect(fifth!.memory / all!.memory).toBeCloseTo(1 / 5, 2);
});

it("shares are split, with a manifest of their own", async () => {
  const folder = fastFolder();
  const content = await runInto(folder, [...USERS, "--quiet", "--part", "3/7", "--split-events", "100"]);
  expect(linesOf(joined(content))).toEqual((await share(3, 7)).lines);
  expect(manifestIn(content).identity).toMatchObject({ settings: { share: { index: 3, count: 7 } } });
});

it.each(["0/3", "4/3", "1/0", "1", "1/2/3", "-1/2", "a/b"])("--part %s is refused", async (value) => {
  const { code, stderr } = await commandHere([...WEEK, `--part=${value}`, join(fastFolder(), "events.json")]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--part .*a share of the users, such as 2\/8/);
});

it.each([
  ["--user", "3"],
  ["--compat", "interana"],
])("--part with %s %s is refused", async (...more) => {
  const { code, stderr } = await commandHere([...WEEK, "--part", "1/2", ...more]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--part/);
});
