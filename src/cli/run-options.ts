import type { EngineName } from "../config/engine.ts";
import type { SettingsRequest } from "../config/request.ts";
import type { OutputRequest } from "../output/request.ts";

/** What a command line says, as commander has read it. It ends here: request.ts tells the simulation what is asked for. */
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
