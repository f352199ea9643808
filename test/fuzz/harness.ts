// The process in which cases run: it takes arguments, does what the program does with them, and answers what a person would see.
import { fstatSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Question {
  args: readonly string[];
  folder: string;
}

export interface Answer {
  code: number;
  /** All of standard error. */
  stderr: string;
  /** Most resident memory of the process so far. */
  peakBytes: number;
}

const [, , root = ""] = process.argv;
const built = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(join(root, "dist", "src", name)).href)) as T;

const { runCommandLine } = await built<typeof import("../../src/cli/command-line.ts")>("cli/command-line.js");

let stderr = "";
process.stderr.write = ((text: string | Uint8Array) => {
  stderr += text.toString();
  return true;
}) as typeof process.stderr.write;
process.setMaxListeners(0);

/** A command closes its standard output at its end; the next file that is opened must not get that number. */
function openStandardStreams(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      fstatSync(descriptor);
    } catch {
      openSync("/dev/null", "r+");
    }
  }
}

process.on("message", async ({ args, folder }: Question) => {
  stderr = "";
  openStandardStreams();
  process.chdir(folder);
  process.exitCode = 0;
  await runCommandLine(args);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  rmSync(join(folder, "out"), { recursive: true, force: true });
  process.send?.({ code, stderr, peakBytes: process.resourceUsage().maxRSS * 1024 } satisfies Answer);
});
process.send?.("ready");
