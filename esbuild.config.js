// Puts the program into few files: Node 20 takes a millisecond to load one, and there are 140, and 25 in each thread.
import { rmSync } from "node:fs";
import { build } from "esbuild";

const FOLDER = "dist/program";

/** @param scripts in dist/src/, each of which becomes a file of its own name */
function put(scripts, options) {
  return build({
    entryPoints: scripts.map((script) => `dist/src/${script}`),
    entryNames: "[name]",
    outdir: FOLDER,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Packages stay where they are; some have native code.
    packages: "external",
    ...options,
  });
}

// Names with hashes: what an earlier build left would stay.
rmSync(FOLDER, { recursive: true, force: true });
// What is loaded only for some commands is in files of its own. A thread's script is one file.
await put(["cli.js"], { splitting: true, chunkNames: "cli-[hash]" });
await put(["workers/worker.js", "output/hash-worker.js"], {});
