/** The most memory that the process may have resident, with all of its threads. */
export interface MemoryLimit {
  byteLength: number;
  /** Who says so: an option as it was given, or how the default was found. */
  origin: string;
}

/** What a run does when an isolate's heap is full. */
export interface OutOfMemory {
  /** Where a heap snapshot goes: a file, or a folder to make one in. */
  heapDump?: string;
  /** Exit code 3 at once. */
  exits: boolean;
  /** Run by a shell; `%p` is the process id. */
  commands: readonly string[];
}

/** Where the log of collections goes, and what it tells. */
export interface LogSettings {
  /** A file; standard error without it. */
  file?: string;
  /** What stands in brackets before each line, in order. */
  decorators: readonly string[];
  /** Tags that are wanted, such as "gc,slice"; every line has some. */
  tags: readonly string[];
}

/** What the run may take of the machine, and how its isolates are set up. Without JVM options all is left to the defaults. */
export interface Machine {
  limit?: MemoryLimit;
  /** Shared memory is touched at the start until the process has this much. */
  startBytes?: number;
  /** All that the run is expected to touch is touched at the start. */
  preTouch?: boolean;
  /** Of each worker: stack, and the generations of its heap, at most. */
  stackBytes?: number;
  youngBytes?: number;
  oldBytes?: number;
  processors?: number;
  log?: LogSettings;
  outOfMemory?: OutOfMemory;
  /** One line for each option that has no effect here: what replaces it. */
  notes?: readonly string[];
  /** Another process that waits for this one and counts with it. */
  companionBytes?: number;
}
