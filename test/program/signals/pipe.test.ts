// Runs into a real pipe, with readers of every kind: the bytes are those of a file, and the run ends when they are
// read.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { lastingFolder, temporaryFolder } from "../../support/files/folders.ts";
import { atRest, FIXED_WEEK, pause, run, seen, shell, start, startCommand } from "../../support/program/program.ts";

/** About 40 MB: several times the capacity of ring and pipe. */
const VALUES = [...FIXED_WEEK, "-n", "150", "--quiet"];
const WORDS = VALUES.map((word) => `'${word}'`).join(" ");
const DEFAULT_PIPE_BYTES = 65536;
const LARGE_PIPE_BYTES = 1 << 20;

/**
 * Reads standard input to its end in pieces of random sizes, prints their hash, and pauses at random places. Some
 * pauses are longer than a worker polls a full pipe. Node's own streams would read ahead.
 */
const READER = `
  const { readSync } = require("node:fs");
  const hash = require("node:crypto").createHash("sha256");
  const [sizes, pausesMs] = [[1000, 65536, 1 << 20], [0, 0, 0, 1, 5, 40]];
  const word = new Int32Array(new SharedArrayBuffer(4));
  const buffer = Buffer.alloc(1 << 20);
  let state = Number(process.argv[1]);
  const draw = (list) => list[(state = (state * 1103515245 + 12345) % 2147483648) % list.length];
  const begun = Date.now();
  for (let left = 0; ; ) {
    const count = readSync(0, buffer, 0, draw(sizes));
    if (count === 0) break;
    hash.update(buffer.subarray(0, count));
    if ((left -= count) < 0) {
      left = 500000;
      if (Date.now() - begun < 5000) Atomics.wait(word, 0, 0, draw(pausesMs));
    }
  }
  console.log(hash.digest("hex"));
`;

/**
 * Reads nothing for the given seconds, unless the pipe grows: a run that has ended enlarges no pipe, however slow its
 * tool is.
 */
const SIZE_OF_INPUT = `import fcntl, os, sys, time
size = fcntl.fcntl(0, 1032)
end = time.monotonic() + float(sys.argv[1])
while size <= ${DEFAULT_PIPE_BYTES} and time.monotonic() < end:
    time.sleep(0.01)
    size = fcntl.fcntl(0, 1032)
while os.read(0, 1 << 20): size = max(size, fcntl.fcntl(0, 1032))
print(size)`;

function isThere(command: string): boolean {
  return spawnSync(command, ["--version"]).status === 0;
}
const hasPython = isThere("python3");
const isLinux = process.platform === "linux";

let hash: string;
let reader: string;
beforeAll(async () => {
  const folder = lastingFolder();
  const path = join(folder, "whole.json");
  reader = join(folder, "reader.cjs");
  writeFileSync(reader, READER.replace("process.argv[1]", "process.argv[2]"));
  expect((await run([...VALUES, path])).code).toBe(0);
  expect(statSync(path).size).toBeGreaterThan(10 * LARGE_PIPE_BYTES);
  hash = createHash("sha256").update(readFileSync(path)).digest("hex");
});

describe.each([1, 2, 8])("with %i workers, a pipe has the bytes of a file", (workers) => {
  it.each([1, 2, 3])("where its reader pauses at places drawn from the seed %i", async (seed) => {
    const more = seed === 3 ? "--part-events 50" : "";
    const line = `set -o pipefail; $eventsim ${WORDS} --workers ${workers} ${more} | '${process.execPath}' ${reader} ${seed}`;
    expect(await shell(line)).toEqual({ code: 0, stdout: `${hash}\n`, stderr: "" });
  });
});

/** A folder with links to these programs only, for PATH. */
function onlyWith(...commands: string[]): string {
  const folder = join(temporaryFolder(), "bin");
  mkdirSync(folder);
  for (const command of commands) {
    const { stdout } = spawnSync("bash", ["-c", `command -v ${command}`]);
    symlinkSync(stdout.toString().trim(), join(folder, command));
  }
  return folder;
}

describe.runIf(isLinux && hasPython)("a pipe holds", () => {
  const sizeWith = async (path: string, patienceSeconds = 0) => {
    const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"]).stdout.toString().trim();
    return shell(
      `(PATH='${path}' $eventsim ${WORDS} --events 20000) | '${python}' -c '${SIZE_OF_INPUT}' ${patienceSeconds}`,
    );
  };

  it.runIf(isThere("perl"))("a megabyte, by Perl", async () => {
    expect(await sizeWith(onlyWith("perl"), 20)).toMatchObject({ stdout: `${LARGE_PIPE_BYTES}\n`, stderr: "" });
  });

  it("a megabyte, set by Python if there is no Perl", async () => {
    const folder = onlyWith();
    const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"]).stdout.toString().trim();
    symlinkSync(python, join(folder, "python3"));
    expect(await sizeWith(folder, 20)).toMatchObject({ stdout: `${LARGE_PIPE_BYTES}\n`, stderr: "" });
  });

  it("the default if there is neither, or the tool fails", async () => {
    const failing = onlyWith();
    writeFileSync(join(failing, "perl"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    for (const path of [onlyWith(), failing])
      expect(await sizeWith(path)).toMatchObject({ stdout: `${DEFAULT_PIPE_BYTES}\n`, stderr: "" });
  });

  it("the default if the process must not start another", async () => {
    // Node 20 has another name for the permission model, and warns about it.
    const name = Number(process.versions.node.split(".")[0]) < 22 ? "--experimental-permission" : "--permission";
    const permission = `${name} --allow-worker --allow-fs-read=* --allow-fs-write=* --no-warnings`;
    const line = `(NODE_OPTIONS='${permission}' $eventsim ${WORDS} --events 20000) | python3 -c '${SIZE_OF_INPUT}' 0`;
    expect(await shell(line)).toEqual({ code: 0, stdout: `${DEFAULT_PIPE_BYTES}\n`, stderr: "" });
  });
});

describe("a pipe that has lost its reader", () => {
  it("ends the run with 141, wherever it is closed", async () => {
    for (const bytes of [1, 200_000, 3_000_000]) {
      const { code, stderr } = await shell(`set -o pipefail; $eventsim ${WORDS} | head -c ${bytes} > /dev/null`);
      expect([code, stderr]).toEqual([141, ""]);
    }
  });

  it.runIf(isLinux)("costs no processor time while it is full", async () => {
    const path = join(temporaryFolder(), "pipe");
    expect(spawnSync("mkfifo", [path]).status).toBe(0);
    const keep = startCommand("bash", ["-c", `exec 0<>'${path}' 1>'${path}'; sleep 600`]);
    const child = start([...VALUES.filter((word) => word !== "--quiet"), path]);
    await seen(child, "window:");
    await atRest(child);
    const before = cpuTicks(child.pid as number);
    await pause(1000);
    expect(cpuTicks(child.pid as number) - before).toBeLessThan(10);
    for (const each of [keep, child]) each.kill("SIGKILL");
  });
});

/** CPU time of a process in hundredths of a second, from `/proc/PID/stat`. */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
