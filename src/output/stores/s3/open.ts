import { UsageError } from "../../../system/errors.ts";
import { shownAddress } from "../../../system/printable.ts";
import { HttpFailure } from "../http/failures.ts";
import type { OpenedStore, StoreOptions } from "../store.ts";
import { readAddress } from "./address.ts";
import type { Session } from "./request/bucket.ts";
import { Chain, type Source } from "./request/credentials.ts";
import { findEndpoint } from "./request/endpoint.ts";
import { S3Failure } from "./request/failures.ts";
import { type Environment, readProfile } from "./request/profile.ts";
import { S3Store } from "./store.ts";

/** What tests set. */
export interface S3Options extends StoreOptions {
  environment?: Environment;
  /** Asks for credentials that stand neither in the environment nor in a file. */
  others?: Source;
  patienceMs?: number;
}

/** Codes that a person can mend by another address, environment or permission. */
const OF_THE_SERVER = new Set(["SlowDown", "InternalError", "ServiceUnavailable"]);

/** Opens the folder of an address. Throws UsageError if the bucket cannot be used. */
export async function openS3(
  address: string,
  { signal = new AbortController().signal, say = () => {}, environment = process.env, patienceMs, others }: S3Options,
): Promise<OpenedStore> {
  const { bucket, folder, name } = readAddress(address);
  const endpoint = findEndpoint(environment, readProfile(environment));
  const session: Session = { bucket, endpoint, chain: new Chain(environment, others), aheadMs: 0, say };
  const store = new S3Store(session, folder, { signal, ...(patienceMs !== undefined && { patienceMs }) });
  try {
    await store.check();
  } catch (error) {
    await store.close();
    if (error instanceof S3Failure && !OF_THE_SERVER.has(error.code)) throw new UsageError(error.message);
    if (error instanceof HttpFailure) throw new UsageError(`${shownAddress(address)}: ${error.message}`);
    throw error;
  }
  return name === undefined ? { store } : { store, name };
}
