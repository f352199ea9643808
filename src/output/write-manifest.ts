import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { FileSink } from "../sinks/file.ts";
import { type DataSet, printManifest } from "./data-set.ts";
import type { ManifestFile } from "./manifest.ts";
import { type RunContext, type Started, startMsOf } from "./run-context.ts";
import type { Tally } from "./tally.ts";

const HOUR_MS = 3_600_000;

/** Writes the manifest of a finished run; like any other file of a run it appears whole or not at all. */
export async function writeManifest(context: RunContext, started: Started, files: ManifestFile[]): Promise<void> {
  const { settings, states, songs, output } = context;
  const firstHourMs = Math.floor(startMsOf(settings) / HOUR_MS) * HOUR_MS;
  const totals = (started.tally as Tally).totals(states, songs, firstHourMs);
  const { initialUsers, firstUserId } = settings;
  const population = { initialUsers, firstUserId, users: started.users };
  const text = printManifest(context.dataSet as DataSet, population, files, totals);
  await writeWhole(context, output.manifest as string, text);
}

async function writeWhole({ files }: RunContext, path: string, text: string): Promise<void> {
  files.makeFolder(dirname(path));
  const sink = new FileSink(path, files, join(dirname(path), `.eventsim-${randomBytes(6).toString("hex")}.partial`));
  try {
    sink.write([Buffer.from(text)]);
    await sink.finish();
  } catch (error) {
    sink.abort();
    throw error;
  }
}
