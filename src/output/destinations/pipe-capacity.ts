import { type ChildProcess, spawn } from "node:child_process";
import { fstatSync } from "node:fs";

/** Linux's `fcntl(2)` commands for the capacity of a pipe, the same on every processor. */
const F_SETPIPE_SZ = 1031;
const F_GETPIPE_SZ = 1032;
/**
 * Sizes to request, in this order. The first is the default limit for unprivileged users
 * (`/proc/sys/fs/pipe-max-size`).
 */
const WANTED_BYTES = [1 << 20, 1 << 19, 1 << 18];
/** Milliseconds after which a tool is ended; it normally takes a few. */
const LIMIT_MS = 2000;

/**
 * The pipe's descriptor in the tool. Not 0 to 2: libuv makes those blocking in a child. As the child shares the open
 * file, that would make this process's pipe blocking too.
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

/** Node has no fcntl. Nearly every Linux has one of these tools, which set the capacity of an inherited descriptor. */
const TOOLS: [command: string, ...args: string[]][] = [
  ["perl", "-e", PERL],
  ["python3", "-I", "-S", "-c", PYTHON],
];

/** Undefined if Node or the system forbids child processes: `node --permission`, a sandbox. */
function startOn(descriptor: number, [command, ...args]: (typeof TOOLS)[number]): ChildProcess | undefined {
  try {
    return spawn(command, args, { stdio: ["ignore", "ignore", "ignore", descriptor], timeout: LIMIT_MS });
  } catch {
    return undefined;
  }
}

/** Resolves to the exit code; undefined if the tool is absent, must not be started, or was ended. */
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
 * Enlarges a pipe from 64 KiB to as much as a megabyte, so that its writer and reader wake each other less often.
 * Resolves to whether it now holds 256 KiB or more. Needs Linux, and Perl or Python.
 */
export async function enlargePipe(descriptor: number): Promise<boolean> {
  if (process.platform !== "linux" || !fstatSync(descriptor).isFIFO()) return false;
  for (const tool of TOOLS) {
    const exitCode = await runOn(descriptor, tool);
    if (exitCode !== undefined) return exitCode === 0;
  }
  return false;
}
