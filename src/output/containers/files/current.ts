import type { Hash } from "node:crypto";
import type { Group } from "../../cuts.ts";
import type { ManifestFile } from "../../manifest/manifest.ts";
import type { OutputFile } from "../../places/place.ts";
import type { Amount, FileContainer } from "../container.ts";

/** The file that a run writes into, or that it passes over. */
export interface Current {
  file: ManifestFile;
  group: Group;
  hash: Hash;
  /** Undefined if the file is kept or not wanted. */
  destination: OutputFile | undefined;
  /** Writes that are not acknowledged. */
  writing: Set<Promise<void>>;
  /** Present if the file is made, or if its size must be known. */
  container: FileContainer | undefined;
  /** Number of events in a file that is kept. */
  keptEvents: number | undefined;
}

/** Number, events and bytes of files. */
export function amountOf(files: readonly ManifestFile[]): Amount {
  const sum = (key: "events" | "bytes") => files.reduce((total, file) => total + file[key], 0);
  return { files: files.length, events: sum("events"), bytes: sum("bytes") };
}
