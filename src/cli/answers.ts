import { writeWhole } from "../output/destinations/destination.ts";
import { openDestination } from "../output/destinations/destinations.ts";
import { statusOf } from "../output/destinations/path.ts";
import { readManifest } from "../output/manifest/manifest.ts";
import { LOCAL } from "../output/places/folder.ts";
import { inFolder } from "../output/places/paths.ts";
import type { OutputSettings } from "../output/settings.ts";
import { isStoreAddress } from "../output/stores/stores.ts";
import { answersOf, sheetOfAnswers } from "../report/answers/answers.ts";
import { answerSource } from "../report/answers/source.ts";
import { Collector } from "../report/collect/collector.ts";
import { collectFiles } from "../report/collect/files.ts";
import { MemoryMeter } from "../report/collect/memory.ts";
import { jsonOf } from "../report/text/json.ts";
import { dataSetOf, type Inputs } from "../simulation/inputs.ts";
import { UsageError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import { printable } from "../system/printable.ts";
import { roomFor } from "./commands/report/room.ts";

/** What DuckDB takes for a pattern of names. */
const PATTERN = /[*?[\]]/;

const refused = (why: string): UsageError =>
  new UsageError(`--answers reads the files of the run back, ${why}; leave --answers out, or write files`);

/** Why the answers cannot be made; undefined if the run has files of its own on this machine. */
function reasonAgainst(
  { path, split, kafka, filter, onlyParts }: OutputSettings,
  live: Inputs["live"],
): string | undefined {
  if (live !== undefined) return "and those of a live run grow until it is stopped";
  if (kafka !== undefined) return "and the events go to a topic";
  if (filter !== undefined) return "and --filter sends them elsewhere";
  if (onlyParts !== undefined) return "and with --only-parts some of them may be absent";
  const folder = split?.template.folder ?? path;
  if (folder === undefined) return "and the events go to standard output";
  if (isStoreAddress(folder)) return "and they would be in a store";
  if (split === undefined && statusOf(folder)?.isFile() === false) return `and ${printable(folder)} is no file`;
  const names = split === undefined ? folder : `${folder}/${split.template.names}`;
  return PATTERN.test(names) ? `and DuckDB reads ${printable(names)} as a pattern` : undefined;
}

/** Throws UsageError if a run cannot have answers, before anything is written. */
export function checkAnswers({ output, live }: Inputs): void {
  const reason = reasonAgainst(output, live);
  if (reason !== undefined) throw refused(reason);
}

/** The files of a run as a pattern of names. */
function patternOf({ path, split }: OutputSettings): string {
  if (split === undefined) return path!;
  return inFolder(split.template.folder, split.template.names.replace(/\{[^}]*\}/g, "*"));
}

function filesOf({ path, split, manifest }: OutputSettings): string[] {
  if (split === undefined) return [path!];
  return readManifest(manifest!, LOCAL).files.map(({ name }) => inFolder(split.template.folder, name));
}

/** Reads the files of a finished run, and writes questions about them with their answers. */
export async function writeAnswers(file: string, inputs: Inputs, machine: Machine): Promise<void> {
  const { output } = inputs;
  const { meterBytes, mostFrameBytes } = roomFor(machine);
  const meter = new MemoryMeter(meterBytes);
  const collector = new Collector(meter);
  await collectFiles(filesOf(output), collector, { csvNull: output.encoding.csvNull, mostFrameBytes });
  const answers = answersOf(collector, meter, answerSource(output.encoding, patternOf(output)), dataSetOf(inputs).id);
  const text = file.endsWith(".md") ? sheetOfAnswers(answers) : jsonOf(answers);
  await writeWhole(await openDestination(file), [Buffer.from(text)]);
}
