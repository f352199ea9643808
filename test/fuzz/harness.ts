// The process in which cases run: it takes arguments, does what the program does with them, and answers what a person would see.
import { fstatSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommanderError } from "commander";

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

const { takeJvmOptions, openMachine } = await built<typeof import("../../src/cli/start.ts")>("cli/start.js");
const { parseRun } = await built<typeof import("../../src/cli/parse-run.ts")>("cli/parse-run.js");
const { commandNamed } = await built<typeof import("../../src/cli/commands/index.ts")>("cli/commands/index.js");
const { RunError, UsageError } = await built<typeof import("../../src/system/errors.ts")>("system/errors.js");
const { printableLines } = await built<typeof import("../../src/system/printable.ts")>("system/printable.js");
const { run } = await built<typeof import("../../src/cli/run.ts")>("cli/run.js");

let stderr = "";
process.stderr.write = ((text: string | Uint8Array) => {
  stderr += text.toString();
  return true;
}) as typeof process.stderr.write;
process.setMaxListeners(0);

/** What src/cli/main.ts does, without ending the process. */
async function execute(argv: readonly string[]): Promise<void> {
  const { args, given } = await takeJvmOptions([...argv]);
  const command = commandNamed(args[0] ?? "");
  if (command !== undefined) return await command(args.slice(1), given);
  const { options, path } = parseRun(args);
  await run(options, path, { machine: await openMachine(given, options.config) });
}

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof RunError) {
    process.stderr.write(`eventsim: ${printableLines(error.message)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`unexpected error: ${printableLines((error as Error).stack ?? String(error))}\n`);
  return 1;
}

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
  let code = 0;
  try {
    await execute(args);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = codeOf(error);
  }
  process.exitCode = 0;
  rmSync(join(folder, "out"), { recursive: true, force: true });
  process.send?.({ code, stderr, peakBytes: process.resourceUsage().maxRSS * 1024 } satisfies Answer);
});
process.send?.("ready");
