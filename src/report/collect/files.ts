import { readParts } from "../../read/events.ts";
import { Input } from "../../read/input.ts";
import { RunError, UsageError } from "../../system/errors.ts";
import { count } from "../../system/figures.ts";
import { printable, shownAddress } from "../../system/printable.ts";
import type { Collector } from "./collector.ts";
import { ColumnsReader } from "./columns.ts";
import { REPORT_FIELDS } from "./event.ts";
import { LineReader } from "./lines.ts";

export interface FilesOptions {
  /** Unpacked bytes that a reader may hold at once. */
  mostFrameBytes?: number | undefined;
  /** What stands for null in CSV, besides nothing. */
  csvNull?: string | undefined;
  /** Called now and then with the events so far. */
  progress?: (events: number) => void;
}

function refuse(name: string, place: string, problem: string): never {
  throw new RunError(
    `${shownAddress(name)}: ${place}: ${printable(problem)}; name files of events that eventsim or the original wrote`,
  );
}

/** Reads the events of one file into a collector. Throws RunError if the file is damaged, empty or has something else. */
async function collectFile(input: Input, collector: Collector, { csvNull, progress }: FilesOptions): Promise<void> {
  const lines = new LineReader(collector.texts);
  const columns = new ColumnsReader(collector.texts);
  const before = collector.events;
  const add = collector.add.bind(collector);
  for await (const part of readParts(input, REPORT_FIELDS, { csvNull })) {
    const problem = Buffer.isBuffer(part) ? lines.read(part, add) : columns.read(part, add);
    if (problem !== undefined) refuse(input.name, `event ${count(collector.events - before + 1)}`, problem);
    progress?.(collector.events);
  }
  if (collector.events === before)
    throw new RunError(`${shownAddress(input.name)}: has no events; leave it out, or make it again`);
}

/**
 * Reads files of events into a collector, one after the other, in any order. All are opened and closed before the first one is read, so
 * that a wrong name is reported at once.
 */
export async function collectFiles(
  paths: readonly string[],
  collector: Collector,
  options: FilesOptions = {},
): Promise<void> {
  if (paths.filter((path) => path === "-").length > 1)
    throw new UsageError('"-" stands for standard input, which can be read only once');
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined)
    throw new UsageError(`${shownAddress(twice)}: is named twice, and its events would count twice; leave one out`);
  for (const path of paths) if (path !== "-") await (await Input.open(path)).close();
  for (const path of paths) {
    const input = await Input.open(path, options.mostFrameBytes);
    try {
      await collectFile(input, collector, options);
    } finally {
      await input.close();
    }
  }
}
