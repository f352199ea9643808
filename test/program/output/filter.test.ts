import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder, temporaryFolder } from "../../support/files/folders.ts";
import { ENDLESS, exitCode, FIXED_WEEK, run, start } from "../../support/program/program.ts";

const SPLIT = [...FIXED_WEEK, "--split-time", "1d"];
const NAMES = "dt={date}/events-{part:2}.json";

/** Size and digest of the files of the same run without commands, by name. */
const plain: Record<string, { bytes: number; sha256: string }> = {};

function digestOf(content: Buffer) {
  return { bytes: content.byteLength, sha256: createHash("sha256").update(content).digest("hex") };
}

beforeAll(async () => {
  const folder = lastingFolder();
  const { code } = await run([...SPLIT, "--quiet", join(folder, NAMES)]);
  expect(code).toBe(0);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (name.endsWith(".json")) plain[name] = digestOf(readFileSync(join(folder, name)));
  expect(Object.keys(plain).length).toBe(7);
});

/** Runs with a command, in a folder of its own for what the command writes. */
async function filter(command: string, folder: string, ...more: string[]) {
  const result = await run([...SPLIT, "--filter", command, ...more, join(folder, "state", NAMES)], { cwd: folder });
  return result;
}

const PACK = 'mkdir -p "$(dirname "$FILE")" && gzip >"$FILE.gz"';

function unpacked(folder: string): typeof plain {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".gz"));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -3), digestOf(gunzipSync(readFileSync(join(folder, name))))]),
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("--filter", () => {
  it("pipes each file into a command with its name in $FILE; the manifest stays in the folder", async () => {
    const folder = temporaryFolder();
    expect(await filter(PACK, folder)).toMatchObject({ code: 0, stdout: "" });
    expect(unpacked(folder)).toEqual(plain);
    expect(readdirSync(join(folder, "state"))).toEqual([".eventsim"]);
    expect(readdirSync(join(folder, "state", ".eventsim"))).toEqual(["_manifest"]);
    const manifest = JSON.parse(readFileSync(join(folder, "state", ".eventsim", "_manifest"), "utf8"));
    expect(manifest.files.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes])).toEqual(
      Object.entries(plain)
        .sort()
        .map(([name, { bytes }]) => [name, bytes]),
    );
  });

  it("fails with a command that fails, and --resume makes that file and the later ones", async () => {
    const folder = temporaryFolder();
    const name = Object.keys(plain).sort()[1] as string;
    // It fails once the file before it is in the journal: whatever is under way ends with the run.
    const wait = "while ! grep -q '\"part\":0' state/.eventsim/_files; do sleep 0.05; done";
    const failure = await filter(`if [ "$FILE" = ${name} ]; then ${wait}; exit 3; fi; ${PACK}`, folder);
    expect(failure.code).toBe(1);
    expect(failure.stderr).toContain(`eventsim: ${name}: the command of --filter ended with exit code 3; `);
    expect(failure.stderr).toContain("repeat the command with --resume");
    expect(existsSync(join(folder, `${name}.gz`))).toBe(false);
    expect(existsSync(join(folder, "state", ".eventsim", "_manifest"))).toBe(false);
    const resumed = await filter(`${PACK}; echo "$FILE" >>made`, folder, "--resume");
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain(
      "resume: 1 finished files are kept; whether their commands' output is still there",
    );
    expect(unpacked(folder)).toEqual(plain);
    expect(readFileSync(join(folder, "made"), "utf8").split("\n").filter(Boolean).sort()).toEqual(
      Object.keys(plain).sort().slice(1),
    );
  });

  it.each([
    ["reads nothing", "true"],
    ["reads the beginning", "head -c 10 >/dev/null"],
    ["closes its input and stays", "exec 0<&-; sleep 1000"],
  ])("fails with a command that %s", async (_, command) => {
    const { code, stderr } = await filter(command, temporaryFolder());
    expect(code).toBe(1);
    expect(stderr).toMatch(/eventsim: dt=.*json: the command of --filter stopped reading before the end of the file; /);
  });

  it("fails with a command that closes its input and stays after the system has taken a short file for it", async () => {
    const folder = temporaryFolder();
    // Each file is far shorter than what a socket holds, so it is written before the command closes its input.
    const values = [...FIXED_WEEK, "--split-events", "50", "--filter", "sleep 1; exec 0<&-; sleep 1000"];
    const { code, stderr } = await run([...values, join(folder, "state", "e-{part}.json")], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "eventsim: e-000000.json: the command of --filter stopped reading before the end of the file; ",
    );
  });

  it("passes on the errors of commands, and gives the name by the environment alone", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "list"), "");
    const names = "a;touch evil;b$(touch evil){part}.json";
    const command = 'cat >/dev/null; echo "$FILE" >>list; echo "seen $FILE" >&2';
    const values = [...FIXED_WEEK, "--split-events", "4000", "--filter", command, join(folder, "state", names)];
    const { code, stderr } = await run(values, { cwd: folder });
    expect(code).toBe(0);
    const listed = readFileSync(join(folder, "list"), "utf8").split("\n").filter(Boolean).sort();
    expect(listed).toEqual([0, 1, 2].map((part) => names.replace("{part}", `00000${part}`)));
    expect(stderr.match(/^seen /gm)?.length).toBe(3);
    expect(existsSync(join(folder, "evil"))).toBe(false);
  });

  it("runs few commands at a time, however small the files are", async () => {
    const folder = temporaryFolder();
    // Each notes how many are there at its start.
    const command = "mkdir run.$$; ls -d run.* | wc -l >>counts; cat >/dev/null; rmdir run.$$";
    const values = [...FIXED_WEEK, "--split-events", "50", "--filter", command, join(folder, "state", "e-{part}.json")];
    expect((await run(values, { cwd: folder })).code).toBe(0);
    const counts = readFileSync(join(folder, "counts"), "utf8").trim().split("\n").map(Number);
    expect(counts.length).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
  });

  it("ends its commands with the run, and what they have started", async () => {
    const folder = temporaryFolder();
    const command = 'sleep 1000 & echo "$!" >>pids; echo $$ >>pids; cat >/dev/null; wait';
    const values = [...ENDLESS, "--split-time", "1d", "--filter", command, join(folder, "state", "e-{part}.json")];
    const child = start(values, { cwd: folder });
    child.stderr.resume();
    const pids = join(folder, "pids");
    const noted = () => (existsSync(pids) ? readFileSync(pids, "utf8").trim().split("\n").map(Number) : []);
    while (noted().length < 2) await setTimeout(20);
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
    expect(await exitCode(child)).toBe(130);
    // The system removes them a moment after it was asked to.
    while (noted().some(isAlive)) await setTimeout(20);
    expect(existsSync(join(folder, "state", ".eventsim", "_manifest"))).toBe(false);
  });
});
