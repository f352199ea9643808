import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../system/root.ts";

const ENDING = "-config.json";

/** Path of the file of a shipped configuration, such as Accordion. */
export function shippedFile(name: string): string {
  return join(packageRoot(), "configs", `${name}${ENDING}`);
}

/** The names of the configurations that come with the program, in the order of the alphabet. */
export function shippedNames(): string[] {
  return readdirSync(join(packageRoot(), "configs"))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}
