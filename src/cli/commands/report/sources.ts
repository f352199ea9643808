import type { HashedBytes } from "../../../output/manifest/hash-worker.ts";
import { type Manifest, readManifest } from "../../../output/manifest/manifest.ts";
import { filesFolderOf, isUsualManifest } from "../../../output/manifest/path.ts";
import { inFolder } from "../../../output/places/paths.ts";
import { isStoreAddress } from "../../../output/stores/stores.ts";
import { UsageError } from "../../../system/errors.ts";
import { printable, shownAddress } from "../../../system/printable.ts";
import { manifestAt } from "../../config/observe.ts";
import { findManifests } from "../verify/find-manifests.ts";

/** What a report is made of. */
export interface Sources {
  manifest?: { path: string; manifest: Manifest };
  /** Files of events, as they are opened. */
  files: string[];
}

/** Whether an address in a store names a manifest, by its name; a file there is not opened to find out. */
function isStoredManifest(address: string): boolean {
  return (
    isUsualManifest(address.split("/").slice(-2).join("/")) ||
    /manifest[^/]*\.json$/.test(address) ||
    address.endsWith("/")
  );
}

/** The manifest that an operand is or leads to. */
async function manifestFor(operand: string): Promise<Sources["manifest"]> {
  if (operand === "-") return undefined;
  const isStored = isStoreAddress(operand);
  if (isStored ? !isStoredManifest(operand) : manifestAt(operand, "") === undefined) return undefined;
  const hashedBytes: HashedBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const found = await findManifests(operand, undefined, hashedBytes);
  try {
    const [path, ...others] = found.paths as [string, ...string[]];
    if (others.length > 0)
      throw new UsageError(
        `${shownAddress(operand)}: has ${others.length + 1} manifests, of shares of a run; make one of them with eventsim verify --merge, or name the files of events`,
      );
    return { path, manifest: readManifest(path, found.evidence.look) };
  } finally {
    await found.leave();
  }
}

function filesOf({ path, manifest }: NonNullable<Sources["manifest"]>): string[] {
  if (manifest.topic !== undefined)
    throw new UsageError(
      `--files: the events of ${printable(path)} are messages of the Kafka topic ${printable(String(manifest.topic.name))} and in no files; leave --files out`,
    );
  if (manifest.template === "-")
    throw new UsageError(`--files: ${printable(path)} does not say where the events went; name their files instead`);
  const folder = filesFolderOf(path);
  return manifest.files.map(({ name }) => inFolder(folder, name));
}

/**
 * Finds the manifest and the files that operands name.
 * @param readsFiles whether the files of the manifest are read
 */
export async function findSources(operands: readonly string[], readsFiles: boolean): Promise<Sources> {
  for (const operand of operands) {
    const found = await manifestFor(operand);
    if (found === undefined) continue;
    if (operands.length > 1)
      throw new UsageError(
        `${shownAddress(operand)}: leads to a manifest, which stands for its files; name it alone, or the files without it`,
      );
    return { manifest: found, files: readsFiles ? filesOf(found) : [] };
  }
  if (readsFiles)
    throw new UsageError(
      `--files reads what a manifest lists, and ${shownAddress(operands[0] ?? "-")} is none; name the manifest, or leave --files out`,
    );
  return { files: [...operands] };
}
