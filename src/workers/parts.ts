/**
 * How the events of a run are cut into parts: every `partEvents` of them, counted from the start of a file, and the
 * last part of a file shorter. Where slices end plays no role, so neither do workers and memory: a part that is cut off
 * by its slice's end is carried over to the next slice.
 *
 * ```
 * file      |---------------------- fileEvents -----------------------|------ ...
 * parts     | partEvents | partEvents | partEvents | partEvents | rest | partEvents ...
 * buffer                       |<- toFileEnd ---------------------->|        (starts at a part's start)
 * ```
 */
export interface Cut {
  partEvents: number;
  /** Infinity where a file has no limit. */
  fileEvents: number;
}

/** A range of the records in a buffer. */
export interface Range {
  first: number;
  count: number;
}

/** The `index`-th part of a buffer whose first record is `toFileEnd` records before the end of its file. */
export function partRange(index: number, toFileEnd: number, { partEvents, fileEvents }: Cut): Range {
  const inFirstFile = Math.ceil(toFileEnd / partEvents);
  if (index < inFirstFile) {
    const first = index * partEvents;
    return { first, count: Math.min(partEvents, toFileEnd - first) };
  }
  const inFile = Math.ceil(fileEvents / partEvents);
  const files = Math.floor((index - inFirstFile) / inFile);
  const offset = ((index - inFirstFile) % inFile) * partEvents;
  return { first: toFileEnd + files * fileEvents + offset, count: Math.min(partEvents, fileEvents - offset) };
}

/** How many whole parts the first `events` records of a buffer make. */
export function wholeParts(events: number, toFileEnd: number, { partEvents, fileEvents }: Cut): number {
  if (events < toFileEnd) return Math.floor(events / partEvents);
  const behind = events - toFileEnd;
  const files = Math.floor(behind / fileEvents);
  const rest = Math.floor((behind % fileEvents) / partEvents);
  return Math.ceil(toFileEnd / partEvents) + files * Math.ceil(fileEvents / partEvents) + rest;
}

/** How far the file's end is from the record that follows the first `events` of a buffer. */
export function toFileEndAfter(events: number, toFileEnd: number, { fileEvents }: Cut): number {
  if (events < toFileEnd) return toFileEnd - events;
  return fileEvents - ((events - toFileEnd) % fileEvents);
}
