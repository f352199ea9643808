import { createHash } from "node:crypto";
import { type Stats, statSync } from "node:fs";
import { LOCAL } from "../places/folder.ts";
import type { FileStatus, Look } from "../places/place.ts";
import type { StoredPlace } from "../places/stored.ts";
import { inParallel } from "../places/stored-look.ts";
import type { HashAnswer, HashedBytes } from "./hash-worker.ts";
import { hashFiles } from "./hashes.ts";

/** How the files of a data set are found and read: on this machine, or in a store. */
export interface Evidence {
  look: Look;
  /** Returns the status of a path; undefined if nothing is there, and the reason if that cannot be known. */
  statusOf(path: string): FileStatus | string | undefined;
  /** Computes the sha256 of each file. A file that cannot be read has the reason as its answer. */
  hash(paths: readonly string[]): Promise<HashAnswer[]>;
}

function statusHere(path: string): Stats | string | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // ENOTDIR: a file is in place of a folder.
    return (error as NodeJS.ErrnoException).code === "ENOTDIR" ? undefined : (error as Error).message;
  }
}

/** Files of this machine. @param hashedBytes counts the bytes read so far */
export function localEvidence(threads: number, hashedBytes: HashedBytes): Evidence {
  return { look: LOCAL, statusOf: statusHere, hash: (paths) => hashFiles(paths, threads, hashedBytes) };
}

/** Files of a store, which has been looked at. @param streams files that are read at the same time */
export function storedEvidence(place: StoredPlace, streams: number, hashedBytes: HashedBytes): Evidence {
  return {
    look: place,
    statusOf: (path) => place.statusOf(path),
    async hash(paths) {
      const answers: HashAnswer[] = [];
      await inParallel(paths.entries(), streams, async ([index, path]) => {
        answers[index] = await hashStored(place, path, hashedBytes);
      });
      return answers;
    },
  };
}

async function hashStored(place: StoredPlace, path: string, hashedBytes: HashedBytes): Promise<HashAnswer> {
  const hash = createHash("sha256");
  try {
    for await (const bytes of place.store.read(place.nameOf(path) as string)) {
      hash.update(bytes);
      Atomics.add(hashedBytes, 0, BigInt(bytes.byteLength));
    }
    return { sha256: hash.digest("hex") };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}
