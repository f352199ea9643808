import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../root.ts";

/** Tells the processes that run the tests where the modules are. */
const VARIABLE = "EVENTSIM_TEST_PROGRAM";
/** The modules of the program that tests run by themselves, not by its command line. */
const MODULES = [
  "cli/command-line.js",
  "cli/run.js",
  "cli/parse-run.js",
  "output/destinations/filesystem.js",
  "output/destinations/standard-output.js",
  "output/containers/one-output.js",
  "output/containers/containers.js",
  "simulation/inputs.js",
  "simulation/simulation.js",
  "cli/request.js",
];

/** Where one of the modules is, after the set-up; workers are started from beside it. */
export function bundled(name: string): string {
  return pathToFileURL(join(process.env[VARIABLE]!, name)).href;
}

/**
 * Puts them into few files, as the program is: a thread takes half the time to load one of them that it takes for 25. The
 * folder is new, as tests may run twice at the same time. Returns what removes it.
 */
export default function bundle(): () => void {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "build", "test-program-"));
  execFileSync(process.execPath, ["esbuild.config.js", folder, ...MODULES], { cwd: ROOT, stdio: "inherit" });
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
