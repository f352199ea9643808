import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";

const SOURCES = ["src", "assembly", "bench"];
const BUILD_FILES = ["asconfig.json", "package-lock.json", "esbuild.config.js", "tsconfig.json", "tsconfig.build.json"];

function modified(path: string): number {
  return statSync(path).mtimeMs;
}

function lastChange(): number {
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => join(ROOT, folder, name)),
  );
  const data = join(ROOT, "data");
  const tables = readdirSync(data).filter((name) => name.endsWith(".tsv"));
  const others = [...BUILD_FILES.map((name) => join(ROOT, name)), ...tables.map((name) => join(data, name))];
  return Math.max(...[...sources, ...others].map(modified));
}

/** Builds the program if it is older than its sources: tests run the program and the kernel of the current sources. */
export default function build(): void {
  const stamp = join(ROOT, "dist", ".stamp");
  if (!existsSync(stamp) || modified(stamp) < lastChange())
    execFileSync("npm", ["run", "build"], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
}
