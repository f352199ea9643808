import { type ChildProcess, spawn } from "node:child_process";
import { fstatSync } from "node:fs";

/** Linux's numbers of `fcntl(2)` for the capacity of a pipe, the same on every processor. */
const F_SETPIPE_SZ = 1031;
const F_GETPIPE_SZ = 1032;
/** What is asked for, in turn. The first is what the system allows everybody (`/proc/sys/fs/pipe-max-size`). */
const WANTED_BYTES = [1 << 20, 1 << 19, 1 << 18];
/** Either takes some milliseconds; a tool that hangs is none. */
const LIMIT_MS = 2000;

/**
 * The pipe's descriptor in the tool. Not one of the first three: libuv lets these block in a child, and with them the pipe
 * of this process, which shares their open file.
 */
const DESCRIPTOR = 3;

const PERL = `open(my $pipe, ">&=", ${DESCRIPTOR}) or exit 1;
for my $bytes (${WANTED_BYTES}) {
  exit 0 if fcntl($pipe, ${F_GETPIPE_SZ}, 0) >= $bytes or fcntl($pipe, ${F_SETPIPE_SZ}, $bytes);
}
exit 1`;

const PYTHON = `import fcntl, sys
for size in ${JSON.stringify(WANTED_BYTES)}:
    try:
        if fcntl.fcntl(${DESCRIPTOR}, ${F_GETPIPE_SZ}) >= size or fcntl.fcntl(${DESCRIPTOR}, ${F_SETPIPE_SZ}, size): sys.exit(0)
    except OSError: pass
sys.exit(1)`;

/** Node has no fcntl; these are on nearly every Linux, and do it for a descriptor that they inherit. */
const TOOLS: [command: string, ...args: string[]][] = [
  ["perl", "-e", PERL],
  ["python3", "-I", "-S", "-c", PYTHON],
];

/** Undefined where Node or the system lets this process start no other: `node --permission`, a sandbox. */
function startOn(descriptor: number, [command, ...args]: (typeof TOOLS)[number]): ChildProcess | undefined {
  try {
    return spawn(command, args, { stdio: ["ignore", "ignore", "ignore", descriptor], timeout: LIMIT_MS });
  } catch {
    return undefined;
  }
}

/** Resolves to the exit code, or undefined where the tool is absent, may not be started, or was ended. */
function runOn(descriptor: number, tool: (typeof TOOLS)[number]): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = startOn(descriptor, tool);
    if (child === undefined) return resolve(undefined);
    // The run does not wait for it.
    child.unref();
    child.once("error", () => resolve(undefined));
    child.once("exit", (code) => resolve(code ?? undefined));
  });
}

/**
 * Lets a pipe hold up to a megabyte instead of 64 KiB, so that its writer and its reader need not wake each other for every
 * few pages. Resolves to whether it holds 256 KiB or more now; that needs Linux, and Perl or Python.
 */
export async function enlargePipe(descriptor: number): Promise<boolean> {
  if (process.platform !== "linux" || !fstatSync(descriptor).isFIFO()) return false;
  for (const tool of TOOLS) {
    const exitCode = await runOn(descriptor, tool);
    if (exitCode !== undefined) return exitCode === 0;
  }
  return false;
}
