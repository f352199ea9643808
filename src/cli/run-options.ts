import type { NumberSet } from "../output/names/number-set.ts";
import type { Share } from "../output/names/share.ts";
import type { Compression, Format, Framing, ZstdFrames } from "../output/settings.ts";

/** What a command line asks for, before the configuration fills the gaps. Instants and paths are as the person gave them. */
export interface CommandOptions {
  config?: string;
  nusers?: number;
  userid?: number;
  growthRate?: number;
  attritionRate?: number;
  randomseed?: bigint;
  tag?: string;
  startTime?: string;
  endTime?: string;
  from?: number;
  to?: number;
  now?: string;
  holidays?: string;
  data?: string;
  /** False leaves the similar songs of the data folder out. */
  similarSongs?: boolean;
  /** The original's engine instead of the default one. */
  compat?: "interana";
  events?: number;
  user?: number;
  format?: Format;
  compress?: Compression;
  compressLevel?: number;
  lz4Framing?: Framing;
  zstdFrames?: ZstdFrames;
  splitEvents?: number;
  splitSize?: number;
  splitTime?: number;
  manifest?: string;
  /** False keeps every file that exists. */
  clobber?: boolean;
  /** Replaces what another command has left in a folder. */
  force?: boolean;
  resume?: boolean;
  onlyParts?: NumberSet;
  part?: Share;
  workers?: number;
  sliceEvents?: number;
  partEvents?: number;
  verbose?: boolean;
  quiet?: boolean;
  progress: boolean;
}
