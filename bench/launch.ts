import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/system/root.ts";

/** The script that people call. */
export const WRAPPER = join(packageRoot(), "bin", "eventsim");

/** The options that the wrapper gives to Node. */
export function nodeOptions(): string[] {
  const [, options] =
    /^exec node (.*) "\$root\/dist\/program\/main\.js" "\$@"$/m.exec(readFileSync(WRAPPER, "utf8")) ?? [];
  if (options === undefined) throw new Error(`${WRAPPER}: its last line was to be: exec node <options> <program> "$@"`);
  return options.split(" ");
}

/** What follows `node` where the built program is started as the wrapper starts it, without looking for changed sources. */
export const LAUNCH: readonly string[] = [...nodeOptions(), join(packageRoot(), "dist", "program", "main.js")];
