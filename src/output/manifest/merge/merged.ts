import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { writeWhole } from "../../destinations/destination.ts";
import { FileDestination } from "../../destinations/file.ts";
import { nodeFileSystem } from "../../destinations/filesystem.ts";
import { temporaryName } from "../../destinations/path.ts";
import { isStoreAddress } from "../../stores/stores.ts";
import { MOST_MANIFEST_BYTES } from "../bounds.ts";
import { dataSetId } from "../identity.ts";
import type { Manifest, ManifestFile } from "../manifest.ts";
import { filesFolderOf, manifestOf } from "../path.ts";
import { commonTemplate } from "./check.ts";
import type { ShareManifest, ShareSet } from "./shares.ts";

/** Files whose entries are written at a time. */
const FILES_A_PIECE = 1000;

/** The folder of a share, from that of the merged manifest, with a slash at its end; "" if they are the same. */
function prefixFrom(folder: string, share: ShareManifest, shares: readonly ShareManifest[]): string {
  if (isStoreAddress(share.folder))
    throw new UsageError(
      `${printable(share.folder)}: is in a store, and the merged manifest is written on this machine, from where it cannot name files there; leave --output out, or copy the files here`,
    );
  const path = relative(resolve(folder), resolve(share.folder)).split(sep).join("/");
  if (path === "") return "";
  if (path !== ".." && !path.startsWith("../") && !path.startsWith("/") && !/^[A-Za-z]:/.test(path)) return `${path}/`;
  throw new UsageError(
    `${printable(share.folder)}: is not below ${printable(resolve(folder))}, and a manifest names files below its folder only; write it to ${printable(manifestOf(commonFolder(shares)))}`,
  );
}

function commonFolder(shares: readonly ShareManifest[]): string {
  const paths = shares.map(({ folder }) => resolve(folder).split(sep));
  const first = paths[0] as string[];
  const length = first.findIndex((segment, index) => paths.some((path) => path[index] !== segment));
  return first.slice(0, length < 0 ? first.length : length).join(sep) || sep;
}

/** The template of all shares; "" where their names have no common one, and then nothing is foreign. */
function templateOf(shares: readonly ShareManifest[], prefixes: readonly string[]): string {
  const texts = new Set(
    shares.map((share, index) => (/[{}]/.test(prefixes[index]!) ? "" : `${prefixes[index]}${commonTemplate(share)}`)),
  );
  const [text = ""] = texts;
  return texts.size === 1 ? text : "";
}

/** The manifest of all shares as one data set, in `path`. Throws UsageError if it cannot name their files. */
export function mergeManifests({ shares, head, identity, totals }: ShareSet, path: string): Manifest {
  const folder = filesFolderOf(path);
  const prefixes = shares.map((share) => prefixFrom(folder, share, shares));
  const files = shares.flatMap((share, index) =>
    share.files.map((file): ManifestFile => ({ ...file, name: `${prefixes[index]}${file.name}` })),
  );
  return {
    ...head,
    id: dataSetId(identity),
    identity,
    template: templateOf(shares, prefixes),
    shares: shares.map(({ id }) => id),
    files,
    totals: totals.result(),
  };
}

/** The text of a manifest in pieces, as JSON.stringify with two spaces would make it. */
function* piecesOf({ files, totals, ...head }: Manifest): Generator<string> {
  const indented = (value: unknown, spaces: string) => JSON.stringify(value, null, 2).replaceAll("\n", `\n${spaces}`);
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "files": [`;
  for (let at = 0; at < files.length; at += FILES_A_PIECE) {
    const piece = files.slice(at, at + FILES_A_PIECE).map((file) => `\n    ${indented(file, "    ")}`);
    yield `${at === 0 ? "" : ","}${piece.join(",")}`;
  }
  yield `${files.length === 0 ? "" : "\n  "}],\n  "totals": ${indented(totals, "  ")}\n}\n`;
}

/** Throws UsageError if a merged manifest would replace a file. */
export function refuseExisting(path: string): void {
  if (existsSync(path))
    throw new UsageError(`${printable(path)}: exists; name another file, or write --force to replace it`);
}

/** The bytes of a manifest. Throws UsageError where they are more than a manifest may have. */
function* boundedPieces(manifest: Manifest, path: string): Generator<Buffer> {
  let byteLength = 0;
  for (const piece of piecesOf(manifest)) {
    const bytes = Buffer.from(piece);
    byteLength += bytes.byteLength;
    if (byteLength > MOST_MANIFEST_BYTES)
      throw new UsageError(
        `${printable(path)}: would be longer than the ${MOST_MANIFEST_BYTES} bytes that a manifest may have; merge fewer shares`,
      );
    yield bytes;
  }
}

/** Writes a manifest, which appears complete or not at all. @param isNew whether it must not replace a file that has appeared meanwhile */
export async function writeMerged(manifest: Manifest, path: string, isNew: boolean): Promise<void> {
  const newNamesIn = nodeFileSystem.makeFolder(dirname(path));
  const destination = new FileDestination(path, nodeFileSystem, temporaryName(path), { newNamesIn, isNew });
  await writeWhole(destination, boundedPieces(manifest, path));
}
