import { UsageError } from "../../../system/errors.ts";
import { printable, shownAddress } from "../../../system/printable.ts";

/** What an address of S3 names. */
export interface S3Address {
  bucket: string;
  /** Path in the bucket without a slash at either end; "" for the bucket itself. */
  folder: string;
  /** The last part of the address; absent if it ends in a slash. */
  name?: string;
}

const SCHEME = /^s3:\/\//i;
const EXAMPLE = "s3://bucket/folder/name";

/** Older buckets of us-east-1 may have up to 255 characters, capitals and underscores: whether there is one is for the server to say. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

/** Limit of S3, in bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MOST_KEY_BYTES = 1024;

/** Returns what is wrong with a bucket's name. */
function problemOfBucket(bucket: string): string | undefined {
  if (bucket === "") return `no bucket is named; write ${EXAMPLE}`;
  if (bucket.includes("@"))
    return "a user or a password stands before the @, where all users of this machine see it and logs keep it; put keys into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or into ~/.aws/credentials";
  if (/^arn:/i.test(bucket)) return "names of resources (arn:) are not supported; write the alias of the access point";
  if (bucket.includes(":"))
    return `a server and its port have no place in it; put http://host:port into AWS_ENDPOINT_URL_S3, and write ${EXAMPLE}`;
  if (!BUCKET.test(bucket) || bucket.includes("..") || IP_ADDRESS.test(bucket))
    return `${printable(bucket)} is no name of a bucket, which has 3 to 63 small letters, digits, hyphens and dots; write ${EXAMPLE}`;
  return undefined;
}

/** Returns what is wrong with a key or the beginning of one. Programs that take keys for paths would look elsewhere. */
export function problemOfKey(key: string): string | undefined {
  const parts = key.split("/");
  if (parts.includes("")) return "two slashes stand together; write one";
  if (parts.some((part) => part === "." || part === ".."))
    return '"." and ".." lead nowhere in a bucket; leave them out';
  if (/[\p{Cc}\p{Cs}]/u.test(key)) return "it has a control character or half of a character; name it without";
  const byteLength = Buffer.byteLength(key);
  if (byteLength > MOST_KEY_BYTES) return `it has ${byteLength} bytes after the bucket, and S3 takes ${MOST_KEY_BYTES}`;
  return undefined;
}

/** Reads an address. Its path is taken literally: "%", "?" and "#" are parts of a name. Throws UsageError if it names nothing. */
export function readAddress(address: string): S3Address {
  const rest = address.replace(SCHEME, "");
  const slash = rest.indexOf("/");
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : rest.slice(slash + 1);
  const isFolder = path === "" || path.endsWith("/");
  const key = isFolder ? path.replace(/\/$/, "") : path;
  const problem = problemOfBucket(bucket) ?? (key === "" && path === "" ? undefined : problemOfKey(key));
  if (problem !== undefined) throw new UsageError(`${shownAddress(address)}: ${problem}`);
  if (isFolder) return { bucket, folder: key };
  const last = key.lastIndexOf("/");
  return { bucket, folder: key.slice(0, Math.max(0, last)), name: key.slice(last + 1) };
}

/** An address for messages. */
export function shownKey(bucket: string, key: string): string {
  return printable(key === "" ? `s3://${bucket}` : `s3://${bucket}/${key}`);
}
