import { UsageError } from "../../../system/errors.ts";
import { HttpClient } from "../http/client.ts";
import { HttpFailure } from "../http/failures.ts";
import type { OpenedStore, StoreOptions } from "../store.ts";
import { RemoteFailure } from "./access/failures.ts";
import { type Environment, readIdentity } from "./access/identity.ts";
import { NameNodes } from "./access/name-nodes.ts";
import { statusOf } from "./access/status.ts";
import { readAddress, shownPath } from "./address.ts";
import { WebHdfsStore } from "./store.ts";

const FAREWELL_PATIENCE_MS = 700;

/** What tests set. */
export interface WebHdfsStoreOptions extends StoreOptions {
  environment?: Environment;
  patienceMs?: number;
  silentMs?: number;
}

/** Opens the folder of an address. Throws UsageError where the address or who asks is wrong. */
export async function openWebHdfs(
  address: string,
  { signal = new AbortController().signal, say, environment, patienceMs, silentMs }: WebHdfsStoreOptions,
): Promise<OpenedStore> {
  const read = readAddress(address);
  const identity = readIdentity(read.hosts, environment);
  const limits = silentMs === undefined ? {} : { silentMs };
  const options = { signal, say, patienceMs };
  const nodes = new NameNodes(read, identity, new HttpClient({ signal, ...limits }), options);
  const lasting = new AbortController().signal;
  const farewell = new NameNodes(read, identity, new HttpClient({ signal: lasting, ...limits }), {
    signal: lasting,
    // Time to find the name node that is active.
    patienceMs: FAREWELL_PATIENCE_MS,
  });
  const store = new WebHdfsStore(nodes, read.folder, { ...options, farewell });
  try {
    // The first answer tells whether the address and the user are right.
    const status = await statusOf(nodes, read.folder);
    if (status !== undefined && !status.isFolder)
      throw new UsageError(`${shownPath(read, read.folder)}: is a file, not a folder; name another folder`);
  } catch (error) {
    await store.close();
    if ((error instanceof RemoteFailure && !error.canPass) || error instanceof HttpFailure)
      throw new UsageError(
        error instanceof HttpFailure ? `${shownPath(read, read.folder)}: ${error.message}` : error.message,
      );
    throw error;
  }
  return read.name === undefined ? { store } : { store, name: read.name };
}
