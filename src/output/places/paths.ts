import { join } from "node:path";
import { isStoreAddress } from "../stores/stores.ts";

/** Returns the path or, in a store, the address of a name in a folder. `join` would take a slash out of an address. */
export function inFolder(folder: string, ...names: readonly string[]): string {
  return isStoreAddress(folder) ? [folder.replace(/\/+$/, ""), ...names].join("/") : join(folder, ...names);
}
