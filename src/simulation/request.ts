import type { EngineName } from "../config/engine.ts";
import type { SettingsRequest } from "../config/settings.ts";
import type { OutputRequest } from "../output/request.ts";
import type { LiveRequest } from "./live.ts";

/** How the work is divided. This changes no event. */
export interface WorkRequest {
  /** Number of threads; the default if absent. */
  workers?: number;
  sliceEvents?: number;
  /** Determines where compressed blocks end, and files with a size limit. */
  batchEvents?: number;
}

/** A request to simulate and write, independent of whether it came from the command line or the library. */
export interface SimulationRequest {
  /** Path of the configuration; the built-in one if absent. */
  config?: string | undefined;
  /** Text of a configuration that is not in a file; messages then call it by the name in `config`. */
  configText?: string | undefined;
  engine?: EngineName | undefined;
  settings?: SettingsRequest;
  /** A folder with the original's data files; the built-in tables if absent. */
  data?: string | undefined;
  /** False omits the similar songs of that folder. */
  similarSongs?: boolean | undefined;
  output?: OutputRequest;
  /** Present if events leave when their time comes. */
  live?: LiveRequest;
  work?: WorkRequest;
}
