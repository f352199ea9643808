import type { Compression } from "./codecs/codecs.ts";
import type { ArrowContainer } from "./formats/arrow/footing.ts";
import type { FormatName } from "./formats/formats.ts";
import type { MessagesEncoding } from "./formats/messages/encoding.ts";
import type { KafkaRequest } from "./kafka/settings.ts";
import type { NumberSet } from "./names/number-set.ts";

export const FRAMINGS = ["frame", "hadoop"] as const;
export const ZSTD_FRAMES = ["many", "one"] as const;
/** Formats of tables, for the files of a run as a whole. */
export const TABLES = ["delta"] as const;
export type Framing = (typeof FRAMINGS)[number];
export type Table = (typeof TABLES)[number];
export type ZstdFrames = (typeof ZSTD_FRAMES)[number];

/** Options that determine how events become bytes. */
export interface Encoding {
  format: FormatName;
  compress: Compression;
  /** For codecs that have levels. */
  level?: number;
  framing: Framing;
  /** For zstd: the number of frames in a file. */
  frames?: ZstdFrames;
  /** For Avro: the schema of the events, which is in each file. */
  avroSchema?: string;
  /** For Parquet. */
  parquet?: true;
  /** For Arrow. */
  arrow?: ArrowContainer;
  /** For CSV: the text of a value that an event does not have; empty if absent. */
  csvNull?: string;
  /** For CSV: the first line of each file. */
  csvHeader?: string;
  /** Present if events become messages of a broker, one for each; the format is then that of their values. */
  messages?: MessagesEncoding;
}

export const PLAIN_JSON: Encoding = { format: "json", compress: "none", framing: "frame" };

/** The requested output, before names and defaults fill the gaps. */
export interface OutputRequest {
  /** Path of a file, or of many with fields such as {part}, or an address; standard output if absent. */
  path?: string | undefined;
  /** Present if the events go to Kafka. An address as the path may say the same. */
  kafka?: KafkaRequest;
  format?: FormatName;
  compress?: Compression;
  compressLevel?: number;
  lz4Framing?: Framing;
  zstdFrames?: ZstdFrames;
  rowGroupEvents?: number;
  csvNull?: string;
  splitEvents?: number;
  /** In bytes. */
  splitSize?: number;
  /** In simulated seconds. */
  splitTime?: number;
  manifest?: string;
  table?: Table;
  /** Shell command that each of many files is piped into. */
  filter?: string;
  /** False keeps every existing file. */
  clobber?: boolean;
  /** True replaces what another command left in a folder. */
  force?: boolean;
  resume?: boolean;
  onlyParts?: NumberSet;
  /** Path of the list of events that are delayed, doubled or lost. */
  truth?: string;
}
