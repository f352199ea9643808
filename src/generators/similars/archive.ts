import type { Readable } from "node:stream";
import type { Entry, ZipFile } from "yauzl";
import { RunError, UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { MOST_FILE_BYTES, type SourceFile, type SourceWatch } from "./sources.ts";

/** The archives have 840,000 and 105,000 files, of 10 GB; what says that it has more than this is made to fill a machine. */
const MOST_ENTRIES = 10_000_000;
const MOST_TOTAL_BYTES = 2 ** 37;

function unreadable(path: string, error: unknown): UsageError {
  const what = printable((error as Error).message);
  return new UsageError(
    `${printable(path)}: is no whole zip archive (${what}); compare its size with the source, and copy it again`,
  );
}

async function open(path: string): Promise<ZipFile> {
  const { openPromise } = await import("yauzl");
  try {
    // Names stay bytes: no file is made by them, so that none of them is dangerous.
    return await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch (error) {
    throw unreadable(path, error);
  }
}

const nameOf = ({ fileName }: Entry): string => (fileName as unknown as Buffer).toString("utf8");

/** Reads an entry; undefined if it is damaged, encrypted, packed in a way that is not known, or too large. */
async function bytesOf(archive: ZipFile, entry: Entry): Promise<Buffer | undefined> {
  if (entry.uncompressedSize > MOST_FILE_BYTES) return undefined;
  let stream: Readable | undefined;
  try {
    stream = await archive.openReadStreamPromise(entry);
    const pieces: Buffer[] = [];
    let byteLength = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      byteLength += piece.length;
      if (byteLength > MOST_FILE_BYTES) return undefined;
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch {
    return undefined;
  } finally {
    stream?.destroy();
  }
}

/**
 * The files of a zip archive in its order, without unpacking it to a disk. Throws UsageError if it is no archive, or one with more than a
 * machine should read.
 */
export async function* archiveFiles(path: string, watch: SourceWatch): AsyncGenerator<SourceFile> {
  const archive = await open(path);
  try {
    if (archive.entryCount > MOST_ENTRIES)
      throw new UsageError(`${printable(path)}: has more than ${MOST_ENTRIES} files; is this the right archive?`);
    watch.begin(path, archive.entryCount);
    let total = 0;
    const entries = archive.eachEntry();
    for (;;) {
      const next = await entries.next().catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (next.done) return;
      const entry = next.value;
      watch.read(1);
      const name = nameOf(entry);
      if (name.endsWith("/")) continue;
      const bytes = await bytesOf(archive, entry);
      total += bytes?.length ?? 0;
      if (total > MOST_TOTAL_BYTES)
        throw new RunError(
          `${printable(path)}: unpacks to more than ${MOST_TOTAL_BYTES / 2 ** 30} GiB; is this the right archive?`,
        );
      yield { path: `${path}/${name}`, bytes };
    }
  } finally {
    archive.close();
  }
}
