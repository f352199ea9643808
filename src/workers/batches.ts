/**
 * How the events of a run are cut into batches: every `batchEvents` of them, counted from the start of a file, and the
 * last batch of a file shorter. Where slices end plays no role, so neither do workers and memory: a batch that is cut off
 * by its slice's end is carried over to the next slice.
 *
 * ```
 * file      |---------------------- fileEvents -----------------------|------ ...
 * batches     | batchEvents | batchEvents | batchEvents | batchEvents | rest | batchEvents ...
 * buffer                       |<- toFileEnd ---------------------->|        (starts at a batch's start)
 * ```
 */
export interface Cut {
  batchEvents: number;
  /** Infinity where a file has no limit. */
  fileEvents: number;
}

/** A range of the records in a buffer. */
export interface Range {
  first: number;
  count: number;
}

/** The `index`-th batch of a buffer whose first record is `toFileEnd` records before the end of its file. */
export function batchRange(index: number, toFileEnd: number, { batchEvents, fileEvents }: Cut): Range {
  const inFirstFile = Math.ceil(toFileEnd / batchEvents);
  if (index < inFirstFile) {
    const first = index * batchEvents;
    return { first, count: Math.min(batchEvents, toFileEnd - first) };
  }
  const inFile = Math.ceil(fileEvents / batchEvents);
  const files = Math.floor((index - inFirstFile) / inFile);
  const offset = ((index - inFirstFile) % inFile) * batchEvents;
  return { first: toFileEnd + files * fileEvents + offset, count: Math.min(batchEvents, fileEvents - offset) };
}

/** How many whole batches the first `events` records of a buffer make. */
export function wholeBatches(events: number, toFileEnd: number, { batchEvents, fileEvents }: Cut): number {
  if (events < toFileEnd) return Math.floor(events / batchEvents);
  const behind = events - toFileEnd;
  const files = Math.floor(behind / fileEvents);
  const rest = Math.floor((behind % fileEvents) / batchEvents);
  return Math.ceil(toFileEnd / batchEvents) + files * Math.ceil(fileEvents / batchEvents) + rest;
}

/** How far the file's end is from the record that follows the first `events` of a buffer. */
export function toFileEndAfter(events: number, toFileEnd: number, { fileEvents }: Cut): number {
  if (events < toFileEnd) return toFileEnd - events;
  return fileEvents - ((events - toFileEnd) % fileEvents);
}
