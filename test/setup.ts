import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";

const root = join(import.meta.dirname, "..");
const SOURCES = ["src", "assembly", "bench"];
const BUILD_FILES = ["asconfig.json", "package-lock.json", "esbuild.config.js", "tsconfig.json", "tsconfig.build.json"];

function modified(path: string): number {
  return statSync(path).mtimeMs;
}

function lastChange(): number {
  const sources = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(root, folder, name)),
  );
  const data = join(root, "data");
  const tables = readdirSync(data).filter((name) => name.endsWith(".tsv"));
  const others = [...BUILD_FILES.map((name) => join(root, name)), ...tables.map((name) => join(data, name))];
  return Math.max(...[...sources, ...others].map(modified));
}

/** Many tests run the built program, so it must be that of the sources as they are. */
export default function prepare(): () => void {
  const stamp = join(root, "dist", ".stamp");
  if (!existsSync(stamp) || modified(stamp) < lastChange())
    execFileSync("npm", ["run", "build"], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return bundle();
}
