import { dirname, join } from "node:path";
import { compatOf } from "../../config/engine.ts";
import { fieldsWithPlaces } from "../../schema/choose.ts";
import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { headerOf, type RunContext, startMsOf } from "../containers/run-context.ts";
import { writeError } from "../destinations/errors.ts";
import { FileDestination } from "../destinations/file.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import type { SplitSettings } from "../settings.ts";
import { lineOf } from "./entry.ts";
import { headLines, logOf, type Table } from "./log.ts";
import { partitionColumnsOf } from "./partitions.ts";

async function lineFor(table: Table, folder: string, file: ManifestFile): Promise<string> {
  const names = table.fields.map(({ name }) => name);
  try {
    return await lineOf(table, names, folder, file);
  } catch (error) {
    throw new RunError(
      `${printable(join(folder, file.name))}: its footer, which --table delta needs, cannot be read (${printable((error as Error).message)}); ` +
        "remove the file and make it again with --resume",
    );
  }
}

/**
 * Writes the log of a table of finished files. Their footers have its statistics, so that a resumed run writes the same bytes.
 * The log appears complete or not at all.
 * @param temporary path until the log is complete
 * @throws RunError if a file cannot be read or the log cannot be written
 */
export async function writeTable(
  context: RunContext,
  { template }: SplitSettings,
  files: readonly ManifestFile[],
  temporary: string,
): Promise<void> {
  const { settings, engine, output } = context;
  const table: Table = {
    header: headerOf(context),
    startMs: startMsOf(settings),
    fields: fieldsWithPlaces(compatOf(engine.name), settings.tag),
    partitions: partitionColumnsOf(template.names),
  };
  const path = logOf(template.folder);
  try {
    const newNamesIn = context.files.makeFolder(dirname(path));
    const destination = new FileDestination(path, context.files, temporary, { newNamesIn, isNew: !output.clobber });
    await writeLines(destination, table, template.folder, files);
  } catch (error) {
    throw writeError(path, error);
  }
}

async function writeLines(
  destination: FileDestination,
  table: Table,
  folder: string,
  files: readonly ManifestFile[],
): Promise<void> {
  try {
    destination.write([Buffer.from(headLines(table))]);
    for (const file of files) destination.write([Buffer.from(await lineFor(table, folder, file))]);
    await destination.finish();
  } catch (error) {
    destination.abort();
    throw error;
  }
}
