import type { EngineName } from "../config/engine.ts";
import type { SettingsRequest } from "../config/settings.ts";
import type { OutputRequest } from "../output/request.ts";
import type { SimulationRequest } from "../simulation/request.ts";
import { type KafkaOptions, kafkaRequestOf } from "./kafka.ts";
import { type LiveOptions, liveRequestOf } from "./live.ts";

/** A command line's options, as commander parsed them. They end here: requestOf translates them for the simulation. */
export interface CommandOptions
  extends SettingsRequest,
    KafkaOptions,
    LiveOptions,
    Omit<OutputRequest, "path" | "kafka"> {
  config?: string;
  data?: string;
  /** False omits the similar songs of the data folder. */
  similarSongs?: boolean;
  /** The original's engine instead of the default one. */
  compat?: Exclude<EngineName, "default">;
  workers?: number;
  sliceEvents?: number;
  partEvents?: number;
  trace?: string;
  metricsPort?: number;
  /** File for questions about the data with their answers. */
  answers?: string;
  dashboard?: boolean;
  dashboardPort?: number;
  verbose?: boolean;
  quiet?: boolean;
  progress: boolean;
  generateCounts?: boolean;
  generateSimilars?: boolean;
}

/** The options that decide the simulation; the compiler checks that none is missing. */
const SETTINGS: Record<Exclude<keyof SettingsRequest, "live" | "clockMs" | "earlier">, true> = {
  ...{ nusers: true, userid: true, growthRate: true, attritionRate: true, randomseed: true, tag: true },
  ...{ startTime: true, endTime: true, from: true, to: true, now: true, holidays: true },
  ...{ events: true, user: true, part: true, writeFrom: true },
  ...{ late: true, lateMax: true, duplicate: true, lose: true, outage: true, burst: true },
};

/** The options that decide the output. */
const OUTPUT: Record<Exclude<keyof OutputRequest, "path" | "kafka">, true> = {
  ...{ format: true, compress: true, compressLevel: true, lz4Framing: true, zstdFrames: true },
  ...{ rowGroupEvents: true, csvNull: true },
  ...{
    splitEvents: true,
    splitSize: true,
    splitTime: true,
    manifest: true,
    table: true,
    filter: true,
    clobber: true,
    force: true,
  },
  ...{ resume: true, onlyParts: true, truth: true },
};

function pick<T extends object, Key extends keyof T>(from: T, keys: Record<Key, true>): Pick<T, Key> {
  const names = Object.keys(keys) as Key[];
  const given = names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]);
  return Object.fromEntries(given) as Pick<T, Key>;
}

/** Translates the options that decide the output. @param path the output file, or an address */
export function outputRequestOf(options: CommandOptions, path: string | undefined): OutputRequest {
  const kafka = kafkaRequestOf(options);
  return { ...pick(options, OUTPUT), path, ...(kafka && { kafka }) };
}

/** Translates a command line into the simulation's request. @param path the output file */
export function requestOf(options: CommandOptions, path?: string): SimulationRequest {
  const { config, compat: engine, data, similarSongs, workers, sliceEvents, partEvents, backfill } = options;
  const live = liveRequestOf(options);
  return {
    ...{ config, engine, data, similarSongs },
    settings: {
      ...pick(options, SETTINGS),
      ...(live && { live: backfill === undefined ? {} : { backfillSeconds: backfill } }),
    },
    output: outputRequestOf(options, path),
    ...(live && { live }),
    work: {
      ...(workers === undefined ? {} : { workers }),
      ...(sliceEvents === undefined ? {} : { sliceEvents }),
      ...(partEvents === undefined ? {} : { batchEvents: partEvents }),
    },
  };
}
