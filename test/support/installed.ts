// Programs that tests use where they are installed.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a program: the one that a variable names, or the first one of the PATH. Undefined if there is none. */
export function installedProgram(name: string, variable: string): string | undefined {
  const named = process.env[variable];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...(named === undefined ? [] : [named]), ...folders.map((folder) => join(folder, name))].find(isProgram);
}
