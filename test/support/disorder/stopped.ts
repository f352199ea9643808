import { join } from "node:path";
import { FailingFiles } from "../files/failing-files.ts";
import { fastFolder } from "../files/folders.ts";
import { failureOf } from "../program/here.ts";

/** Makes a folder in which a run was stopped by its `count`-th rename of a finished file. */
export async function stoppedWith(values: readonly string[], count: number, truth?: string): Promise<string> {
  const folder = fastFolder();
  const files = new FailingFiles("rename", count);
  const told = truth === undefined ? [] : ["--truth", truth];
  await failureOf([...values, ...told, join(folder, "events.json")], { files, snapshotMs: 0 });
  await files.quiet();
  return folder;
}
