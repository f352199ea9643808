import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { runProcess } from "./program.ts";

const BLOCK_BYTES = 1 << 22;

/** The yardstick: LZ4 at its fastest level, on one thread. */
export interface Compressor {
  /** Name and version of the compressor. */
  name: string;
  /** Compresses a file and discards the output. Resolves to the seconds that it took. */
  compress(file: string): Promise<number>;
}

function versionOfTool(): string | undefined {
  try {
    return /v(\d+\.\d+\.\d+)/.exec(execFileSync("lz4", ["--version"], { encoding: "utf8" }))?.[1];
  } catch {
    return undefined;
  }
}

/** Since 1.10 the tool uses all cores by default. */
function threadArguments(version: string): string[] {
  const [major, minor] = version.split(".").map(Number) as [number, number];
  return major > 1 || minor >= 10 ? ["-T1"] : [];
}

function compressWithTool(version: string): Compressor {
  const args = ["-1", ...threadArguments(version), "-c"];
  return {
    name: `lz4 ${args.join(" ")} FILE >/dev/null, v${version}`,
    compress: async (file) => (await runProcess("lz4", [...args, file])).seconds,
  };
}

/** The same work in this process, if the tool is missing: reads and compresses block by block. */
async function compressInProcess(): Promise<Compressor> {
  const { compressFrameSync } = await import("lz4-napi");
  const block = Buffer.alloc(BLOCK_BYTES);
  const compress = async (file: string) => {
    const started = performance.now();
    const descriptor = openSync(file, "r");
    for (let length = readSync(descriptor, block); length > 0; length = readSync(descriptor, block))
      compressFrameSync(block.subarray(0, length));
    closeSync(descriptor);
    return (performance.now() - started) / 1000;
  };
  return { name: "lz4-napi compressFrameSync in blocks of 4 MiB (no lz4 tool here)", compress };
}

export async function findCompressor(): Promise<Compressor> {
  const version = versionOfTool();
  return version === undefined ? compressInProcess() : compressWithTool(version);
}

/** Resolves to the size, in bytes, of a tool's output for a file; undefined if the tool is missing. */
export async function compressedSize(command: string, args: string[]): Promise<number | undefined> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let byteLength = 0;
  child.stdout.on("data", (bytes: Buffer) => {
    byteLength += bytes.length;
  });
  return await new Promise((resolve) => {
    child.on("error", () => resolve(undefined));
    child.on("close", (exitCode) => resolve(exitCode === 0 ? byteLength : undefined));
  });
}

/**
 * Resolves to the seconds that `processes` concurrent runs of a tool take, each on the same file; undefined if it is
 * missing.
 */
export async function secondsOfTool(command: string, args: string[], processes: number): Promise<number | undefined> {
  try {
    const runs = Array.from({ length: processes }, () => runProcess(command, args));
    return Math.max(...(await Promise.all(runs)).map(({ seconds }) => seconds));
  } catch {
    return undefined;
  }
}
