import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import type { RunContext } from "../containers/run-context.ts";
import type { Identity } from "../manifest/identity.ts";
import { manifestsIn } from "../manifest/path.ts";
import { type Share, shareName, shareOf } from "../names/share.ts";
import type { Look } from "../places/place.ts";
import { readableManifest } from "./existing.ts";
import { journalHeaders } from "./journal.ts";

/** From a manifest or journal of a run. */
interface Left {
  path: string;
  identity: Identity;
  template: string;
}

/**
 * Throws UsageError if the output of this share would replace that of another: in a folder whose manifests or journals
 * list another share under the same names, or in a single file, which does not name its share.
 */
export function refuseOtherShares({ output, settings, place }: RunContext): void {
  const { share } = settings;
  if (share === undefined) return;
  const { split, path, manifest } = output;
  if (split !== undefined) {
    const { folder, names } = split.template;
    for (const left of [
      ...manifestsLeft(place, [...manifestsIn(place, folder), split.manifest]),
      ...journalsLeft(place, folder),
    ])
      refuseIfOther(left, share, names);
  } else {
    if (manifest !== undefined) for (const left of manifestsLeft(place, [manifest])) refuseIfOther(left, share);
    if (path !== undefined && !output.hasShare && !output.force) refuseExisting(place, path, share);
  }
}

/** Ignores damaged manifests. */
function manifestsLeft(look: Look, paths: readonly string[]): Left[] {
  return paths.flatMap((path) => {
    const manifest = look.exists(path) ? readableManifest(look, path) : undefined;
    return manifest === undefined ? [] : [{ path, ...manifest }];
  });
}

function journalsLeft(look: Look, folder: string): Left[] {
  return journalHeaders(look, folder).map(({ path, header }) => ({ path, ...header }));
}

/** @param names names of this run; if absent, any names conflict */
function refuseIfOther({ path, identity, template }: Left, share: Share, names: string = template): void {
  const other = shareOf(identity);
  if (other === undefined || shareName(other) === shareName(share) || template !== names) return;
  throw new UsageError(
    `${printable(path)}: share ${shareName(other)} has the same names here, and share ${shareName(share)} would replace it; ` +
      "put {share} into the names, such as events-{share}-{part}.json, or use another folder",
  );
}

function refuseExisting(look: Look, path: string, share: Share): void {
  if (!look.statusOf(path)?.isFile()) return;
  throw new UsageError(
    `${printable(path)}: exists, and may belong to another share than ${shareName(share)}; ` +
      "put {share} into the name, such as events-{share}.json, or write --force to replace it",
  );
}
