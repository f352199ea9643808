import { type RunContext, type Started, startMsOf } from "../containers/run-context.ts";
import { writeWhole } from "../destinations/destination.ts";
import { type DataSet, printManifest } from "./data-set.ts";
import type { ManifestFile, ManifestTopic } from "./manifest.ts";
import type { Tally } from "./tally/tally.ts";

const HOUR_MS = 3_600_000;

/**
 * Writes the manifest of a finished run. Like every file of a run, it appears complete or not at all.
 * @param temporary path until the manifest is complete; in the same folder if absent
 * @param topic present if the events are messages
 */
export async function writeManifest(
  context: RunContext,
  started: Started,
  files: ManifestFile[],
  { temporary, topic }: { temporary?: string; topic?: ManifestTopic } = {},
): Promise<void> {
  const { settings, states, catalog, output, place } = context;
  const firstHourMs = Math.floor(startMsOf(settings) / HOUR_MS) * HOUR_MS;
  const counted = (started.tally as Tally).totals(states, catalog.songs, firstHourMs);
  const { topTracks, ...others } = counted;
  const totals = { ...others, ...(started.disorder && { disorder: started.disorder() }), topTracks };
  const { initialUsers, firstUserId } = settings;
  const population = { initialUsers, firstUserId, users: started.users };
  const text = printManifest(context.dataSet as DataSet, population, files, totals, topic);
  const destination = place.create(output.manifest as string, { temporary, isNew: !output.clobber });
  await writeWhole(destination, [Buffer.from(text)]);
}
