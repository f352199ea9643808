import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { ENGINE_VERSION } from "../../config/engine.ts";
import { packageRoot, programVersion } from "../../system/root.ts";

/** Load for each core below which a machine counts as idle. */
const IDLE_LOAD = 0.25;

/** The machine and the program of the results. */
export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  /** Short hash; ends in "-changed" if files differ from the commit. Absent if the program is not in a checkout. */
  commit?: string;
  version: string;
  /** The version in docs/reference/engine.md, and the start of the hash of the kernel that was measured. */
  engineVersion: string;
  kernelSha256: string;
  loadAverage: number;
}

function git(...args: string[]): string {
  return execFileSync("git", args, {
    cwd: packageRoot(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

function commit(): string | undefined {
  try {
    // An installed package may be inside a checkout of another project.
    if (realpathSync(git("rev-parse", "--show-toplevel")) !== realpathSync(packageRoot())) return undefined;
    const changes = git("status", "--porcelain", "--", ".", ":!bench/results");
    return `${git("rev-parse", "--short", "HEAD")}${changes === "" ? "" : "-changed"}`;
  } catch {
    return undefined; // not a checkout, or no git
  }
}

export function describeMachine(): Machine {
  const kernel = readFileSync(join(packageRoot(), "dist", "kernel.wasm"));
  const hash = commit();
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    ...(hash === undefined ? {} : { commit: hash }),
    version: programVersion(),
    engineVersion: String(ENGINE_VERSION),
    kernelSha256: createHash("sha256").update(kernel).digest("hex").slice(0, 16),
    loadAverage: Math.round((loadavg()[0] as number) * 100) / 100,
  };
}

/** A warning if the machine is busy with other work; undefined if it is idle. */
export function warnOfLoad({ loadAverage, cores }: Machine): string | undefined {
  if (loadAverage <= IDLE_LOAD * cores) return undefined;
  return `the load average is ${loadAverage} on ${cores} cores: something else may be running, and rates come out too low; wait until it is idle`;
}
