import { join } from "node:path";
import { builtinCatalogLater } from "../catalog/builtin.ts";
import { checkFolder, loadCatalog } from "../catalog/load.ts";
import type { RoomLimit } from "../catalog/original/room.ts";
import type { Catalog } from "../catalog/types.ts";
import type { CommandOptions } from "../cli/run-options.ts";
import { readCompatConfig, readConfig } from "../config/read.ts";
import { resolveSettings } from "../config/resolve.ts";
import { resolveCompatSettings } from "../config/resolve-compat.ts";
import type { Settings } from "../config/settings.ts";
import type { Config } from "../config/types.ts";
import { heapRoomBytes } from "../memory/available.ts";
import { budgetFor, usualWorkers } from "../memory/budget.ts";
import { batchEventsFor } from "../memory/sizes.ts";
import { builtinPrepared } from "../model/catalog-image/load.ts";
import type { FormatName } from "../model/formats/formats.ts";
import { compileModel, type Model } from "../model/model.ts";
import type { Codec } from "../output/codecs/codec.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import { batchEventsOf, NO_SPLIT } from "../output/containers/split-rules.ts";
import { type DataSet, describeDataSet } from "../output/manifest/data-set.ts";
import { inputsOf, refuseInputs } from "../output/manifest/input-paths.ts";
import { notesOfName, type OutputSettings, resolveOutput } from "../output/settings.ts";
import { Problems, UsageError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import { packageRoot } from "../system/root.ts";

const DEFAULT_CONFIG = "configs/Accordion-config.json";

/** Everything that decides a run's bytes, read, checked and compiled. */
export interface Inputs {
  config: Config;
  settings: Settings;
  output: OutputSettings;
  catalog: Catalog;
  codec: Codec;
  model: Model;
  /** Events in a batch. */
  batchEvents: number;
  /** Lines for the person. */
  notes: string[];
}

/** The configuration's file: the one that is asked for, or the built-in one. */
export function configFileOf({ config }: CommandOptions): string {
  return config ?? join(packageRoot(), DEFAULT_CONFIG);
}

function readInputs(options: CommandOptions): { config: Config; settings: Settings; warnings: string[] } {
  const file = configFileOf(options);
  if (options.compat !== undefined) {
    const config = readCompatConfig(file);
    return { config, settings: resolveCompatSettings(options, config), warnings: [] };
  }
  const { config, warnings } = readConfig(file);
  return { config, settings: resolveSettings(options, config), warnings };
}

/** The catalog, and what the build has compiled of it already. */
async function readCatalog(
  options: CommandOptions,
  settings: Settings,
  { format, emitsLz4, room }: { format: FormatName; emitsLz4: boolean; room: RoomLimit },
) {
  const isOurs = options.data === undefined && settings.compat === undefined;
  const prepared = isOurs ? builtinPrepared(format, emitsLz4) : undefined;
  if (prepared !== undefined) return { catalog: builtinCatalogLater(), notes: [], prepared };
  const loaded = await loadCatalog({
    dataDirectory: options.data,
    similarSongs: options.similarSongs,
    likeOriginal: settings.compat !== undefined,
    room,
  });
  return { ...loaded, prepared };
}

/** The memory that a catalog may take: what the limit leaves beside the program and its workers. */
function roomFor(machine: Machine, workers = usualWorkers(machine)): RoomLimit {
  const { limit, isolateBytes } = budgetFor(machine, workers);
  return { byteLength: Math.max(0, limit.byteLength - isolateBytes), origin: limit.origin, heapBytes: heapRoomBytes() };
}

/** Configuration, settings and output. Throws UsageError with what is wrong with any of them, and with the folder of --data. */
function readTogether(options: CommandOptions, path: string | undefined) {
  const found = new Problems();
  const read = found.in(() => readInputs(options));
  // Where there are no settings, the output is looked at for what else is wrong.
  const output = found.in(() =>
    resolveOutput(options, path, read?.settings ?? { startSeconds: 0, ...(options.part && { share: options.part }) }),
  );
  found.in(() => options.data === undefined || checkFolder(options.data));
  if (read === undefined || output === undefined || found.error !== undefined) throw found.error;
  return { ...read, output };
}

/**
 * Configuration, command line and catalog -> settings and model.
 * @param path the output file
 * @param machine whose limit of memory holds for what is read
 */
export async function prepareInputs(
  options: CommandOptions,
  path: string | undefined,
  machine: Machine = {},
): Promise<Inputs> {
  const { config, settings, warnings, output } = readTogether(options, path);
  refuseInputs(output, inputsOf(configFileOf(options), options.data));
  const { format } = output.encoding;
  const codec = openCodec(output.encoding);
  const { emitsLz4, largestRawBytes } = codec;
  const { catalog, notes, prepared } = await readCatalog(options, settings, {
    ...{ format, emitsLz4 },
    room: roomFor(machine, options.workers),
  });
  const model = await compileModel(config, catalog, settings, { format, emitsLz4, prepared });
  const wanted = options.partEvents ?? batchEventsOf(output.split?.rules ?? NO_SPLIT) ?? codec.batchEvents;
  checkLines(model.longestLineBytes, largestRawBytes);
  const batchEvents = batchEventsFor(wanted, model.longestLineBytes, largestRawBytes);
  const all = [...warnings.map((line) => `eventsim: warning: ${line}`), ...notes, ...notesOfName(output)];
  return { config, settings, output, catalog, codec, model, batchEvents, notes: all };
}

/** A block has whole lines, and who reads it has room for so many bytes. */
function checkLines(longestBytes: number, mostBytes: number | undefined): void {
  if (mostBytes === undefined || longestBytes <= mostBytes) return;
  throw new UsageError(
    `--lz4-framing hadoop: with the longest texts of the catalog and the tag a line has ${longestBytes} bytes, and Hadoop reads ` +
      `at most ${mostBytes} at once; shorten them, or write --compress gzip`,
  );
}

/** The data set that a command makes. */
export function dataSetOf({ batchEvents, ...inputs }: Inputs): DataSet {
  return describeDataSet({ ...inputs, codecVersion: inputs.codec.version, blockEvents: batchEvents });
}
