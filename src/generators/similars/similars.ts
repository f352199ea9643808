import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { Damage } from "../damage.ts";
import { type Listener, Watch } from "../watch.ts";
import { archiveFiles } from "./archive.ts";
import { folderFiles } from "./folder.ts";
import { NoTrack, type Track, trackOf } from "./json.ts";
import type { SourceFile } from "./sources.ts";

export interface SimilarsRequest {
  folder: string;
  likeOriginal: boolean;
  listener: Listener;
}

export interface SimilarsReport {
  trackCount: number;
  pairCount: number;
  /** For the user. */
  notes: string[];
}

const PARTS = ["train", "test"] as const;

/** The folder or the archive of a part. Throws UsageError if there is neither: nothing is downloaded. */
function sourceOf(folder: string, part: (typeof PARTS)[number]): { path: string; isArchive: boolean } {
  const unpacked = join(folder, `lastfm_${part}`);
  if (existsSync(unpacked)) return { path: unpacked, isArchive: false };
  const archives = [join(folder, "raw", `lastfm_${part}.zip`), join(folder, `lastfm_${part}.zip`)];
  const archive = archives.find((each) => existsSync(each));
  if (archive !== undefined) return { path: archive, isArchive: true };
  throw new UsageError(
    `${printable(archives[0]!)}: there is neither this archive nor the folder ${printable(unpacked)}; it is the ${part} part of the Last.fm data set of the Million Song Dataset (http://millionsongdataset.com/lastfm), a JSON file for each track, and need not be unpacked`,
  );
}

/** In the encoding of the original's run, which is ISO-8859-1, letters that it lacks are question marks. */
function latin1(text: string): Buffer {
  return Buffer.from(text.replace(/[^\u0000-\u00ff]/gu, "?"), "latin1");
}

function linesOf({ id, similar }: Track, likeOriginal: boolean): Buffer {
  const text = similar.map((other) => `${id},${other}\n`).join("");
  return likeOriginal ? latin1(text) : Buffer.from(text);
}

/** The track of a file; undefined if it is counted as damaged. */
function readTrack({ path, bytes }: SourceFile, damage: Damage, likeOriginal: boolean): Track | undefined {
  if (bytes === undefined) {
    damage.add("files that are damaged, encrypted or larger than 16 MiB", path);
    return undefined;
  }
  try {
    return trackOf(bytes, likeOriginal);
  } catch (error) {
    if (!(error instanceof NoTrack)) throw error;
    damage.add(error.message, path);
    return undefined;
  }
}

async function* similarLines(
  sources: readonly ReturnType<typeof sourceOf>[],
  { likeOriginal, listener }: SimilarsRequest,
  report: SimilarsReport,
): AsyncGenerator<Buffer> {
  const damage = new Damage(likeOriginal);
  const watch = new Watch(listener);
  for (const { path, isArchive } of sources) {
    for await (const file of isArchive ? archiveFiles(path, watch) : folderFiles(path, !likeOriginal, watch)) {
      const track = readTrack(file, damage, likeOriginal);
      if (track === undefined) continue;
      report.trackCount++;
      report.pairCount += track.similar.length;
      if (track.similar.length > 0) yield linesOf(track, likeOriginal);
    }
  }
  report.notes.push(...damage.lines);
}

/** The lines of the similar songs file, from the two archives or folders of Last.fm. Throws UsageError if one is missing. */
export function generateSimilars(request: SimilarsRequest): { lines: AsyncGenerator<Buffer>; report: SimilarsReport } {
  const sources = PARTS.map((part) => sourceOf(request.folder, part));
  const report: SimilarsReport = { trackCount: 0, pairCount: 0, notes: [] };
  return { lines: similarLines(sources, request, report), report };
}
