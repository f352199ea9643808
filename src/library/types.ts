import type { EngineName } from "../config/engine.ts";
import type { Manifest } from "../output/manifest/manifest.ts";

/** A page of the site in one situation. */
export interface StateConfig {
  page: string;
  auth: string;
  method?: string;
  status: number;
  level?: string;
}

/** A configuration as its file has it; configs/README.md says what each key means. */
export interface SiteConfig {
  seed?: number;
  /** Mean seconds between two events of a session, and between two sessions. */
  alpha?: number;
  beta?: number;
  damping?: number;
  "weekend-damping"?: number;
  /** Minutes, and so is the scale. */
  "weekend-damping-offset"?: number;
  "weekend-damping-scale"?: number;
  /** Seconds. */
  "session-gap"?: number;
  "start-date"?: string;
  "end-date"?: string;
  "n-users"?: number;
  "first-user-id"?: number;
  "growth-rate"?: number;
  tag?: string | null;
  holidays?: string;
  "churned-state"?: string;
  "new-user-auth"?: string;
  "new-user-level"?: string;
  "show-user-details": readonly { auth: string; show: boolean }[];
  levels: readonly { level?: string; weight: number }[];
  auths: readonly { auth: string; weight: number }[];
  "new-session": readonly (StateConfig & { weight: number })[];
  transitions: readonly { source: StateConfig; dest: StateConfig; p: number }[];
}

/** An instant: a date, or text such as 2026-01-31, 2026-01-31T18:30:00 (UTC) or 2026-01-31T18:30:00+02:00. */
export type Instant = string | Date;

/** Events that leave in another order than they happen, as the command line writes it. */
export interface DisorderOptions {
  /** Share of the events that arrive late, and their mean delay, such as "2%:30s". */
  late?: string | undefined;
  /** Longest of these delays, such as "5min"; ten times the mean without it. */
  lateMax?: string | undefined;
  /** Share of the events that arrive twice, and perhaps the mean delay of the second time, such as "0.1%:10s". */
  duplicate?: string | undefined;
  /** Share of the events that never arrive, such as "0.01%". */
  lose?: string | undefined;
  /** When nothing leaves, such as "10:00/15min" (UTC, every day) or "2026-01-31T10:00/15min". */
  outages?: readonly string[] | undefined;
  /** When more events leave, which are held before, such as "12:00/5min:10x". */
  bursts?: readonly string[] | undefined;
}

/** What is simulated. What is left out comes from the configuration, and from the command line's defaults. */
export interface SimulateOptions {
  /** The configuration of the site, or its path; the built-in one without it. */
  config?: string | SiteConfig | undefined;
  /** What decides the events: our own engine, or the one of the original program. */
  engine?: EngineName | undefined;
  /** Users at the start. */
  users?: number | undefined;
  firstUserId?: number | undefined;
  /** New users a year as a share of the users, 0.1 for 10 %. */
  growthRate?: number | undefined;
  /** Share of the users who leave in a year. */
  attritionRate?: number | undefined;
  /** 64 bits, signed; another seed makes another data set. */
  seed?: number | bigint | undefined;
  /** A tag for each event. */
  tag?: string | undefined;
  /** Start of the window; 15 days before the last midnight UTC without it, or what the configuration says. */
  from?: Instant | undefined;
  /** Its end, which no event reaches; a day before the last midnight UTC without it, or what the configuration says. */
  to?: Instant | undefined;
  /** Country whose public holidays count as weekend, or "none". */
  holidays?: string | undefined;
  /** Stop after exactly this many events. */
  events?: number | undefined;
  /** Only the events of this user. */
  user?: number | undefined;
  /** Only a share of the users: number `index`, from 1, of `count`. */
  share?: { index: number; count: number } | undefined;
  /** Events in the order of their arrival, some of them late, twice or not at all. */
  disorder?: DisorderOptions | undefined;
  /** A folder with the original's data files, to take names, places, user agents and songs from. */
  data?: string | undefined;
  /** False leaves the similar songs of that folder out. */
  similarSongs?: boolean | undefined;
  /** Threads of each simulation; one for each core without it, or one for a small run. */
  workers?: number | undefined;
  /** The most memory, in bytes, that one simulation may take; a quarter of the machine's without it. */
  memoryBytes?: number | undefined;
  /** Is told what a person should know of configuration and data, a line at a time. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** How events become bytes. */
export interface EncodingOptions {
  /** "json" (a line for each event) without it; for a file, what its name says. */
  format?: "json" | "msgpack" | "avro" | "parquet" | "arrow" | "csv" | undefined;
  /** "none" without it; for a file, what its name says. */
  compress?: "none" | "lz4" | "gzip" | "zstd" | "snappy" | "auto" | undefined;
  /** Of gzip (1 to 9) or zstd (1 to 22). */
  compressLevel?: number | undefined;
  lz4Framing?: "frame" | "hadoop" | undefined;
  zstdFrames?: "many" | "one" | undefined;
  /** Rows of a row group of Parquet, or of a record batch of Arrow. */
  rowGroupEvents?: number | undefined;
  /** In CSV, the text for a value that an event does not have; nothing without it. */
  csvNull?: string | undefined;
}

export interface EventsOptions {
  signal?: AbortSignal | undefined;
}

export interface BytesOptions extends EncodingOptions {
  signal?: AbortSignal | undefined;
}

/** How far a run is. */
export interface Progress {
  /** Share of the window that is written, 0 to 1. */
  share: number;
  events: number;
  /** As they are written, and before compression. */
  bytes: number;
  rawBytes: number;
}

/**
 * How events become messages, and how brokers are reached, where the path is an address such as kafka://host:port/topic.
 * What the address says need not be here. A password is in its file, or in EVENTSIM_KAFKA_PASSWORD.
 */
export interface KafkaOptions {
  /** "userId" without it: whose messages are in one partition, in order. */
  key?: "userId" | "sessionId" | "none" | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** "now", when a message is sent, without it. */
  timestamp?: "now" | "event" | undefined;
  /** "all" without it: each message is there once. */
  acks?: 0 | 1 | "all" | undefined;
  /** Partitions of a new topic. */
  partitions?: number | undefined;
  /** Longest wait for an acknowledgement; 120 without it. */
  timeoutSeconds?: number | undefined;
  /** Address of a schema registry, for Avro. */
  registry?: string | undefined;
  tls?: boolean | undefined;
  /** Paths of files in PEM. */
  ca?: string | undefined;
  cert?: string | undefined;
  certKey?: string | undefined;
  sasl?: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512" | "OAUTHBEARER" | undefined;
  user?: string | undefined;
  passwordFile?: string | undefined;
  tokenFile?: string | undefined;
}

export interface WriteOptions extends EncodingOptions {
  /** With an address of Kafka as the path. */
  kafka?: KafkaOptions | undefined;
  /** End a file after this many events, before it has more bytes, or after this many simulated seconds. */
  splitEvents?: number | undefined;
  splitBytes?: number | undefined;
  splitSeconds?: number | undefined;
  /** Path of the manifest; with many files there is one without it. */
  manifest?: string | undefined;
  /** Makes the many files of Parquet a table, by a log beside them. */
  table?: "delta" | undefined;
  /** False refuses to replace a file that exists. */
  clobber?: boolean | undefined;
  /** Replaces what another run has left: its manifest, or the files of one that was stopped. */
  force?: boolean | undefined;
  /** Keeps the finished files of a run that was stopped, and makes the others. */
  resume?: boolean | undefined;
  /** Makes only the files with these numbers, such as "17,40-43". */
  onlyParts?: string | undefined;
  /** With `disorder`: path of the list of events that are delayed, doubled or lost. */
  truth?: string | undefined;
  /** Called a few times a second, and at the end. */
  onProgress?: ((progress: Progress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What a run has written. */
export interface WriteResult {
  events: number;
  bytes: number;
  /** Those of the files that an earlier run had finished are not among them. */
  files: number;
  /** Where one was written. */
  manifest?: Manifest;
}

/**
 * A data set that is ready to be simulated. Each use simulates it from the start, on threads of its own, and all of them have the same
 * events. Uses may overlap.
 */
export interface SimulationRun<Event> {
  /** The window that all uses have, whatever day it is: what `from` and `to` have become, as ISO 8601. */
  readonly window: { start: string; end: string };
  /** The seed that was asked for, or the configuration's. */
  readonly seed: bigint;
  /** The events in the order of time, or of arrival with `disorder`. Leaving the loop ends the simulation. */
  events(options?: EventsOptions): AsyncIterableIterator<Event>;
  /** The bytes that the command line would write, in chunks of whole events. They are made as fast as they are read. */
  bytes(options?: BytesOptions): ReadableStream<Uint8Array>;
  /**
   * Writes a file, or many with a path such as data/events-{part}.json, or messages with an address such as
   * kafka://host:port/topic, as the command line does. Resolves when all is written and on the disk, or acknowledged. Where it rejects, nothing half-done is left, apart from what `resume` can go on with.
   */
  write(path: string, options?: WriteOptions): Promise<WriteResult>;
}
