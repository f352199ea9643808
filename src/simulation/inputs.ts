import { join } from "node:path";
import { builtinCatalogLater } from "../catalog/builtin.ts";
import { checkFolder, loadCatalog } from "../catalog/load.ts";
import type { RoomLimit } from "../catalog/original/room.ts";
import type { Catalog } from "../catalog/types.ts";
import { compatOf } from "../config/engine.ts";
import type { Settings } from "../config/settings.ts";
import type { Config } from "../config/types.ts";
import { heapRoomBytes } from "../memory/available.ts";
import { budgetFor, usualWorkers } from "../memory/budget.ts";
import { batchEventsFor } from "../memory/sizes.ts";
import { builtinCatalogImage } from "../model/catalog-image/load.ts";
import { DEFAULT_DIALECT } from "../model/dialect.ts";
import { compileModel } from "../model/model.ts";
import { avroSchemaOf } from "../output/codecs/avro.ts";
import type { Codec } from "../output/codecs/codec.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import { batchEventsOf, NO_SPLIT } from "../output/containers/files/split-rules.ts";
import { metadataOf } from "../output/formats/columns/metadata.ts";
import { type FileFacts, shapeOf } from "../output/formats/columns/shape.ts";
import { csvHeaderOf } from "../output/formats/csv.ts";
import type { Format } from "../output/formats/format.ts";
import { FORMATS, type FormatName } from "../output/formats/formats.ts";
import { notesOfKafka } from "../output/kafka/request/notes.ts";
import type { KafkaTarget } from "../output/kafka/settings.ts";
import { type DataSet, describeDataSet } from "../output/manifest/data-set.ts";
import { inputsOf, refuseInputs } from "../output/manifest/input-paths.ts";
import { earlierWindow } from "../output/resume/earlier-window.ts";
import { notesOfName, type OutputSettings, resolveOutput } from "../output/settings.ts";
import { Problems, UsageError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import { packageRoot } from "../system/root.ts";
import { refuseLive } from "../workers/live/refuse.ts";
import type { Engine, Scene } from "./engines/engine.ts";
import { engineNamed } from "./engines/table.ts";
import { type LiveRequest, notesOfLive } from "./live.ts";
import type { SimulationRequest } from "./request.ts";

const DEFAULT_CONFIG = "configs/Accordion-config.json";

/** Everything that determines a run's bytes, read, checked and compiled. */
export interface Inputs extends Scene {
  output: OutputSettings;
  catalog: Catalog;
  codec: Codec;
  /** Events per batch. */
  batchEvents: number;
  /** Present if events leave when their time comes. */
  live?: LiveRequest;
  /** Messages for the user. */
  notes: string[];
}

/** Returns the path of the requested or built-in configuration. */
export function configFileOf({ config }: Pick<SimulationRequest, "config">): string {
  return config ?? join(packageRoot(), DEFAULT_CONFIG);
}

/** Everything to simulate, before the catalog is read. */
export interface Read {
  engine: Engine;
  config: Config;
  settings: Settings;
  warnings: string[];
  notes?: string[];
}

/** Reads the scene. Throws UsageError with all problems of the configuration and of the options that override it. */
export function readSettings(request: SimulationRequest): Read {
  const engine = engineNamed(request.engine);
  return { engine, ...engine.read(configFileOf(request), request.settings ?? {}, request.configText) };
}

/** The catalog, and the tables that the build has compiled from it. */
async function readCatalog(
  { data, similarSongs }: SimulationRequest,
  { dialect, readsLikeOriginal }: Engine,
  {
    format,
    emitsLz4,
    hasUsualTexts,
    room,
  }: { format: FormatName; emitsLz4: boolean; hasUsualTexts: boolean; room: RoomLimit },
) {
  const isBuiltin = data === undefined && hasUsualTexts && dialect === DEFAULT_DIALECT;
  const compiled = isBuiltin ? builtinCatalogImage(format, emitsLz4) : undefined;
  if (compiled !== undefined) return { catalog: builtinCatalogLater(compiled.catalogHash), notes: [], compiled };
  const loaded = await loadCatalog({
    dataDirectory: data,
    similarSongs,
    likeOriginal: readsLikeOriginal,
    room,
  });
  return { ...loaded, compiled };
}

/** Returns the memory, in bytes, for a catalog: the limit minus the program and its workers. */
function roomFor(machine: Machine, workers = usualWorkers(machine)): RoomLimit {
  const { limit, isolateBytes } = budgetFor(machine, workers);
  return { byteLength: Math.max(0, limit.byteLength - isolateBytes), origin: limit.origin, heapBytes: heapRoomBytes() };
}

/** Adds the schema that the registry keeps. */
function withSchema(kafka: KafkaTarget, schemaOf: () => string): KafkaTarget {
  return kafka.registry === undefined ? kafka : { ...kafka, registry: { ...kafka.registry, schema: schemaOf() } };
}

/** Adds what the files of a format have before the events: their schema, or the names of their fields. Messages have no file. */
function withFileStart(output: OutputSettings, { engine, settings }: Read): OutputSettings {
  const { encoding, kafka } = output;
  const fields = [compatOf(engine.name), settings.tag] as const;
  if (kafka !== undefined) return { ...output, kafka: withSchema(kafka, () => avroSchemaOf(...fields)) };
  if (encoding.format === "csv") return { ...output, encoding: { ...encoding, csvHeader: csvHeaderOf(...fields) } };
  if (encoding.format === "avro") return { ...output, encoding: { ...encoding, avroSchema: avroSchemaOf(...fields) } };
  return output;
}

/** Returns the codec of whoever writes files: those of columns have dictionaries and what made them, with the id of the data set. */
function fileCodecOf(inputs: Inputs): Codec {
  const { output, engine, settings, model, codec } = inputs;
  const shape = shapeOf(model, settings, engine.name);
  if (shape === undefined) return codec;
  let facts: FileFacts | undefined;
  return openCodec(output.encoding, () => {
    facts ??= { shape, image: model.image, metadata: metadataOf(dataSetOf(inputs), settings, engine.name) };
    return facts;
  });
}

/**
 * Adds the window of the interrupted run that `--resume` goes on with: instants that are relative to the present are
 * then relative to that run's.
 */
async function withEarlier(request: SimulationRequest): Promise<SimulationRequest> {
  const { output = {}, settings: { part } = {} } = request;
  if (!output.resume) return request;
  try {
    const earlier = await earlierWindow(output, part);
    return earlier === undefined ? request : { ...request, settings: { ...request.settings, earlier } };
  } catch (error) {
    if (error instanceof UsageError) return request; // told when the output is checked
    throw error;
  }
}

function checkTruth(output: OutputSettings | undefined, settings: Settings | undefined): void {
  if (output?.truth === undefined || settings === undefined || settings.disorder !== undefined) return;
  throw new UsageError(
    "--truth lists events that are delayed, doubled or lost, and none are: add --late, --duplicate, --lose, --outage or --burst",
  );
}

/** Only a single output without totals may lack the beginning of a run. */
function checkWriteFrom({ output = {}, settings = {} }: SimulationRequest, resolved: OutputSettings | undefined): void {
  if (settings.writeFrom === undefined || resolved === undefined) return;
  const refused = (what: string) =>
    new UsageError(
      `--write-from is for a single output without a manifest, and this is ${what}: leave one of them out`,
    );
  if (resolved.kafka !== undefined) throw refused("a topic");
  if (resolved.split !== undefined) throw refused("a run with many files; --only-parts names those to write");
  if (output.manifest !== undefined) throw refused("one with --manifest");
}

/** Checks settings and output together. Throws UsageError with the problems of both, and of the folder of --data. */
async function readTogether(
  request: SimulationRequest,
  known: Read | undefined,
): Promise<Read & { output: OutputSettings }> {
  const found = new Problems();
  const { data, output: wanted = {}, settings: { part } = {} } = request;
  const earlier = known === undefined ? await withEarlier(request) : request;
  const read = known ?? found.in(() => readSettings(earlier));
  // Without settings, the output is still checked for further problems.
  const output = found.in(() =>
    resolveOutput(wanted, read?.settings ?? { startSeconds: 0, ...(part && { share: part }) }),
  );
  found.in(() => data === undefined || checkFolder(data));
  found.in(() => checkTruth(output, read?.settings));
  found.in(() => checkWriteFrom(request, output));
  found.in(() => request.live === undefined || output === undefined || refuseLive(output));
  if (read === undefined || output === undefined || found.error !== undefined) throw found.error;
  return { ...read, output: withFileStart(output, read) };
}

/**
 * Turns configuration, request and catalog into settings and model.
 * @param machine its memory limit applies to reading
 * @param known an earlier reading of the request, which is reused
 */
export async function readInputs(request: SimulationRequest, machine: Machine = {}, known?: Read): Promise<Inputs> {
  const { engine, config, settings, warnings, notes: notesOfWindow = [], output } = await readTogether(request, known);
  refuseInputs(output, inputsOf(request.configText === undefined ? configFileOf(request) : undefined, request.data));
  const { work = {} } = request;
  const { format } = output.encoding;
  const { textsFor, texts, ...others }: Format = FORMATS[format];
  const changedTexts = textsFor?.(output.encoding);
  const codec = openCodec(output.encoding);
  const { emitsLz4, largestRawBytes } = codec;
  const { catalog, notes, compiled } = await readCatalog(request, engine, {
    ...{ format, emitsLz4, hasUsualTexts: changedTexts === undefined },
    room: roomFor(machine, work.workers),
  });
  const { dialect } = engine;
  const model = await compileModel(config, catalog, settings, {
    ...{ format: { ...others, texts: changedTexts ?? texts }, emitsLz4, compiled, dialect },
  });
  if (output.rowGroupEvents !== undefined) refuseParts(work.batchEvents);
  const wanted = work.batchEvents ?? batchEventsOf(output.split?.rules ?? NO_SPLIT) ?? codec.batchEvents;
  checkLines(model.longestLineBytes, largestRawBytes);
  const batchEvents = output.rowGroupEvents ?? batchEventsFor(wanted, model.longestLineBytes, largestRawBytes);
  const notesOfOutput = [...notesOfName(output), ...notesOfKafka(output, settings)];
  const all = [...warnings.map((line) => `eventsim: warning: ${line}`), ...notesOfWindow, ...notes, ...notesOfOutput];
  const { live } = request;
  if (live !== undefined) all.push(...notesOfLive(live, settings, Date.now()));
  const inputs: Inputs = {
    ...{ engine, config, settings, output, catalog, codec, model, batchEvents, notes: all },
    ...(live && { live }),
  };
  return { ...inputs, codec: fileCodecOf(inputs) };
}

/** Returns the inputs for a topic of that many partitions, which a run learns from its brokers. Other outputs have none. */
export function withPartitions(inputs: Inputs, partitions: number): Inputs {
  const { output } = inputs;
  const { messages } = output.encoding;
  if (messages === undefined) return inputs;
  return { ...inputs, output: { ...output, encoding: { ...output.encoding, messages: { ...messages, partitions } } } };
}

function refuseParts(partEvents: number | undefined): void {
  if (partEvents === undefined) return;
  throw new UsageError(`--part-events ${partEvents}: the parts of this format are row groups; use --row-group-events`);
}

/** A block holds whole lines, and Hadoop's reader has a fixed buffer. */
function checkLines(longestBytes: number, mostBytes: number | undefined): void {
  if (mostBytes === undefined || longestBytes <= mostBytes) return;
  throw new UsageError(
    `--lz4-framing hadoop: with the longest texts of the catalog and the tag a line has ${longestBytes} bytes, and Hadoop reads ` +
      `at most ${mostBytes} at once; shorten them, or write --compress gzip`,
  );
}

/** Returns the data set that a command makes. */
export function dataSetOf({ batchEvents, ...inputs }: Inputs): DataSet {
  return describeDataSet({ ...inputs, codecVersion: inputs.codec.version, blockEvents: batchEvents });
}
