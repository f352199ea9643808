import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeOptions } from "../../../bench/launch.ts";
import { bundled } from "../setup/modules.ts";
import { sharedFolder } from "../setup/scratch.ts";
import { startCommand } from "./program.ts";

/** Called when the `at`-th file of a run has its name; before the run if `at` is 0. */
export interface Moment {
  at: number;
  /**
   * The run waits until it is released; or it is killed, at once or some time later. A run that is to be killed later
   * does not end by itself: if it makes fewer files, its moment is the end.
   */
  what: "hold" | "kill" | { killAfterMs: number };
  snapshotMs?: number;
}

const SCRIPT = `
  import { readSync, writeSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  import { parseRun } from "${bundled("parse-run.js")}";
  import { nodeFileSystem } from "${bundled("filesystem.js")}";
  import { run } from "${bundled("run.js")}";

  const { at, what, snapshotMs } = JSON.parse(process.argv[2]);
  const kill = () => process.kill(process.pid, "SIGKILL");
  const word = new Int32Array(new SharedArrayBuffer(4));
  const meet = {
    hold() {
      writeSync(1, "held");
      readSync(0, Buffer.alloc(1));
    },
    kill,
  }[what] ?? (() => {
    Atomics.store(word, 0, 1);
    Atomics.notify(word, 0);
  });
  // A thread of its own: it kills the run wherever that is, also while it starts.
  const KILLER = \`
    const { word, afterMs } = require("node:worker_threads").workerData;
    Atomics.wait(word, 0, 0);
    Atomics.wait(word, 0, 1, afterMs);
    process.kill(process.pid, "SIGKILL");
  \`;
  if (what.killAfterMs !== undefined)
    new Worker(KILLER, { eval: true, workerData: { word, afterMs: what.killAfterMs } }).unref();
  let left = at;
  if (left === 0) meet();
  const files = {
    ...nodeFileSystem,
    rename(from, to) {
      nodeFileSystem.rename(from, to);
      if (!to.includes("/.eventsim/") && --left === 0) meet();
    },
  };
  const { options, path } = parseRun(process.argv.slice(3));
  await run(options, path, { files, snapshotMs });
  // A run that is to be killed does not end before. One that resumes another may have made fewer files than that.
  if (what.killAfterMs !== undefined) {
    if (left > 0) meet();
    Atomics.wait(word, 0, 1);
  }
`;

let script: string | undefined;

/** Starts the program, with an action at a given moment. */
export function startAt(moment: Moment, values: readonly string[]) {
  if (script === undefined) {
    script = join(sharedFolder(), "run.mjs");
    writeFileSync(script, SCRIPT);
  }
  return startCommand(process.execPath, [...nodeOptions(), script, JSON.stringify(moment), ...values]);
}

/** Starts the program and waits until it is held. It continues after `release`. */
export async function holdAt(at: number, values: readonly string[]) {
  const child = startAt({ at, what: "hold" }, values);
  const errors: Buffer[] = [];
  child.stderr.on("data", (bytes: Buffer) => errors.push(bytes));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", () => reject(new Error(`the run ended before it was held: ${Buffer.concat(errors)}`)));
  });
  return { child, release: () => void child.stdin.end() };
}
