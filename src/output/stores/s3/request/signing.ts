import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { AwsV4Signer } from "aws4fetch";
import { CHECKSUM_LIBRARIES } from "../../../formats/messages/checksum.ts";
import type { Credentials } from "./credentials.ts";

/** What is signed of a request. */
export interface Unsigned {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** What stands for the body: its SHA-256 in hexadecimal digits, or UNSIGNED. */
  bodyHash: string;
}

export const UNSIGNED = "UNSIGNED-PAYLOAD";

/** Returns the headers with those of the signature. @param nowMs the server's time, in milliseconds since 1970 */
export async function signed(
  { method, url, headers, bodyHash }: Unsigned,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  { region, nowMs }: { region: string; nowMs: number },
): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...headers, "x-amz-content-sha256": bodyHash },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: "s3",
    region,
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ""),
  });
  return Object.fromEntries((await signer.sign()).headers);
}

/** Returns the SHA-256 of a body, in hexadecimal digits. */
export function hashOf(body: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const range of body) hash.update(range);
  return hash.digest("hex");
}

/** A checksum that AWS compares with the body and keeps with the object. */
export interface Checksum {
  /** Name of the algorithm, as in x-amz-checksum-algorithm. */
  algorithm: "CRC32C" | "SHA256";
  /** Name of the header in small letters. */
  header: string;
  /** Name of the element in the list of parts. */
  element: string;
  of(body: readonly Uint8Array[]): string;
}

const SHA256: Checksum = {
  algorithm: "SHA256",
  header: "x-amz-checksum-sha256",
  element: "ChecksumSHA256",
  of: (body) => Buffer.from(hashOf(body), "hex").toString("base64"),
};

interface Library {
  crc32c(bytes: Uint8Array, initial?: number): number;
}

function crc32c({ crc32c: sum }: Library): Checksum {
  return {
    algorithm: "CRC32C",
    header: "x-amz-checksum-crc32c",
    element: "ChecksumCRC32C",
    of(body) {
      const value = Buffer.alloc(4);
      value.writeUInt32BE(body.reduce((before, range) => sum(range, before), 0) >>> 0);
      return value.toString("base64");
    },
  };
}

/** Returns the fastest checksum that can be computed here. @param load throws where a library is not installed */
export function checksumFor(load: (name: string) => unknown = createRequire(import.meta.url)): Checksum {
  for (const name of CHECKSUM_LIBRARIES) {
    try {
      return crc32c(load(name) as Library);
    } catch {
      // It is not installed, or not for this system.
    }
  }
  return SHA256;
}
