import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { type Share, shareName } from "../names/share.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";

// The manifest of many files is `.eventsim/_manifest` in their folder. Programs that read a folder treat its files as
// data, and differ in what they skip. Measured with flat and hive-partitioned folders, with the versions that
// docs/guide/reading-back.md names:
//
//   name                 Spark folder, folder/*   DuckDB folder/*, *.json   polars folder/*   Python's and a shell's folder/*
//   manifest.json        read                     read                      read              read
//   _manifest            skipped                  read; skipped             read              read
//   .manifest            skipped                  read; skipped             read              skipped
//   .eventsim/manifest   skipped, read            skipped                   skipped           skipped
//   .eventsim/_manifest  skipped                  skipped                   skipped           skipped
//
// For the same reason all other files in that folder begin with "_" while a run is under way.

/** The folder, beside the files, for the manifest and, while a run is under way, its journal. */
export const STATE_FOLDER = ".eventsim";
const NAME = "_manifest";
const ANY_NAME = /^_manifest(-\d+-of-\d+)?$/;
/** Whether a name, relative to the files' folder, is that of a manifest, of all users or of a share. */
export function isUsualManifest(name: string): boolean {
  return name.startsWith(`${STATE_FOLDER}/`) && ANY_NAME.test(name.slice(STATE_FOLDER.length + 1));
}

/** The manifest's name in versions up to 0.1. */
export const OLD_NAME = "manifest.json";
const START = /^\s*\{\s*"eventsim"\s*:/;
const START_BYTES = 64;

/** Default path of the manifest of the files in a folder. */
export function manifestOf(folder: string, share?: Share): string {
  return inFolder(folder, STATE_FOLDER, share === undefined ? NAME : `${NAME}-${shareName(share)}`);
}

/** The folder that the names in a manifest are relative to. */
export function filesFolderOf(manifest: string): string {
  const folder = dirname(manifest);
  return basename(resolve(folder)) === STATE_FOLDER ? dirname(folder) : folder;
}

/** Returns the manifest that an earlier version left in a folder. Other programs use the same name for other files. */
export function oldManifestIn(look: Look, folder: string): string | undefined {
  const path = inFolder(folder, OLD_NAME);
  return look.exists(path) && beginsAsManifest(look, path) ? path : undefined;
}

/** Whether a file begins as manifests do, whatever its name. */
export function beginsAsManifest(look: Look, path: string): boolean {
  return START.test(look.start(path, START_BYTES).toString("latin1"));
}

/** Returns all manifests of a folder with a usual name: several if the shares of a run are in it. */
export function manifestsIn(look: Look, folder: string): string[] {
  const state = inFolder(folder, STATE_FOLDER);
  const names = namesIn(look, state).filter((name) => ANY_NAME.test(name));
  const old = oldManifestIn(look, folder);
  return [...names.sort().map((name) => inFolder(state, name)), ...(old === undefined ? [] : [old])];
}

function namesIn(look: Look, folder: string): string[] {
  try {
    return look.entries(folder).map(({ name }) => name);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR"].includes(code)) return [];
    throw new UsageError(
      `${printable(folder)}: cannot be read (${printable(message)}); a manifest may be in it, so let this user read it`,
    );
  }
}
