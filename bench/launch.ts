import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../src/system/root.ts";

/** The script that users call. */
export const WRAPPER = join(packageRoot(), "bin", "eventsim");

/** Returns the options that the wrapper passes to Node. */
export function nodeOptions(): string[] {
  const [, options] =
    /^exec node (.*) "\$root\/dist\/program\/main\.js" "\$@"$/m.exec(readFileSync(WRAPPER, "utf8")) ?? [];
  if (options === undefined) throw new Error(`${WRAPPER}: its last line was to be: exec node <options> <program> "$@"`);
  return options.split(" ");
}

/**
 * Returns the arguments of `node` that start the built program as the wrapper does, without checking for changed
 * sources.
 */
export const LAUNCH: readonly string[] = [...nodeOptions(), join(packageRoot(), "dist", "program", "main.js")];
