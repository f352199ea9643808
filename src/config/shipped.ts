import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { packageRoot } from "../system/root.ts";

const ENDING = "-config.json";

/** Of a configuration that is not there: the shipped ones, and the one that the name stands for. */
export function adviceOnMissing(file: string): string {
  const folder = join(packageRoot(), "configs");
  const names = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  const wanted = basename(file)
    .toLowerCase()
    .replace(/(-config)?(\.json)?$/, ENDING);
  const meant = names.find((name) => name.toLowerCase() === wanted);
  if (meant !== undefined && resolve(file) !== join(folder, meant) && existsSync(join(folder, meant)))
    return `did you mean ${join(folder, meant)}?`;
  // A name like the original's own, of which there are more, or a file of their folder.
  if (!basename(file).endsWith(ENDING) && !/(^|[/\\])configs[/\\]/.test(file)) return "check the path of the config";
  const list = names.map((name) => name.slice(0, -ENDING.length)).join(", ");
  return `check the path of the config; ${folder} has ${list}`;
}
