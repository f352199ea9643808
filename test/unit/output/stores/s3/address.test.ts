import { describe, expect, it } from "vitest";
import { readAddress } from "../../../../../src/output/stores/s3/address.ts";
import { escapePart, findEndpoint, urlOf } from "../../../../../src/output/stores/s3/request/endpoint.ts";

const PROFILE = { name: "default", credentialsPath: "", credentials: new Map(), config: new Map<string, string>() };

describe("an address of S3", () => {
  it.for([
    ["s3://bucket", { bucket: "bucket", folder: "" }],
    ["s3://bucket/", { bucket: "bucket", folder: "" }],
    ["S3://bucket/a", { bucket: "bucket", folder: "", name: "a" }],
    ["s3://bucket/a/b/c.json", { bucket: "bucket", folder: "a/b", name: "c.json" }],
    ["s3://bucket/a/b/", { bucket: "bucket", folder: "a/b" }],
    ["s3://my.bucket/100%25?x=1#y", { bucket: "my.bucket", folder: "", name: "100%25?x=1#y" }],
    ["s3://Old_Bucket/a@b:c", { bucket: "Old_Bucket", folder: "", name: "a@b:c" }],
  ] as const)("is read: %s", ([address, read]) => {
    expect(readAddress(address)).toEqual(read);
  });

  it.for([
    ["s3://", "no bucket is named; write s3://bucket/folder/name"],
    ["s3:///key", "no bucket is named"],
    ["s3://key:secret@bucket/a", "put keys into AWS_ACCESS_KEY_ID"],
    ["s3://localhost:9000/bucket", "put http://host:port into AWS_ENDPOINT_URL_S3"],
    ["s3://arn:aws:s3:us-east-1:1:accesspoint/x", "write the alias of the access point"],
    ["s3://ab/a", "is no name of a bucket"],
    ["s3://a..b/a", "is no name of a bucket"],
    ["s3://10.0.0.1/a", "is no name of a bucket"],
    ["s3://bucket/a//b", "two slashes stand together"],
    ["s3://bucket//", "two slashes stand together"],
    ["s3://bucket/a/../b", '"." and ".." lead nowhere'],
    ["s3://bucket/a/./", '"." and ".." lead nowhere'],
    ["s3://bucket/a\u0007b", "it has a control character"],
    [`s3://bucket/${"é".repeat(513)}`, "it has 1026 bytes after the bucket, and S3 takes 1024"],
  ] as const)("is refused: %s", ([address, problem]) => {
    expect(() => readAddress(address)).toThrow(problem);
  });

  it("is shown without what may be a secret", () => {
    expect(() => readAddress("s3://key:geheim@bucket/a")).not.toThrow("geheim");
  });
});

describe("the server of a bucket", () => {
  const url = (environment: Record<string, string>, bucket: string, key: string, query = {}) =>
    urlOf(findEndpoint(environment, PROFILE), bucket, key, query).href;

  it("is that of AWS, with the bucket in its name where a certificate is valid for it", () => {
    expect(url({}, "bucket", "a/b c")).toBe("https://bucket.s3.us-east-1.amazonaws.com/a/b%20c");
    expect(url({ AWS_REGION: "eu-central-1" }, "my.bucket", "a")).toBe(
      "https://s3.eu-central-1.amazonaws.com/my.bucket/a",
    );
    expect(url({ AWS_DEFAULT_REGION: "cn-north-1" }, "bucket", "", { "list-type": "2" })).toBe(
      "https://bucket.s3.cn-north-1.amazonaws.com.cn/?list-type=2",
    );
  });

  it("is the one that is named, with the bucket in the path", () => {
    const AWS_ENDPOINT_URL = "http://127.0.0.1:9000";
    expect(url({ AWS_ENDPOINT_URL }, "bucket", "a+b")).toBe("http://127.0.0.1:9000/bucket/a%2Bb");
    expect(url({ AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3: "https://s3.example/x/" }, "bucket", "", { uploads: "" })).toBe(
      "https://s3.example/x/bucket?uploads=",
    );
    const ignored = { AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    expect(url(ignored, "bucket", "a")).toBe("https://bucket.s3.us-east-1.amazonaws.com/a");
    const config = new Map([["endpoint_url", "http://10.1.2.3"]]);
    expect(urlOf(findEndpoint({}, { ...PROFILE, config }), "bucket", "a").href).toBe("http://10.1.2.3/bucket/a");
  });

  it("has the region auto where it is Cloudflare's", () => {
    const AWS_ENDPOINT_URL_S3 = "https://account.r2.cloudflarestorage.com";
    expect(findEndpoint({ AWS_ENDPOINT_URL_S3 }, PROFILE).region).toBe("auto");
  });

  it.for([
    ["AWS_ENDPOINT_URL_S3", "127.0.0.1:9000", "AWS_ENDPOINT_URL_S3: "],
    ["AWS_ENDPOINT_URL", "ftp://host", "it must begin with http:// or https://"],
    ["AWS_ENDPOINT_URL", "http://user:geheim@host", "it has a user or a password"],
    ["AWS_REGION", "evil.example/", "AWS_REGION: evil.example/ is no region"],
  ] as const)("%s is not %s", ([name, value, problem]) => {
    expect(() => findEndpoint({ [name]: value }, PROFILE)).toThrow(problem);
    expect(() => findEndpoint({ [name]: value }, PROFILE)).not.toThrow("geheim");
  });

  it("gets names escaped as signatures want it", () => {
    // Unreserved characters: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    expect(escapePart("AZaz09-._~ !'()*+/é")).toBe("AZaz09-._~%20%21%27%28%29%2A%2B%2F%C3%A9");
  });
});
