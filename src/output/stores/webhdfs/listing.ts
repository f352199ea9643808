import { RunError } from "../../../system/errors.ts";
import { MOST_ENTRIES, type StoredFile } from "../store.ts";
import { RemoteFailure } from "./access/failures.ts";
import type { NameNodes } from "./access/name-nodes.ts";
import { shownPath } from "./address.ts";

interface Entry {
  pathSuffix: string;
  type: string;
  length: number;
}

interface Listing {
  entries: Entry[];
  isLast: boolean;
}

function isEntry(value: unknown): value is Entry {
  const { pathSuffix, type, length } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  return (
    typeof pathSuffix === "string" &&
    /^[^/]+$/.test(pathSuffix) &&
    pathSuffix !== "." &&
    pathSuffix !== ".." &&
    typeof type === "string" &&
    Number.isSafeInteger(length)
  );
}

/** Reads an answer of LISTSTATUS_BATCH; undefined if it is none. */
function listingOf(body: Buffer): Listing | undefined {
  try {
    const { partialListing, remainingEntries } = JSON.parse(body.toString()).DirectoryListing;
    const entries: unknown[] = partialListing.FileStatuses.FileStatus;
    return entries.every(isEntry) ? { entries, isLast: !(remainingEntries > 0) || entries.length === 0 } : undefined;
  } catch {
    return undefined;
  }
}

/** Reads some entries of a folder, in the order of their names. Nothing is in a folder that does not exist. */
async function listingAfter(nodes: NameNodes, folder: string, name: string): Promise<Listing> {
  try {
    const { body } = await nodes.call({
      method: "GET",
      op: "LISTSTATUS_BATCH",
      path: folder,
      // Name nodes read the names of parameters in small letters (ParamFilter), HttpFS as they are documented.
      parameters: name === "" ? {} : { startAfter: name, startafter: name },
    });
    const listing = listingOf(body);
    if (listing !== undefined) return listing;
  } catch (error) {
    if (error instanceof RemoteFailure && error.isAbsent) return { entries: [], isLast: true };
    throw error;
  }
  throw nodes.foreign(folder);
}

/** Yields the files below a folder, with names relative to it. Throws RunError where there are too many. */
export async function* listFiles(nodes: NameNodes, folder: string): AsyncGenerator<StoredFile> {
  const open = [""];
  let count = 0;
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    let after = "";
    for (let isLast = false; !isLast; ) {
      const listing = await listingAfter(nodes, below === "" ? folder : `${folder}/${below}`, after);
      for (const { pathSuffix, type, length } of listing.entries) {
        if (++count > MOST_ENTRIES)
          throw new RunError(
            `${shownPath(nodes.address, folder)}: has more than ${MOST_ENTRIES} files and folders; write into a folder of its own`,
          );
        const name = below === "" ? pathSuffix : `${below}/${pathSuffix}`;
        if (type === "DIRECTORY") open.push(name);
        else if (type === "FILE") yield { name, bytes: length };
      }
      const last = listing.entries.at(-1)?.pathSuffix ?? "";
      // A server that does not go on would not end.
      if (last === after && !listing.isLast) throw nodes.foreign(folder);
      after = last;
      isLast = listing.isLast;
    }
  }
}
