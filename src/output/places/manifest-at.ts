import { dirname } from "node:path";
import { type Manifest, readManifest } from "../manifest/manifest.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { LOCAL } from "./folder.ts";
import { StoredPlace } from "./stored.ts";

/** Reads the manifest at a path or, in a store, at an address. Throws UsageError as readManifest does. */
export async function manifestAt(path: string): Promise<Manifest> {
  if (!isStoreAddress(path)) return readManifest(path, LOCAL);
  const place = await StoredPlace.open(dirname(path), {});
  try {
    await place.loadSome([place.nameOf(path) as string], () => "whole");
    return readManifest(path, place);
  } finally {
    await place.leave();
  }
}
