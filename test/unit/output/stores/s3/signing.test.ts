// Signatures and checksums against examples that others publish.
import { describe, expect, it } from "vitest";
import { keepsBodies } from "../../../../../src/output/stores/s3/request/endpoint.ts";
import {
  beginSums,
  type Checksum,
  checksumFor,
  EMPTY_HASH,
  signed,
} from "../../../../../src/output/stores/s3/request/signing.ts";

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const WHERE = { region: "us-east-1", nowMs: Date.UTC(2013, 4, 24) };
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("a signature", () => {
  it.for([
    ["lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
    ["max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"],
  ] as const)("is that of Amazon's example: ?%s", async ([query, signature]) => {
    const url = new URL(`https://examplebucket.s3.amazonaws.com/?${query}`);
    const headers = await signed({ method: "GET", url, headers: {}, bodyHash: EMPTY }, CREDENTIALS, WHERE);
    expect(headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    );
    expect(headers["x-amz-date"]).toBe("20130524T000000Z");
  });

  it("is the same with keys that an earlier signature has derived, of one day and region", async () => {
    const url = new URL("https://examplebucket.s3.amazonaws.com/a");
    const request = { method: "PUT", url, headers: {}, bodyHash: EMPTY };
    const keys = new Map<string, ArrayBuffer>();
    const places = [WHERE, { ...WHERE, nowMs: WHERE.nowMs + 86_400_000 }, { ...WHERE, region: "eu-west-1" }];
    for (const where of [...places, ...places])
      expect(await signed(request, CREDENTIALS, { ...where, keys })).toEqual(await signed(request, CREDENTIALS, where));
    expect(keys.size).toBe(places.length);
  });

  it("has the token of a session", async () => {
    const url = new URL("https://examplebucket.s3.amazonaws.com/a");
    const session = { ...CREDENTIALS, sessionToken: "token" };
    const headers = await signed({ method: "PUT", url, headers: {}, bodyHash: EMPTY }, session, WHERE);
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers.authorization).toContain("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
  });
});

describe("the sums of a body", () => {
  const of = (checksum?: Checksum, isKept = true) => {
    const sums = beginSums({ checksum, isKept });
    for (const bytes of ["1234", "56789"]) sums.add(Buffer.from(bytes));
    return sums.end();
  };
  const sha256 = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";

  it("are the CRC-32C of all ranges, beside a signature without the body", () => {
    // The check value of the CRC catalogue: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-32-iscsi
    const value = Buffer.from("e3069283", "hex").toString("base64");
    expect(of(checksumFor())).toEqual({ bodyHash: "UNSIGNED-PAYLOAD", headers: { "x-amz-checksum-crc32c": value } });
  });

  it("are SHA-256 where no library is installed", () => {
    const checksum = checksumFor(() => {
      throw new Error("not installed");
    });
    const value = Buffer.from(sha256, "hex").toString("base64");
    expect(of(checksum)).toEqual({ bodyHash: "UNSIGNED-PAYLOAD", headers: { "x-amz-checksum-sha256": value } });
  });

  it("are the SHA-256 in the signature where nothing else keeps the body", () => {
    expect(of(undefined, false)).toEqual({ bodyHash: sha256, headers: {} });
    expect(EMPTY_HASH).toBe(EMPTY);
  });

  it("are none where a named server gets what is sent", () => {
    expect(of()).toEqual({ bodyHash: "UNSIGNED-PAYLOAD", headers: {} });
  });

  it.for([
    ["http://10.0.0.7:9000", false],
    ["http://store.example", false],
    ["http://localhost.example:9000", false],
    ["http://127.0.0.1.example", false],
    ["http://[::2]:9000", false],
    ["https://store.example", true],
    ["http://localhost:9000", true],
    ["http://127.0.0.1:9000", true],
    ["http://[::1]:9000", true],
    [undefined, true],
  ] as const)("depend on the network: %s", ([address, isKept]) => {
    expect(keepsBodies({ region: "us-east-1", ...(address && { custom: new URL(address) }) })).toBe(isKept);
  });
});
