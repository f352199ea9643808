import { isStoreAddress } from "../stores/stores.ts";
import type { Place } from "./place.ts";

/** Files of a store by their addresses, and files of this machine by their paths. */
export function routed(stored: Place, local: Place): Place {
  const placeOf = (path: string) => (isStoreAddress(path) ? stored : local);
  return {
    mostClosing: stored.mostClosing,
    statusOf: (path) => placeOf(path).statusOf(path),
    sizeOf: (path) => placeOf(path).sizeOf(path),
    exists: (path) => placeOf(path).exists(path),
    hasFolder: (path) => placeOf(path).hasFolder(path),
    read: (path, mostBytes) => placeOf(path).read(path, mostBytes),
    start: (path, byteLength) => placeOf(path).start(path, byteLength),
    chunks: (path) => placeOf(path).chunks(path),
    entries: (folder) => placeOf(folder).entries(folder),
    create: (path, options) => placeOf(path).create(path, options),
    remove: (path) => placeOf(path).remove(path),
    openJournal: (base, folder, owner) => placeOf(base).openJournal(base, folder, owner),
    leave: () => stored.leave(),
  };
}
