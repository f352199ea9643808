import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import type { Destination } from "../../../../src/output/destinations/destination.ts";
import { openS3, type S3Options } from "../../../../src/output/stores/s3/open.ts";
import type { Store } from "../../../../src/output/stores/store.ts";
import { BUCKET, PYTHON, type Server } from "./servers.ts";

const PROGRAM = `
import boto3, json, os, sys, hashlib
from botocore.config import Config
s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL_S3"], config=Config(s3={"addressing_style": "path"}))
bucket, what, key = sys.argv[1:4]
if what == "digest":
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    print(json.dumps({"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}))
elif what == "keys":
    print(json.dumps([each["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key) for each in page.get("Contents", [])]))
elif what == "uploads":
    print(json.dumps([each["Key"] for each in s3.list_multipart_uploads(Bucket=bucket, Prefix=key).get("Uploads", [])]))
elif what == "begin":
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key)
    s3.upload_part(Bucket=bucket, Key=key, UploadId=upload["UploadId"], PartNumber=1, Body=b"left")
    print(json.dumps(upload["UploadId"]))
elif what == "put":
    s3.put_object(Bucket=bucket, Key=key, Body=sys.argv[4].encode())
    print("null")
`;

/** Asks Amazon's own client for Python: it is what others read with. */
export function askBoto<T>({ environment }: Server, what: string, ...values: string[]): T {
  const env = { ...process.env, ...environment, PYTHONWARNINGS: "ignore" };
  const text = execFileSync(PYTHON, ["-c", PROGRAM, BUCKET, what, ...values], { env, encoding: "utf8" });
  return JSON.parse(text) as T;
}

/** Asks moto without a client, which takes less time: the uploads under way, by their keys. */
export async function uploadsIn({ port }: Server): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/${BUCKET}?uploads`);
  return [...(await answer.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key as string);
}

export function digestOf(bytes: Buffer) {
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The same for an object. */
export async function digestIn({ port }: Server, key: string) {
  return digestOf(Buffer.from(await (await fetch(`http://127.0.0.1:${port}/${BUCKET}/${key}`)).arrayBuffer()));
}

/** Opens a folder of the bucket of tests. */
export async function openFolder(
  server: Pick<Server, "environment">,
  folder: string,
  options: S3Options & { port?: number } = {},
): Promise<Store> {
  const { port, environment, ...others } = options;
  const reached = port === undefined ? {} : { AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
  const all = { ...server.environment, ...reached, ...environment };
  return (await openS3(`s3://${BUCKET}/${folder}/`, { ...others, environment: all })).store;
}

/** Bytes that do not repeat, so that a part in a wrong place is another file. */
export function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, value = 1; at + 4 <= length; at += 4) {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    bytes.writeUInt32LE(value, at);
  }
  return bytes;
}

/** Writes bytes in ranges of a size, as a run does: one write after the other, whose memory is used again. */
export async function writeIn(destination: Destination, bytes: Buffer, rangeBytes: number): Promise<void> {
  const memory = Buffer.alloc(rangeBytes);
  for (let at = 0; at < bytes.length; at += rangeBytes) {
    const length = bytes.copy(memory, 0, at, at + rangeBytes);
    await destination.write([memory.subarray(0, length)]);
    memory.fill(0);
  }
}

export async function put(store: Store, name: string, bytes: Buffer, isNew = false): Promise<void> {
  const destination = await store.create(name, { isNew });
  await writeIn(destination, bytes, 300_000);
  await destination.finish();
}

export async function readAll(store: Store, name: string, range?: { start: number; end?: number }): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of store.read(name, range)) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function namesIn(store: Store): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list()) names.push(name);
  return names.sort();
}
