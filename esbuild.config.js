// Puts modules of dist/src/ and the threads' scripts beside them into few files: Node 20 takes a millisecond to load one, and
// there are 140, and 25 in each thread. `node esbuild.config.js FOLDER MODULE...`; without these the program, into dist/program/.
import { rmSync } from "node:fs";
import { build } from "esbuild";

const [folder = "dist/program", ...modules] = process.argv.slice(2);

/** @param scripts in dist/src/, each of which becomes a file of its own name */
function put(scripts, splitting) {
  return build({
    entryPoints: scripts.map((script) => `dist/src/${script}`),
    entryNames: "[name]",
    outdir: folder,
    bundle: true,
    splitting,
    format: "esm",
    platform: "node",
    target: "node20",
    // Packages stay where they are; some have native code.
    packages: "external",
  });
}

// Names with hashes: what an earlier build left would stay.
rmSync(folder, { recursive: true, force: true });
// What is loaded only for some commands is in files of its own. A thread's script is one file.
await put(modules.length > 0 ? modules : ["cli/main.js"], true);
await put(["workers/worker.js", "output/manifest/hash-worker.js"], false);
