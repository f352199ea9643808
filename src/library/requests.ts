import type { DisorderRequest } from "../config/disorder/settings.ts";
import type { SettingsRequest } from "../config/settings.ts";
import type { KafkaRequest } from "../output/kafka/settings.ts";
import type { NumberSet } from "../output/names/number-set.ts";
import type { OutputRequest } from "../output/request.ts";
import type { SimulationRequest } from "../simulation/request.ts";
import { UsageError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import { checkBytes, checkSimulate, checkWrite } from "./options.ts";
import type { BytesOptions, EncodingOptions, KafkaOptions, SimulateOptions, WriteOptions } from "./types.ts";

type Given<T> = { [Key in keyof T]?: T[Key] | undefined };

/** Drops undefined values. */
function given<T extends object>(values: Given<T>): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function jsonOf(config: object): string {
  const refused = (why: string) =>
    new UsageError(`config: cannot be written as JSON (${why}); it must hold what a file can`);
  let text: string | undefined;
  try {
    text = JSON.stringify(config, undefined, 2);
  } catch (error) {
    throw refused(String((error as Error | null)?.message ?? error));
  }
  if (text === undefined) throw refused("its toJSON returns nothing");
  return text;
}

/** A configuration object is read as the text of a file, so that the same checks apply. */
function configOf(config: SimulateOptions["config"]): Pick<SimulationRequest, "config" | "configText"> {
  if (typeof config !== "object") return { config };
  return { config: "config", configText: jsonOf(config) };
}

/** Turns the options of `simulate` into the simulation's request. Throws UsageError with all problems of the options. */
export function requestOf(
  options: SimulateOptions | undefined,
): Pick<SimulateOptions, "onNote" | "signal"> & { request: SimulationRequest; machine: Machine } {
  // Checked options are as the command line's parsers return them: a seed is a bigint, an instant a text.
  const checked = checkSimulate(options) as unknown as Omit<SimulateOptions, "seed" | "from" | "to" | "disorder"> & {
    disorder?: Omit<DisorderRequest, "outage" | "burst"> & {
      outages?: DisorderRequest["outage"];
      bursts?: DisorderRequest["burst"];
    };
    seed?: bigint;
    from?: string;
    to?: string;
  };
  const { config, engine, data, similarSongs, workers, memoryBytes, onNote, signal } = checked;
  const { outages, bursts, ...others } = checked.disorder ?? {};
  const settings = given<SettingsRequest>({
    nusers: checked.users,
    userid: checked.firstUserId,
    growthRate: checked.growthRate,
    attritionRate: checked.attritionRate,
    randomseed: checked.seed,
    tag: checked.tag,
    startTime: checked.from,
    endTime: checked.to,
    holidays: checked.holidays,
    events: checked.events,
    user: checked.user,
    part: checked.share,
    ...others,
    outage: outages,
    burst: bursts,
  });
  return {
    ...{ onNote, signal },
    request: {
      ...configOf(config),
      engine,
      settings,
      data,
      similarSongs,
      work: workers === undefined ? {} : { workers },
    },
    machine: memoryBytes === undefined ? {} : { limit: { byteLength: memoryBytes, origin: "memoryBytes" } },
  };
}

function encodingOf({
  format,
  compress,
  compressLevel,
  lz4Framing,
  zstdFrames,
  rowGroupEvents,
  csvNull,
}: EncodingOptions): Given<OutputRequest> {
  return { format, compress, compressLevel, lz4Framing, zstdFrames, rowGroupEvents, csvNull };
}

export function bytesRequest(options: BytesOptions | undefined): OutputRequest {
  return given<OutputRequest>(encodingOf(checkBytes(options)));
}

/** The options as the texts that the command line has. */
function kafkaOf({ headers = {}, partitions, timeoutSeconds, tls, ...texts }: KafkaOptions): KafkaRequest {
  const pairs = Object.entries(headers).map(([name, value]) => `${name}=${value}`);
  return given<KafkaRequest>({
    ...(texts as KafkaRequest),
    headers: pairs.length === 0 ? undefined : pairs,
    partitions: partitions === undefined ? undefined : String(partitions),
    timeout: timeoutSeconds === undefined ? undefined : `${timeoutSeconds}s`,
    tls: tls === undefined ? undefined : String(tls),
  });
}

export function writeRequest(path: string, options: WriteOptions | undefined): OutputRequest {
  const checked = checkWrite(options);
  const { splitEvents, splitBytes, splitSeconds, manifest, table, clobber, force, resume, truth } = checked;
  return given<OutputRequest>({
    ...{ path, ...encodingOf(checked), splitEvents, splitSize: splitBytes, splitTime: splitSeconds },
    ...{ manifest, table, clobber, force, resume, truth },
    onlyParts: checked.onlyParts as NumberSet | undefined,
    kafka: checked.kafka && kafkaOf(checked.kafka),
  });
}
