import { realpathSync } from "node:fs";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { type Share, shareName, shareOf } from "../../names/share.ts";
import { inFolder } from "../../places/paths.ts";
import type { Evidence } from "../evidence.ts";
import { canonicalJson, firstDifference, type Identity, type Json } from "../identity.ts";
import { damaged, type Manifest, type ManifestFile, readManifest } from "../manifest.ts";
import { filesFolderOf } from "../path.ts";
import { SummedTotals } from "./totals.ts";

/** Some 500 bytes each, in memory and in the merged manifest, which then still fits into a string. */
export const MOST_FILES = 1_000_000;

/** A share's manifest, without what all shares have in common. */
export interface ShareManifest {
  path: string;
  /** The folder that its files are relative to. */
  folder: string;
  share: Share;
  id: string;
  template: string;
  files: ManifestFile[];
  evidence: Evidence;
}

/** The manifests of a folder, or one that is named, and how their files are found. */
export interface FoundManifests {
  paths: readonly string[];
  evidence: Evidence;
}

/** The manifests of shares of one command. */
export interface ShareSet {
  /** Sorted by their share's index. Some may be missing; none is there twice. */
  shares: ShareManifest[];
  count: number;
  /** The first manifest, for what they have in common. */
  head: Omit<Manifest, "files" | "totals">;
  /** The identity of all shares together. */
  identity: Identity;
  totals: SummedTotals;
  fileCount: number;
}

/** The identity without the share's index: equal for all shares of a command. */
function commonIdentity(identity: Identity, { count }: Share): Identity {
  return { ...identity, settings: { ...(identity.settings as { [key: string]: Json }), share: { count } } };
}

/** What follows from the identity, and must not differ either. */
const COMMON = ["configHash", "catalogHash", "seed", "window", "format", "compress", "population"] as const;

function refuseOtherCommand(first: string, head: ShareSet["head"], path: string, manifest: Manifest): void {
  const key = COMMON.find((name) => canonicalJson(head[name] ?? null) !== canonicalJson(manifest[name] ?? null));
  if (key !== undefined)
    throw damaged(path, `${key} differs from that in ${first}, and the rest of the command does not`);
}

function checkSums(path: string, { files, totals }: Manifest): void {
  for (const key of ["events", "bytes", "rawBytes"] as const) {
    const sum = files.reduce((total, file) => total + file[key], 0);
    if (sum !== totals[key]) throw damaged(path, `totals.${key} is ${totals[key]}, but its files have ${sum}`);
  }
}

/** The share of a manifest. Throws UsageError if it is of none, or if its events are in no files. */
function checkShare(path: string, manifest: Manifest): Share {
  const share = shareOf(manifest.identity);
  const shown = printable(path);
  if (manifest.shares !== undefined)
    throw new UsageError(`${shown}: is merged already; name the manifests of the shares, or leave --merge out`);
  if (share === undefined)
    throw new UsageError(`${shown}: is of a whole run and not of a share (--part); leave it out, or leave --merge out`);
  if (manifest.topic !== undefined)
    throw new UsageError(
      `${shown}: its events are messages of a topic and in no files; count the topic's messages instead`,
    );
  checkSums(path, manifest);
  return share;
}

/** Collects the manifests of a command's shares, one after the other: only what is needed of each stays in memory. */
class Collection {
  readonly #byIndex = new Map<number, ShareManifest>();
  readonly #totals = new SummedTotals();
  readonly #paths = new Map<string, string>();
  #first: { path: string; head: ShareSet["head"]; identity: Identity; count: number } | undefined;
  #fileCount = 0;

  /** @param isFound whether it was found in a folder, and not named: then a merged one is passed over */
  add(path: string, evidence: Evidence, isFound: boolean): void {
    const manifest = readManifest(path, evidence.look);
    if (isFound && manifest.shares !== undefined) return;
    const share = checkShare(path, manifest);
    const { files, totals, ...head } = manifest;
    const identity = commonIdentity(manifest.identity, share);
    this.#first ??= { path, head, identity, count: share.count };
    const difference = firstDifference(this.#first.identity, identity);
    if (difference !== undefined)
      throw new UsageError(
        `${printable(path)}: another command made it than ${printable(this.#first.path)} (${printable(difference)}); name the shares of one command`,
      );
    refuseOtherCommand(this.#first.path, this.#first.head, path, manifest);
    this.#addFiles(path, files);
    this.#refuseTwice(path, share);
    try {
      this.#totals.add(totals);
    } catch (error) {
      throw damaged(path, (error as Error).message);
    }
    const { id, template } = manifest;
    this.#byIndex.set(share.index, { path, folder: filesFolderOf(path), share, id, template, files, evidence });
  }

  #addFiles(path: string, files: readonly ManifestFile[]): void {
    this.#fileCount += files.length;
    if (this.#fileCount > MOST_FILES)
      throw new UsageError(
        `${printable(path)}: with it there are more than ${MOST_FILES} files; check fewer shares at a time`,
      );
    const folder = filesFolderOf(path);
    for (const { name } of files) {
      const file = inFolder(folder, name);
      const other = this.#paths.get(file);
      if (other !== undefined)
        throw new UsageError(
          `${printable(file)}: is listed by ${printable(other)} and by ${printable(path)}; one share has replaced the other's files: make both again, with {share} in their names`,
        );
      this.#paths.set(file, path);
    }
  }

  #refuseTwice(path: string, share: Share): void {
    const other = this.#byIndex.get(share.index);
    if (other === undefined) return;
    throw new UsageError(
      `${printable(path)}: is share ${shareName(share)}, and so is ${printable(other.path)}; leave one of them out`,
    );
  }

  result(): ShareSet {
    if (this.#first === undefined)
      throw new UsageError("--merge: none of these manifests is of a share; name the folders of the shares");
    const { head, identity, count } = this.#first;
    const shares = [...this.#byIndex.values()].sort((one, other) => one.share.index - other.share.index);
    return { shares, count, head, identity, totals: this.#totals, fileCount: this.#fileCount };
  }
}

/**
 * Reads the manifests of shares. Throws UsageError if they are not all of one command, or if a share, or a file, is there twice;
 * a manifest that is named twice counts once.
 * @param found the manifests of each folder, or one that is named
 */
export function readShares(found: readonly FoundManifests[]): ShareSet {
  const collection = new Collection();
  const seen = new Set<string>();
  for (const { paths, evidence } of found) {
    for (const path of paths) {
      const real = realPathOf(path);
      if (!seen.has(real)) collection.add(path, evidence, paths.length > 1);
      seen.add(real);
    }
  }
  return collection.result();
}

/** An address stays as it is; a path that cannot be resolved cannot be read either, which is reported then. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
