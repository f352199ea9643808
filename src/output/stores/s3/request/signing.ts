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

/** Where and when a request is signed, and with what. */
export interface Signing {
  region: string;
  /** The server's time, in milliseconds since 1970. */
  nowMs: number;
  /** Takes the keys that are derived from the credentials, one a day: most of the time of a signature. */
  keys?: Map<string, ArrayBuffer>;
}

/** Returns the headers with those of the signature. */
export async function signed(
  { method, url, headers, bodyHash }: Unsigned,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  { region, nowMs, keys }: Signing,
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
    ...(keys !== undefined && { cache: keys }),
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ""),
  });
  return Object.fromEntries((await signer.sign()).headers);
}

/** The SHA-256 of no bytes. */
export const EMPTY_HASH = createHash("sha256").digest("hex");

/** What stands for a body in the signature, and the headers with its checksum. */
export interface Summed {
  bodyHash: string;
  headers: Record<string, string>;
}

/** The sums of a body, computed while its bytes are at hand: to read them again from memory takes as long as to sum them. */
export interface Sums {
  add(bytes: Uint8Array): void;
  end(): Summed;
}

/** A checksum that AWS compares with the body and keeps with the object. */
export interface Checksum {
  /** Name of the algorithm, as in x-amz-checksum-algorithm. */
  algorithm: "CRC32C" | "SHA256";
  /** Name of the header in small letters. */
  header: string;
  /** Name of the element in the list of parts. */
  element: string;
  begin(): { add(bytes: Uint8Array): void; end(): Buffer };
}

function beginSha256() {
  const hash = createHash("sha256");
  return { add: (bytes: Uint8Array) => void hash.update(bytes), end: () => hash.digest() };
}

const SHA256: Checksum = {
  algorithm: "SHA256",
  header: "x-amz-checksum-sha256",
  element: "ChecksumSHA256",
  begin: beginSha256,
};

interface Library {
  crc32c(bytes: Uint8Array, initial?: number): number;
}

function crc32c({ crc32c: sum }: Library): Checksum {
  return {
    algorithm: "CRC32C",
    header: "x-amz-checksum-crc32c",
    element: "ChecksumCRC32C",
    begin() {
      let value = 0;
      return {
        add(bytes) {
          value = sum(bytes, value);
        },
        end() {
          const bytes = Buffer.alloc(4);
          bytes.writeUInt32BE(value >>> 0);
          return bytes;
        },
      };
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

/** No sum: what is sent arrives. */
const UNSUMMED: Sums = {
  add() {},
  end: () => ({ bodyHash: UNSIGNED, headers: {} }),
};

/**
 * Begins the sums of a body: a checksum where there is one; else the SHA-256 in the signature.
 * @param isKept the body arrives as it is sent: then its signature needs no hash of it
 */
export function beginSums({ checksum, isKept }: { checksum?: Checksum | undefined; isKept: boolean }): Sums {
  if (checksum === undefined && isKept) return UNSUMMED;
  const sum = (checksum ?? SHA256).begin();
  return {
    add: sum.add,
    end() {
      const value = sum.end();
      if (checksum === undefined) return { bodyHash: value.toString("hex"), headers: {} };
      return { bodyHash: UNSIGNED, headers: { [checksum.header]: value.toString("base64") } };
    },
  };
}
