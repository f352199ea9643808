import { join } from "node:path";
import { checkFolder } from "../../catalog/load.ts";
import { generateCounts } from "../../generators/counts/counts.ts";
import { generateSimilars } from "../../generators/similars/similars.ts";
import { GeneratedFiles } from "../../generators/write.ts";
import { UsageError } from "../../system/errors.ts";
import { count } from "../../system/figures.ts";
import { printable, printableLines } from "../../system/printable.ts";
import { onInterrupt } from "../../system/signals.ts";
import { CLEAR_LINE, draw } from "../report/progress.ts";
import type { CommandOptions } from "../request.ts";

const DEFAULT_FOLDER = "data";
const COUNTS = { gzip: "listen_counts.txt.gz", plain: "listen_counts.txt" };
const SIMILARS = { gzip: "similar_songs.csv.gz" };

/** A line on a terminal that the next one replaces. */
class ProgressLine {
  readonly #isLive: boolean;
  #isDrawn = false;

  constructor({ progress, quiet }: CommandOptions) {
    this.#isLive = progress && !quiet && process.stderr.isTTY === true;
  }

  progress(line: string): void {
    if (!this.#isLive) return;
    draw(line.slice(0, (process.stderr.columns || 80) - 1));
    this.#isDrawn = true;
  }

  clear(): void {
    if (this.#isDrawn) process.stderr.write(CLEAR_LINE);
    this.#isDrawn = false;
  }
}

type Say = (line: string) => void;

interface Generation {
  folder: string;
  likeOriginal: boolean;
  listener: ProgressLine;
  files: GeneratedFiles;
  say: Say;
}

async function writeCounts({ files, say, ...request }: Generation): Promise<void> {
  const { lines, report } = generateCounts(request);
  const [gzip, plain] = [join(request.folder, COUNTS.gzip), join(request.folder, COUNTS.plain)];
  await files.write(lines, { gzip, plain });
  request.listener.clear();
  report.notes.forEach(say);
  say(`${printable(gzip)} and ${printable(plain)}: ${count(report.songCount)} songs`);
}

async function writeSimilars({ files, say, ...request }: Generation): Promise<void> {
  const { lines, report } = generateSimilars(request);
  const gzip = join(request.folder, SIMILARS.gzip);
  await files.write(lines, { gzip });
  request.listener.clear();
  report.notes.forEach(say);
  say(`${printable(gzip)}: ${count(report.pairCount)} pairs of ${count(report.trackCount)} tracks`);
}

function check(options: CommandOptions, path: string | undefined, likeOriginal: boolean): void {
  const name = options.generateCounts ? "--generate-counts" : "--generate-similars";
  // The original ignores the output file, as it does all options.
  if (path !== undefined && !likeOriginal)
    throw new UsageError(
      `${printable(path)}: ${name} writes into the folder of --data and simulates nothing; leave the output file out`,
    );
  checkFolder(options.data ?? DEFAULT_FOLDER);
}

/** `--generate-counts` and `--generate-similars`: make the files of a data folder from the data that they are counted from. */
export async function generate(options: CommandOptions, path: string | undefined): Promise<void> {
  const likeOriginal = options.compat !== undefined;
  check(options, path, likeOriginal);
  const say: Say = (line) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  const listener = new ProgressLine(options);
  const files = new GeneratedFiles();
  const generation = { folder: options.data ?? DEFAULT_FOLDER, likeOriginal, listener, files, say };
  const undo = onInterrupt(() => {
    listener.clear();
    files.abort();
  });
  try {
    if (options.generateCounts) await writeCounts(generation);
    // Of both, the original makes the counts only.
    if (options.generateSimilars && !(likeOriginal && options.generateCounts)) await writeSimilars(generation);
  } finally {
    listener.clear();
    undo();
  }
}
