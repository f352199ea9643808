import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const BUNDLE = join(ROOT, "build", "test-program");
/** The modules of the program that tests run by themselves, not by its command line. */
const MODULES = ["run.js", "command-line.js", "sinks/filesystem.js"];
/** Each thread's script is one file, beside the modules that start it. */
const SCRIPTS = ["workers/worker.js", "output/hash-worker.js"];

/** Where one of the modules is, after `bundle`; workers are started from beside it. */
export function bundled(name: string): string {
  return pathToFileURL(join(BUNDLE, name)).href;
}

/** Puts them into few files, as the program is: a thread takes half the time to load one of them that it takes for 25. */
export async function bundle(): Promise<void> {
  const put = (scripts: string[], splitting: boolean) =>
    build({
      entryPoints: scripts.map((script) => join(ROOT, "dist", "src", script)),
      entryNames: "[name]",
      outdir: BUNDLE,
      bundle: true,
      splitting,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
    });
  await Promise.all([put(MODULES, true), put(SCRIPTS, false)]);
}
