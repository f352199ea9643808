import { median, spread } from "./statistics.ts";

/** The encodings of whole runs. */
export const ENCODINGS = {
  json: { what: "JSON", request: {} },
  "json-lz4": { what: "JSON as LZ4", request: { compress: "lz4" } },
} as const;
export type EncodingName = keyof typeof ENCODINGS;

/** Their destinations. */
export const DESTINATIONS = { nothing: "nothing", pipe: "a pipe", file: "a file" } as const;
export type DestinationName = keyof typeof DESTINATIONS;

/** One sample of some work. */
export interface Measurement {
  milliseconds: number;
  events: number;
  /** Bytes encoded, before and after compression; 0 if nothing was encoded. */
  rawBytes: number;
  bytes: number;
}

/** A line of the table. */
export interface Row {
  /** Such as "encode-json" or "json-lz4-file-2". */
  name: string;
  what: string;
  /** A stage alone on one core, or the whole program. */
  kind: "stage" | "whole";
  workers: number;
  /** Of all rounds, as in Measurement. */
  events: number;
  rawBytes: number;
  bytes: number;
  /** Nanoseconds an event, by rounds. */
  samples: number[];
}

export interface RowHead extends Pick<Row, "name" | "what" | "kind" | "workers"> {}

/** Rounds to five digits, beyond which there is only noise. A result and its file must show the same figures. */
export function significant(value: number): number {
  return Number(value.toPrecision(5));
}

/** @param rounds at least one */
export function rowOf(head: RowHead, rounds: Measurement[]): Row {
  const total = (key: keyof Measurement) => rounds.reduce((sum, round) => sum + round[key], 0);
  return {
    ...head,
    ...{ events: total("events"), rawBytes: total("rawBytes"), bytes: total("bytes") },
    samples: rounds.map((round) => significant((round.milliseconds * 1e6) / round.events)),
  };
}

/** The summary of a row's samples. */
export interface Figures {
  nanosecondsPerEvent: number;
  /** Spread of the samples as a share of their median. */
  noise: number;
  eventsPerSecond: number;
  /** Bytes of text before and after compression. */
  rawBytesPerSecond: number;
  bytesPerSecond: number;
}

export function figuresOf({ samples, events, rawBytes, bytes }: Row): Figures {
  const nanosecondsPerEvent = median(samples);
  const eventsPerSecond = 1e9 / nanosecondsPerEvent;
  return {
    nanosecondsPerEvent,
    noise: spread(samples) / nanosecondsPerEvent,
    eventsPerSecond,
    rawBytesPerSecond: (rawBytes / events) * eventsPerSecond,
    bytesPerSecond: (bytes / events) * eventsPerSecond,
  };
}

export function wholeName(encoding: EncodingName, destination: DestinationName, workers: number): string {
  return `${encoding}-${destination}-${workers}`;
}

/** Speed relative to one worker; undefined for stages, and if one worker was not measured. */
export function scalingOf(row: Row, rows: readonly Row[]): number | undefined {
  const single = row.name.replace(/-\d+$/, "-1");
  const one = rows.find(({ kind, name }) => kind === "whole" && name === single);
  if (row.kind === "stage" || one === undefined) return undefined;
  return median(one.samples) / median(row.samples);
}
