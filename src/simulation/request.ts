import type { EngineName } from "../config/engine.ts";
import type { SettingsRequest } from "../config/request.ts";
import type { OutputRequest } from "../output/request.ts";

/** How the work is cut. None of it changes an event. */
export interface WorkRequest {
  /** Threads; the usual number without it. */
  workers?: number;
  sliceEvents?: number;
  /** Where compressed blocks end, and files of a size. */
  batchEvents?: number;
}

/** What somebody wants simulated and written: the command line's options, or the library's, as neither of them. */
export interface SimulationRequest {
  /** Path of the configuration; the built-in one without it. */
  config?: string | undefined;
  /** Its text, where it is in no file; `config` is what messages call it then. */
  configText?: string | undefined;
  engine?: EngineName | undefined;
  settings?: SettingsRequest;
  /** A folder with the original's data files; the built-in tables without it. */
  data?: string | undefined;
  /** False leaves the similar songs of that folder out. */
  similarSongs?: boolean | undefined;
  output?: OutputRequest;
  work?: WorkRequest;
}
