import type { Stats } from "node:fs";
import type { Destination } from "../destinations/destination.ts";

/** Kind and size of what a path names. */
export type FileStatus = Pick<Stats, "isFile" | "size">;

/**
 * Looks at files by their paths or addresses. It does not wait: what lies in a store is looked up before (stored-look.ts), so that
 * whoever judges existing files need not know where they are.
 */
export interface Look {
  /** Present if the files of events are nowhere where they could be looked up: then the journal's word counts. */
  readonly trustsJournal?: true;
  /** Returns the status of an output's path; undefined if nothing has the name. Throws UsageError if the path cannot be used. */
  statusOf(path: string): FileStatus | undefined;
  /** Returns the size of a regular file; undefined if there is none. */
  sizeOf(path: string): number | undefined;
  exists(path: string): boolean;
  hasFolder(path: string): boolean;
  /** Reads a regular file of at most `mostBytes`. Throws an error that says why it was not read. */
  read(path: string, mostBytes: number): Buffer;
  /** Returns the first bytes of a regular file; none if it cannot be read. */
  start(path: string, byteLength: number): Buffer;
  /** Yields the content of a regular file. Each piece is valid until the next. Throws an error that says why it was not read. */
  chunks(path: string): Iterable<Buffer>;
  /** Returns what is in a folder. Throws the system's error. */
  entries(folder: string): { name: string; isFolder: boolean }[];
}

/** A file under way. */
export interface OutputFile extends Destination {
  /**
   * Writes the data to the disk; `finish` then names the file. Absent if both are one step, which may take long: then several
   * files are finished at the same time.
   */
  flush?(): Promise<void>;
}

export interface FileOptions {
  /** Path of the file until it is complete; one beside it if absent. */
  temporary?: string | undefined;
  /** True if an existing file must not be replaced. */
  isNew: boolean;
}

/** The files of a run's journal, in a folder of their own. */
export interface JournalFiles {
  /** Resolves when the lines are kept, in place of those of an earlier run. @param keepsTally whether the snapshot stays */
  begin(lines: readonly string[], keepsTally: boolean): Promise<void>;
  /** Adds a line. Resolves when it is kept or, where many lines are written together, may be added to. */
  add(line: string): Promise<void>;
  /** Replaces the snapshot. All lines before it are kept then. */
  save(parts: Uint8Array[]): Promise<void>;
  /** Resolves when all lines are kept. */
  settle(): Promise<void>;
  /** Removes unfinished files of a killed run. */
  clean(): Promise<void>;
  /** Removes journal and snapshot. */
  remove(): Promise<void>;
  /** Lets other runs write here. Safe more than once. */
  leave(): void;
}

/** The run that keeps a journal. */
export interface JournalOwner {
  /** Whether a file that a killed run left under way may be removed: another share may be making it now. */
  mayRemove(name: string): boolean;
  /** True if a file is never replaced: then at most one file has its name and no line. */
  isNew: boolean;
}

/** Where files of a run lie: in folders of this machine, or in a store. */
export interface Place extends Look {
  /** Most writes of a file that may be under way at the same time; 1 if absent. */
  readonly mostWrites?: number;
  /** Most files that may be on their way to their names while the next one is written. */
  readonly mostClosing: number;
  /** Begins a file of events, where these do not go to their paths. */
  openEvents?(name: string): OutputFile;
  /** Begins a file. Makes its folder. */
  create(path: string, options: FileOptions): OutputFile;
  remove(path: string): Promise<void>;
  /**
   * Opens the files of a journal.
   * @param base folder of the run's files
   * @param folder folder of the journal, below `base`
   * @throws UsageError if another run writes into the folder
   */
  openJournal(base: string, folder: string, owner: JournalOwner): JournalFiles;
  /** Ends all requests, and lets go of what was opened. Safe more than once. */
  leave(): Promise<void> | void;
}
