import { basename, dirname, relative } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { shownAddress } from "../../system/printable.ts";
import { statusOf } from "../destinations/path.ts";
import { filesFolderOf, manifestOf } from "../manifest/path.ts";
import { isStoreAddress } from "../stores/stores.ts";

/**
 * Returns the name of a single output in its manifest: the path from the manifest's folder, which may be a parent of
 * the output's; "-" if the output is not a file. Throws UsageError if no such path leads to the output.
 */
export function nameInManifest(manifest: string, path: string | undefined): string {
  if (path === undefined || !mayBeFile(path)) return "-";
  if (isStoreAddress(path) !== isStoreAddress(manifest)) return manifestElsewhere(manifest);
  const name = relative(filesFolderOf(manifest), path);
  if (name !== basename(manifest) && name.split("/")[0] !== "..") return name;
  throw new UsageError(
    `--manifest ${manifest}: must stand in the folder of the output, or in one above it, and have another name; ` +
      `write --manifest ${manifestOf(dirname(path))}`,
  );
}

/** A manifest on this machine cannot lead to a file of a store; one in a store can lead nowhere else. */
function manifestElsewhere(manifest: string): string {
  if (!isStoreAddress(manifest)) return "-";
  throw new UsageError(
    `--manifest ${shownAddress(manifest)}: the output is on this machine, and so must its manifest be; name a file`,
  );
}

/** Whether a single output is a file, or will be one: a file of a store always is. */
export function mayBeFile(path: string): boolean {
  return isStoreAddress(path) || (statusOf(path)?.isFile() ?? true);
}
