import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(import.meta.dirname, "..");
const BUNDLE = join("build", "test-program");
/** The modules of the program that tests run by themselves, not by its command line. */
const MODULES = ["run.js", "command-line.js", "sinks/filesystem.js"];

/** Where one of the modules is, after `bundle`; workers are started from beside it. */
export function bundled(name: string): string {
  return pathToFileURL(join(ROOT, BUNDLE, name)).href;
}

/** Puts them into few files, as the program is: a thread takes half the time to load one of them that it takes for 25. */
export function bundle(): void {
  execFileSync(process.execPath, ["esbuild.config.js", BUNDLE, ...MODULES], { cwd: ROOT, stdio: "inherit" });
}
