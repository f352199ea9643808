import { S3 } from "./s3/entry.ts";
import type { OpenedStore, StoreEntry, StoreOptions } from "./store.ts";
import { WEBHDFS } from "./webhdfs/entry.ts";

/**
 * The stores, by the schemes of their addresses. `check` loads little; `open` loads the protocol with `import()`, so that a
 * run without such an address does not pay for it.
 */
export const STORES: Readonly<Record<string, StoreEntry>> = {
  s3: S3,
  webhdfs: WEBHDFS,
  swebhdfs: WEBHDFS,
};

/** Returns the scheme of an address in lower case; undefined for a path. */
export function schemeOf(name: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):\/\//i.exec(name)?.[1]?.toLowerCase();
}

function entryOf(name: string): StoreEntry | undefined {
  const scheme = schemeOf(name);
  return scheme !== undefined && Object.hasOwn(STORES, scheme) ? STORES[scheme] : undefined;
}

/** Whether a name is the address of a store, or of a file or folder in one. */
export function isStoreAddress(name: string): boolean {
  return entryOf(name) !== undefined;
}

/** Throws UsageError if something is wrong with a store's address. */
export function checkStoreAddress(address: string): void {
  entryOf(address)?.check(address);
}

/** Opens the folder of a store's address. @param address one that isStoreAddress says is a store's */
export async function openStore(address: string, options: StoreOptions): Promise<OpenedStore> {
  return await (entryOf(address) as StoreEntry).open(address, options);
}
