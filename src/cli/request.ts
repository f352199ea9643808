import type { EngineName } from "../config/engine.ts";
import type { SettingsRequest } from "../config/settings.ts";
import type { OutputRequest } from "../output/request.ts";
import type { SimulationRequest } from "../simulation/request.ts";

/** What a command line says, as commander has read it. It ends here: requestOf tells the simulation what is asked for. */
export interface CommandOptions extends SettingsRequest, Omit<OutputRequest, "path"> {
  config?: string;
  data?: string;
  /** False leaves the similar songs of the data folder out. */
  similarSongs?: boolean;
  /** The original's engine instead of the default one. */
  compat?: Exclude<EngineName, "default">;
  workers?: number;
  sliceEvents?: number;
  partEvents?: number;
  trace?: string;
  verbose?: boolean;
  quiet?: boolean;
  progress: boolean;
}

/** Which options say what is simulated; the compiler sees to it that none is missing. */
const SETTINGS: Record<keyof SettingsRequest, true> = {
  ...{ nusers: true, userid: true, growthRate: true, attritionRate: true, randomseed: true, tag: true },
  ...{ startTime: true, endTime: true, from: true, to: true, now: true, holidays: true },
  ...{ events: true, user: true, part: true },
};

/** And which what is written. */
const OUTPUT: Record<Exclude<keyof OutputRequest, "path">, true> = {
  ...{ format: true, compress: true, compressLevel: true, lz4Framing: true, zstdFrames: true },
  ...{ splitEvents: true, splitSize: true, splitTime: true, manifest: true, clobber: true, force: true },
  ...{ resume: true, onlyParts: true },
};

function pick<T extends object, Key extends keyof T>(from: T, keys: Record<Key, true>): Pick<T, Key> {
  const names = Object.keys(keys) as Key[];
  const given = names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]);
  return Object.fromEntries(given) as Pick<T, Key>;
}

/** What a command line asks for, in the simulation's own terms. @param path the output file */
export function requestOf(options: CommandOptions, path?: string): SimulationRequest {
  const { config, compat: engine, data, similarSongs, workers, sliceEvents, partEvents } = options;
  return {
    ...{ config, engine, data, similarSongs },
    settings: pick(options, SETTINGS),
    output: { ...pick(options, OUTPUT), path },
    work: {
      ...(workers === undefined ? {} : { workers }),
      ...(sliceEvents === undefined ? {} : { sliceEvents }),
      ...(partEvents === undefined ? {} : { batchEvents: partEvents }),
    },
  };
}
