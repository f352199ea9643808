// What servers say of credentials, clocks and regions, and what follows: a proxy answers it before moto does.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { openS3 } from "../../../src/output/stores/s3/open.ts";
import { providersBy } from "../../../src/output/stores/s3/request/credentials.ts";
import { UsageError } from "../../../src/system/errors.ts";
import { bytesOf, digestOf, namesIn, openFolder, put, readAll } from "../../support/stores/s3/client.ts";
import { FaultyProxy, refusal, type Seen } from "../../support/stores/s3/proxy.ts";
import { BUCKET, guard, NODE_PACKAGES, type Server, startMoto } from "../../support/stores/s3/servers.ts";

const PROVIDERS = join(NODE_PACKAGES, "@aws-sdk", "credential-provider-node", "dist-cjs", "index.js");
const BYTES = Buffer.from("some bytes");

describe.runIf(inject("moto"))("a session with S3", () => {
  let server: Server;
  let proxy: FaultyProxy;
  let folder: string;

  beforeAll(async () => {
    server = await startMoto();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    proxy = await FaultyProxy.start(server.port);
    folder = mkdtempSync(join(tmpdir(), "eventsim-s3-"));
  });
  afterEach(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const regionOf = ({ headers }: Seen) => /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1];

  it.for([
    ["400", refusal(400, "AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>")],
    ["301", refusal(301, "PermanentRedirect", "", { "x-amz-bucket-region": "eu-west-3" })],
  ] as const)("goes to the region that an answer with %s names", async ([, fault]) => {
    proxy.meets = (seen) => (regionOf(seen) === "eu-west-3" ? undefined : fault);
    const store = await openFolder(server, "region", { port: proxy.port });
    await put(store, "file", BYTES);
    expect(proxy.seen.map(regionOf)).toEqual(["us-east-1", "eu-west-3", "eu-west-3"]);
    await store.close();
  });

  it("believes no region that is none", async () => {
    proxy.meets = () => refusal(301, "PermanentRedirect", "<Region>evil.example/</Region>");
    await expect(openFolder(server, "region", { port: proxy.port })).rejects.toThrow("the bucket is in another region");
    expect(proxy.seen).toHaveLength(1);
  });

  it.for([2, -2])("signs with the server's time where its clock is %i hours ahead", async (hours) => {
    const date = () => new Date(Date.now() + hours * 3_600_000);
    const signedAt = ({ headers }: Seen) => {
      const [, y, m, d, h, min, s] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(String(headers["x-amz-date"])) ?? [];
      return Date.UTC(Number(y), Number(m) - 1, Number(d), Number(h), Number(min), Number(s));
    };
    proxy.meets = (seen) =>
      Math.abs(signedAt(seen) - date().getTime()) < 900_000
        ? undefined
        : refusal(403, "RequestTimeTooSkewed", "", { date: date().toUTCString() });
    const store = await openFolder(server, "clock", { port: proxy.port });
    await put(store, "file", BYTES);
    expect(proxy.seen).toHaveLength(3);
    await store.close();
  });

  it("fails where the clocks agree and the server says that they do not", async () => {
    proxy.meets = () => refusal(403, "RequestTimeTooSkewed", "", { date: new Date().toUTCString() });
    await expect(openFolder(server, "clock", { port: proxy.port })).rejects.toThrow("set this machine's clock");
    expect(proxy.seen).toHaveLength(1);
  });

  it("takes new credentials from the file where the old ones have expired", async () => {
    const file = join(folder, "credentials");
    const write = (token: string) =>
      writeFileSync(file, `[default]\naws_access_key_id=A\naws_secret_access_key=S\naws_session_token=${token}\n`);
    write("old");
    let valid = "old";
    proxy.meets = ({ headers }) =>
      headers["x-amz-security-token"] === valid ? undefined : refusal(400, "ExpiredToken");
    const environment = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SHARED_CREDENTIALS_FILE: file };
    const store = await openFolder(server, "expired", { port: proxy.port, environment });
    await put(store, "one", BYTES);
    valid = "new";
    write("new");
    await put(store, "two", BYTES);
    valid = "none";
    await expect(put(store, "three", BYTES)).rejects.toThrow(
      "the session token has expired (ExpiredToken: Said by the test); get new credentials",
    );
    await store.close();
  });

  it.runIf(inject("s3rver"))("gets credentials from the container, and renews them", async () => {
    let valid = 1;
    const agent = createServer((_, answer) => {
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      answer.setHeader("content-type", "application/json");
      answer.end(JSON.stringify({ AccessKeyId: `KEY${valid}`, SecretAccessKey: "S", Token: `T${valid}`, Expiration }));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => agent.once("listening", resolve));
    const { port } = agent.address() as AddressInfo;
    const environment = {
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_SHARED_CREDENTIALS_FILE: "/nowhere/credentials",
      AWS_CONFIG_FILE: "/nowhere/config",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/role`,
    };
    const others = providersBy(() => import(pathToFileURL(PROVIDERS).href));
    const before = { ...process.env };
    // The package reads the environment of the process.
    Object.assign(process.env, environment);
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    try {
      proxy.meets = ({ headers }) =>
        headers["x-amz-security-token"] === `T${valid}` ? undefined : refusal(400, "ExpiredToken");
      const store = await openFolder(server, "container", { port: proxy.port, environment, others });
      await put(store, "one", BYTES);
      valid = 2;
      await put(store, "two", BYTES);
      expect(proxy.seen.at(-1)?.headers.authorization).toContain("Credential=KEY2/");
      await store.close();
    } finally {
      process.env = before;
      agent.close();
    }
  });

  it("says what is wrong with an address, with exit code 2", async () => {
    const open = async (address: string, more: Record<string, string> = {}) => {
      const { store } = await openS3(address, { environment: { ...server.environment, ...more }, patienceMs: 0 });
      await store.close();
    };
    const refused = expect(open("s3://no-such-bucket-here/a")).rejects;
    await refused.toThrow("s3://no-such-bucket-here: there is no such bucket (NoSuchBucket");
    await refused.toBeInstanceOf(UsageError);
    const unreachable = expect(open(`s3://${BUCKET}/a`, { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" })).rejects;
    await unreachable.toThrow(`s3://${BUCKET}/a: 127.0.0.1:1: `);
    await unreachable.toBeInstanceOf(UsageError);
  });

  it("writes where it may not list", async () => {
    proxy.meets = ({ method }) => (method === "PUT" ? undefined : refusal(403, "AccessDenied"));
    const store = await openFolder(server, "write-only", { port: proxy.port });
    await put(store, "file", BYTES, true);
    await store.close();
    const reader = await openFolder(server, "write-only");
    expect(await readAll(reader, "file")).toEqual(BYTES);
    await reader.close();
  });
});

describe.runIf(inject("moto"))("signatures, as Amazon's client for Python computes them", () => {
  let server: Server;
  let environment: Record<string, string>;
  beforeAll(async () => {
    server = await startMoto();
    environment = await guard(server);
  });
  afterAll(() => server?.stop());

  it("are right for any name, for queries, parts and conditions", async () => {
    const store = await openFolder({ environment }, "signed");
    for (const name of ["plain", "a b+c", "100%/50%25", "Ünï/日本", "q?x=1&y=2#z", "it's(a)*!;:@=$,~"]) {
      await put(store, name, Buffer.from(name), true);
      expect((await readAll(store, name)).toString()).toBe(name);
    }
    const bytes = bytesOf(17 * 2 ** 20);
    await put(store, "large", bytes);
    expect((await readAll(store, "large", { start: 9 })).equals(bytes.subarray(9))).toBe(true);
    expect(await namesIn(store)).toHaveLength(7);
    await store.clean();
    await store.remove("large");
    await store.close();
  });

  it.for([
    ["stays on this machine", "127.0.0.1", "UNSIGNED-PAYLOAD"],
    ["crosses a network without TLS", "0.0.0.0", digestOf(BYTES).sha256],
  ] as const)("are right for a body that %s", async ([, host, hash]) => {
    const proxy = await FaultyProxy.start(server.port);
    const more = { AWS_ENDPOINT_URL_S3: `http://${host}:${proxy.port}` };
    const store = await openFolder({ environment }, "way", { environment: more });
    await put(store, host, BYTES);
    await store.replace("short", BYTES);
    const puts = proxy.seen.filter(({ method }) => method === "PUT");
    expect(puts.map(({ headers }) => headers["x-amz-content-sha256"])).toEqual([hash, digestOf(BYTES).sha256]);
    expect((await readAll(store, host)).equals(BYTES)).toBe(true);
    await store.close();
    await proxy.stop();
  });

  it.for([
    [
      "a secret key of another",
      { AWS_SECRET_ACCESS_KEY: "another" },
      "the secret key does not belong to the access key",
    ],
    ["an access key that is none", { AWS_ACCESS_KEY_ID: "STRANGER" }, "the server does not know this access key"],
  ] as const)("are refused with %s", async ([, more, message]) => {
    const refused = expect(openFolder({ environment }, "signed", { environment: more })).rejects;
    await refused.toThrow(message);
    await refused.toThrow("check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile that AWS_PROFILE names");
  });
});
