import { fileURLToPath } from "node:url";
import { UsageError } from "../../system/errors.ts";
import { printable, shownAddress } from "../../system/printable.ts";
import { isKafkaAddress } from "../kafka/request/address.ts";
import { checkStoreAddress, isStoreAddress, STORES, schemeOf } from "../stores/stores.ts";
import type { Destination, OpenOptions } from "./destination.ts";
import { nodeFileSystem } from "./filesystem.ts";
import { openPath, openStandardOutput } from "./path.ts";

/** A kind of destination, selected by the scheme of an address. */
export interface DestinationEntry {
  /** Returns the path that the address stands for, if it names something in the file system. */
  pathOf?(address: string): string;
  /** Opens the destination. Throws UsageError if it cannot be written to. */
  open(address: string, options: OpenOptions): Promise<Destination>;
}

function pathOfUrl(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (error) {
    throw new UsageError(
      `${printable(address)}: is not the address of a file (${(error as Error).message}); write file:///folder/name, or the path itself`,
    );
  }
}

/** The destinations, by the schemes of their addresses. A name without a scheme is a path. */
export const DESTINATIONS: Readonly<Record<string, DestinationEntry>> = {
  file: { pathOf: pathOfUrl, open: (address, options) => openPath(pathOfUrl(address), options) },
};

/** Outputs that are no destinations of bytes: what takes messages. */
const MESSAGE_SCHEMES = ["kafka"];

/**
 * Returns the entry of an address; undefined for a path. Throws UsageError if the scheme is unknown.
 * @param others schemes that the caller knows besides
 */
function entryOf(
  name: string,
  others: readonly string[] = [...Object.keys(STORES), ...MESSAGE_SCHEMES],
): DestinationEntry | undefined {
  const scheme = schemeOf(name);
  if (scheme === undefined) return undefined;
  if (Object.hasOwn(DESTINATIONS, scheme)) return DESTINATIONS[scheme];
  const known = [...Object.keys(DESTINATIONS), ...others].map((each) => `${each}://`);
  throw new UsageError(
    `${shownAddress(name)}: addresses that begin with ${scheme}:// are not supported; write a path, or an address that begins with ${known.join(" or ")}`,
  );
}

/**
 * Returns the path that a name stands for, or the name if it is a path. Undefined for an address outside the file
 * system. Throws UsageError if the address cannot be one.
 */
export function pathOfName(name: string, others?: readonly string[]): string | undefined {
  if (isKafkaAddress(name)) return undefined;
  if (isStoreAddress(name)) {
    checkStoreAddress(name);
    return undefined;
  }
  const entry = entryOf(name, others);
  return entry === undefined ? name : entry.pathOf?.(name);
}

/** Returns the path that an output's name stands for or, where it is in a store, its address. Undefined for a topic. */
export function placeOfName(name: string): string | undefined {
  return pathOfName(name) ?? (isStoreAddress(name) ? name : undefined);
}

/**
 * Returns the path of a file that is read, or written beside the output. Throws UsageError if it is in no file system.
 * @param others schemes of addresses that may stand there instead, for the message
 */
export function localPath(name: string, others: readonly string[] = []): string {
  const path = pathOfName(name, others);
  if (path === undefined) throw new UsageError(`${shownAddress(name)}: is no file of this machine; name one`);
  return path;
}

/** Opens a destination by its path or address; standard output without one. */
export async function openDestination(
  name: string | undefined,
  { files = nodeFileSystem, isNew = false, signal }: Partial<OpenOptions> = {},
): Promise<Destination> {
  if (name === undefined) return openStandardOutput(files);
  return (entryOf(name)?.open ?? openPath)(name, { files, isNew, signal });
}
