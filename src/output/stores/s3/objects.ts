import { RunError } from "../../../system/errors.ts";
import type { HttpAnswer } from "../http/messages.ts";
import { shownKey } from "./address.ts";
import type { Bucket, BucketRequest } from "./request/bucket.ts";
import { S3Failure } from "./request/failures.ts";

/** Metadata with which an object says who made it, where the answer to its making is lost. */
export const MAKER = "x-amz-meta-eventsim-upload";

/** The head of an object; undefined where there is none. */
export async function headOf(
  bucket: Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<HttpAnswer["headers"] | undefined> {
  const ending = signal && { signal };
  try {
    return (await bucket.send({ method: "HEAD", key, ...ending })).headers;
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    if (error.status === 404) return undefined;
    // An answer to HEAD has no body, and so no code; one to GET has.
    const { discard } = await bucket.receive({ method: "GET", key, headers: { range: "bytes=0-0" }, ...ending });
    discard();
    throw error;
  }
}

/** What the request that makes an object's name appear needs. */
export interface Making {
  key: string;
  /** Refuses to replace an object. */
  isNew: boolean;
  /** A text that no other maker has. */
  maker: string;
  signal: AbortSignal;
}

const UNKNOWN_UPLOAD = "NoSuchUpload";
const EXISTS = "PreconditionFailed";

export function existsNow(bucket: Bucket, key: string): RunError {
  const name = shownKey(bucket.session.bucket, key);
  return new RunError(`${name}: exists now, and --no-clobber keeps it; name another, or leave --no-clobber out`);
}

/**
 * Sends the request that makes an object's name appear. Where the answer was lost and the request is sent again, the server
 * may say that the object exists, or that it does not know the upload: then it is looked up who made it.
 */
export async function makeObject(bucket: Bucket, making: Making, request: BucketRequest): Promise<void> {
  const { key, isNew, maker, signal } = making;
  const isOurs = async () => (await headOf(bucket, key, signal))?.[MAKER] === maker;
  const condition: Record<string, string> = isNew ? { "if-none-match": "*" } : {};
  try {
    await bucket.send({ ...request, headers: { ...request.headers, ...condition } });
  } catch (error) {
    if (!(error instanceof S3Failure)) throw error;
    const { code } = error;
    if ((code === EXISTS || code === UNKNOWN_UPLOAD) && (await isOurs())) return;
    if (code === EXISTS) throw existsNow(bucket, key);
    // A server that does not know the condition: what can be done is to look before.
    if (code !== "NotImplemented" || !isNew) throw error;
    if ((await headOf(bucket, key, signal)) !== undefined) throw existsNow(bucket, key);
    await bucket.send(request);
  }
}
