import type { Buffer } from "node:buffer";

/** The most bytes of a file of a track, unpacked; the largest known has 20 KB. */
export const MOST_FILE_BYTES = 16 * 2 ** 20;

/** A file of an archive or folder. */
export interface SourceFile {
  /** Its path, for messages. */
  path: string;
  /** Undefined if it cannot be read or is too large. */
  bytes: Buffer | undefined;
}

/** How far a source has been read. */
export interface SourceWatch {
  begin(what: string, totalBytes?: number): void;
  read(byteLength: number): void;
  pause(): Promise<void>;
}
