import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LAUNCH } from "../../../bench/launch.ts";
import { ROOT } from "../root.ts";

const MOST_BYTES = 2 ** 30;

/** The output: read through Node's own pipe, through a shell's pipe, redirected, or written to a named file. */
export type Route = "captured" | "pipe" | "redirect" | "file";

interface Options {
  route?: Route;
  env?: Record<string, string>;
  /** 0 unless the command must be refused. */
  exitCode?: number;
}

interface Outcome {
  bytes: Buffer;
  stderr: string;
}

export function configFile(name: string): string {
  return join(ROOT, "configs", `${name}-config.json`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The lines of an output, without their ends; the last one must have one. */
export function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString().split("\n");
  if (lines.pop() !== "") throw new Error("the last line has no end");
  return lines;
}

/** Calls `use` with a folder that is removed afterwards. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-contract-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(
  command: string,
  args: string[],
  { stdout = "pipe", env, exitCode }: Required<Omit<Options, "route">> & { stdout?: "pipe" | number },
): Outcome {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    maxBuffer: MOST_BYTES,
    stdio: ["ignore", stdout, "pipe"],
  });
  const stderr = result.stderr?.toString() ?? "";
  if (result.error) throw result.error;
  if (result.status !== exitCode)
    throw new Error(`exit code ${result.status}: ${stderr}\narguments: ${args.join(" ")}`);
  return { bytes: result.stdout ?? Buffer.alloc(0), stderr };
}

/** Runs the built program in the repository's folder and returns its output. Throws if its exit code is another one. */
export function run(args: string[], { route = "captured", env = {}, exitCode = 0 }: Options = {}): Outcome {
  const how = { env, exitCode };
  const words = [...LAUNCH, ...args];
  if (route === "captured") return start(process.execPath, words, how);
  return inFolder((folder) => {
    const output = join(folder, "events.json");
    const written = ({ stderr }: Outcome) => ({ bytes: readFileSync(output), stderr });
    if (route === "file") return written(start(process.execPath, [...words, output], how));
    if (route === "pipe") {
      const shell = ["-c", 'out=$1; shift; "$@" | cat > "$out"', "sh", output, process.execPath];
      return written(start("sh", [...shell, ...words], how));
    }
    const stdout = openSync(output, "w");
    try {
      return written(start(process.execPath, words, { ...how, stdout }));
    } finally {
      closeSync(stdout);
    }
  });
}

/** The bytes that a command prints. */
export function bytesOf(...args: string[]): Buffer {
  return run([...args, "--quiet"]).bytes;
}

/**
 * Returns the user of a line, even if the line does not name it: the session id is the user's id times a million plus a
 * number.
 */
export function userOf(line: string): number {
  return Math.floor(Number(/"sessionId":(\d+)/.exec(line)![1]) / 1_000_000);
}

/** Returns the first difference between two outputs, in words; undefined if they are equal. */
export function firstDifference(one: string[], other: string[]): string | undefined {
  const length = Math.max(one.length, other.length);
  for (let i = 0; i < length; i++)
    if (one[i] !== other[i])
      return `line ${i + 1} of ${one.length} and ${other.length} differs\nfirst:  ${one[i] ?? "(none)"}\nsecond: ${other[i] ?? "(none)"}`;
  return undefined;
}
