import { dirname } from "node:path";
import type { RunRequest } from "../containers/run-context.ts";
import { filesFolderOf, isUsualManifest } from "../manifest/path.ts";
import { stateFolderOf } from "../resume/journal.ts";
import { isJournal, JOURNAL, TALLY } from "../resume/journal-names.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { localPlace } from "./folder.ts";
import type { Place } from "./place.ts";
import { routed } from "./routed.ts";
import { StoredPlace } from "./stored.ts";
import type { Extent } from "./stored-look.ts";

/** How much of each file below the folder a run with many files looks at. */
function extentFor({ output, settings }: RunRequest, manifest: string): (name: string) => Extent {
  const { split, resume, onlyParts } = output;
  const state = stateFolderOf("", split?.template.hasShare ? settings.share : undefined);
  const goesOn = resume || onlyParts !== undefined;
  return (name) => {
    if (name === `${state}/${JOURNAL}`) return goesOn ? "whole" : "first line";
    if (name === `${state}/${TALLY}`) return resume ? "whole" : "nothing";
    if (name === manifest || (settings.share !== undefined && isUsualManifest(name))) return "whole";
    return settings.share !== undefined && isJournal(name) ? "first line" : "nothing";
  };
}

async function placeOfMany(request: RunRequest, folder: string, manifest: string): Promise<StoredPlace> {
  const place = await StoredPlace.open(folder, request);
  await place.load(extentFor(request, place.nameOf(manifest) ?? ""));
  return place;
}

/** A single file, and its manifest if that is in the store, too. Other files matter only where a manifest would be replaced. */
async function placeOfOne(request: RunRequest, path: string, manifest: string | undefined): Promise<StoredPlace> {
  const base = manifest === undefined ? dirname(path) : filesFolderOf(manifest);
  const place = await StoredPlace.open(base, request);
  const nameOfManifest = manifest && place.nameOf(manifest);
  const extentOf = (name: string): Extent => (name === nameOfManifest ? "whole" : "nothing");
  await place.loadSome(
    [path, ...(manifest ? [manifest] : [])].map((each) => place.nameOf(each) as string),
    extentOf,
  );
  if (manifest !== undefined && place.exists(manifest)) await place.load(extentOf);
  return place;
}

/** Opens the place where the files of a run lie, and looks at what is there. */
export async function placeFor(request: RunRequest): Promise<Place> {
  const { files, output } = request;
  const { split, path, manifest, filter } = output;
  const local = localPlace(files);
  // Only such a run loads what starts commands.
  if (filter !== undefined) return (await import("./filtered.ts")).filteredPlace(local, filter);
  if (split !== undefined)
    return isStoreAddress(split.template.folder)
      ? await placeOfMany(request, split.template.folder, split.manifest)
      : local;
  if (path === undefined || !isStoreAddress(path)) return local;
  const isTogether = manifest !== undefined && isStoreAddress(manifest);
  return routed(await placeOfOne(request, path, isTogether ? manifest : undefined), local);
}
