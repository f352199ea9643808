/** The most memory that the process may have resident, with all of its threads. */
export interface MemoryLimit {
  byteLength: number;
  /** The limit's origin: the option as typed, or how the default was found. */
  origin: string;
}

/** The actions of a run when an isolate's heap is full. */
export interface OutOfMemory {
  /** The path of a heap snapshot: a file, or a folder to create one in. */
  heapDump?: string;
  /** Exit code 3 at once. */
  exits: boolean;
  /** Run by a shell; `%p` is the process id. */
  commands: readonly string[];
}

/** The destination of the garbage collection log, and its contents. */
export interface LogSettings {
  /** A file; standard error without it. */
  file?: string;
  /** The decorators in brackets before each line, in order. */
  decorators: readonly string[];
  /** Tags that are wanted, such as "gc,slice"; every line has some. */
  tags: readonly string[];
}

/** The machine's resources that the run may use, and its isolates' settings. Without JVM options, all are defaults. */
export interface Machine {
  limit?: MemoryLimit;
  /** Shared memory is touched at the start until the process has this much. */
  startBytes?: number;
  /** All memory that the run is expected to touch is touched at the start. */
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
  /** Resident bytes of a parent process that waits for this one; they count toward the limit. */
  companionBytes?: number;
}
