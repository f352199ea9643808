import { type Stats, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { localPath } from "../../../output/destinations/destinations.ts";
import { type Evidence, localEvidence, storedEvidence } from "../../../output/manifest/evidence.ts";
import type { HashedBytes } from "../../../output/manifest/hash-worker.ts";
import { filesFolderOf, isUsualManifest, manifestOf, manifestsIn, OLD_NAME } from "../../../output/manifest/path.ts";
import { LOCAL } from "../../../output/places/folder.ts";
import { inFolder } from "../../../output/places/paths.ts";
import { StoredPlace } from "../../../output/places/stored.ts";
import { isStoreAddress, openStore, STORES } from "../../../output/stores/stores.ts";
import { UsageError } from "../../../system/errors.ts";
import { printable, shownAddress } from "../../../system/printable.ts";

/** Files that are read from a store at the same time: each waits for its answers most of the time. */
const STREAMS = 8;

/** Manifests to check, and how their files are read. */
export interface Found {
  paths: string[];
  evidence: Evidence;
  leave(): Promise<void> | void;
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${printable(path)}: cannot be read (${printable(message)}); name another folder or manifest`);
  }
}

/** The manifests of a folder, or the one that is named itself. */
function manifestsHere(path: string): string[] {
  const shown = printable(path);
  const status = statusOf(path);
  if (status === undefined)
    throw new UsageError(`${shown}: there is no such folder; name one with files and their manifest, or the manifest`);
  if (!status.isDirectory()) return [path];
  const found = manifestsIn(LOCAL, path);
  if (found.length > 0) return found;
  const damaged = inFolder(path, OLD_NAME);
  if (statusOf(damaged) !== undefined) return [damaged];
  throw noManifest(shown);
}

function noManifest(shown: string): UsageError {
  return new UsageError(
    `${shown}: has no ${manifestOf(".")}; if its run was stopped, end it with --resume; ` +
      "if the manifest has another name, name it instead of the folder",
  );
}

/** Whether an address names a file, and not a folder. */
async function isStoredFile(address: string): Promise<boolean> {
  const { store, name } = await openStore(address, {});
  try {
    return name !== undefined && (await store.sizeOf(name)) !== undefined;
  } finally {
    await store.close();
  }
}

async function findInStore(address: string, streams: number, hashedBytes: HashedBytes): Promise<Found> {
  const isFile = await isStoredFile(address);
  const path = address.replace(/\/+$/, "");
  const place = await StoredPlace.open(isFile ? filesFolderOf(path) : path, {});
  const found = { evidence: storedEvidence(place, streams, hashedBytes), leave: () => place.leave() };
  try {
    const isWanted = isFile ? (name: string) => name === place.nameOf(path) : isUsualManifest;
    await place.load((name) => (isWanted(name) ? "whole" : "nothing"));
    const paths = isFile ? [path] : manifestsIn(place, path);
    if (paths.length > 0) return { ...found, paths };
    if (place.entries(path).length > 0) throw noManifest(shownAddress(address));
    throw new UsageError(
      `${shownAddress(address)}: there is no such folder; name one with files and their manifest, or the manifest`,
    );
  } catch (error) {
    await place.leave();
    throw error;
  }
}

/**
 * Returns the manifests of a folder, or the one that is named itself; on this machine, or in a store.
 * @param wanted threads, or files that are read at the same time from a store
 */
export async function findManifests(
  name: string,
  wanted: number | undefined,
  hashedBytes: HashedBytes,
): Promise<Found> {
  if (isStoreAddress(name)) return await findInStore(name, wanted ?? STREAMS, hashedBytes);
  const paths = manifestsHere(localPath(name, Object.keys(STORES)));
  return { paths, evidence: localEvidence(wanted ?? availableParallelism(), hashedBytes), leave() {} };
}
