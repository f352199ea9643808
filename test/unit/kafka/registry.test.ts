// A server that answers as the documentation of Confluent's registry says, version 7:
// https://docs.confluent.io/platform/current/schema-registry/develop/api.html#post--subjects-(string-%20subject)-versions
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { avroSchemaOf } from "../../../src/output/codecs/avro.ts";
import { registerSchema, schemaPrefix } from "../../../src/output/kafka/registry.ts";
import { RunError } from "../../../src/system/errors.ts";
import { makeCertificate } from "../../support/certificates.ts";

const SCHEMA = avroSchemaOf(undefined, undefined);

interface Asked {
  method: string | undefined;
  path: string | undefined;
  type: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

interface Reply {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Starts a server on a free port that gives the same answer to every request, and notes them. */
async function registryWith(reply: Reply, server: Server = createServer()) {
  const asked: Asked[] = [];
  server.on("request", async (request, response) => {
    const { method, url: path, headers } = request;
    const body: unknown = JSON.parse(await bodyOf(request));
    asked.push({ method, path, type: headers["content-type"], authorization: headers.authorization, body });
    const type = { "content-type": "application/vnd.schemaregistry.v1+json" };
    response.writeHead(reply.status, { ...type, ...reply.headers }).end(reply.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const settingsFor = (url: string) => ({ url, subject: "events-value" });

async function errorOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RunError);
  return (error as RunError).message;
}

describe("a schema", () => {
  it("is registered under its subject, and has the id of the answer", async () => {
    const { asked, address } = await registryWith({ status: 200, body: '{"id":258}' });
    expect(await registerSchema(settingsFor(`http://${address}/apis/ccompat/v7`), SCHEMA)).toBe(258);
    expect(asked).toEqual([
      {
        method: "POST",
        path: "/apis/ccompat/v7/subjects/events-value/versions",
        type: "application/vnd.schemaregistry.v1+json",
        authorization: undefined,
        body: { schema: SCHEMA },
      },
    ]);
    // What the registry stores is a schema by itself: a record with the events' fields.
    const { schema } = asked[0]!.body as { schema: string };
    expect(JSON.parse(schema)).toMatchObject({ type: "record", name: "Event" });
  });

  it("is registered with the user and password of the environment", async () => {
    const { asked, address } = await registryWith({ status: 200, body: '{"id":1}' });
    await registerSchema({ ...settingsFor(`http://${address}`), authorization: "alice:hün:ter2" }, SCHEMA);
    expect(asked[0]!.authorization).toBe(`Basic ${Buffer.from("alice:hün:ter2").toString("base64")}`);
  });

  it("has its id before each value: zero, and four bytes from the highest on", () => {
    expect([...schemaPrefix(258)]).toEqual([0, 0, 0, 1, 2]);
    expect([...schemaPrefix(2 ** 31 - 1)]).toEqual([0, 127, 255, 255, 255]);
  });

  it("is registered by https with the certificate of its authority only", async () => {
    const { cert, key } = makeCertificate("127.0.0.1");
    const { asked, address } = await registryWith({ status: 200, body: '{"id":1}' }, createTlsServer({ cert, key }));
    expect(await errorOf(registerSchema(settingsFor(`https://${address}`), SCHEMA))).toMatch(
      /cannot be used \(self.signed certificate\); name the certificate of its authority with --kafka-ca/,
    );
    expect(asked).toEqual([]);
    expect(await registerSchema(settingsFor(`https://${address}`), SCHEMA, cert)).toBe(1);
    const named = `https://localhost:${address.split(":")[1]}`;
    expect(await errorOf(registerSchema(settingsFor(named), SCHEMA, cert))).toContain("localhost. is not");
  });
});

describe("an answer", () => {
  it.each<[Reply, RegExp]>([
    [
      {
        status: 409,
        body: '{"error_code":409,"message":"Schema being registered is incompatible with an earlier schema"}',
      },
      /answers 409 \(409: Schema being registered is incompatible .*\): the subject events-value has a schema that is incompatible/,
    ],
    [
      { status: 422, body: '{"error_code":42201,"message":"Invalid schema"}' },
      /answers 422 \(42201: Invalid schema\); no event/,
    ],
    [
      { status: 401, body: '{"error_code":401,"message":"Unauthorized"}' },
      /set EVENTSIM_KAFKA_REGISTRY_AUTH=user:password/,
    ],
    [{ status: 404, body: "<h1>Not found</h1>" }, /answers 404 \(<h1>Not found<\/h1>\); is it a registry\?/],
    [{ status: 500, body: "" }, /answers 500 \(without a word\)/],
    [{ status: 500, body: '{"message":"\\u001b[2Jgone"}' }, /answers 500 \(\\u001B\[2Jgone\)/],
    [{ status: 200, body: "{}" }, /answers without the id of a schema \(\{\}\)/],
    [{ status: 200, body: '{"id":"7"}' }, /answers without the id/],
    [{ status: 200, body: '{"id":4294967296}' }, /answers without the id/],
    [{ status: 200, body: "null" }, /answers without the id/],
    [{ status: 200, body: "x".repeat(70_000) }, /its answer has more than 65536 bytes/],
    [
      { status: 308, headers: { location: "http://user:secret@elsewhere/x?token=1" } },
      /answers 308, and leads to http:\/\/\.\.\.@elsewhere\/x\?\.\.\.; if that is the registry, write its address/,
    ],
  ])("%j is told", async (reply, message) => {
    const { asked, address } = await registryWith(reply);
    expect(await errorOf(registerSchema(settingsFor(`http://${address}`), SCHEMA))).toMatch(message);
    expect(asked).toHaveLength(1);
  });

  it("that refuses the user does not show the password", async () => {
    const { address } = await registryWith({ status: 401, body: '{"message":"no"}' });
    const registry = { ...settingsFor(`http://${address}`), authorization: "alice:hunter2" };
    const message = await errorOf(registerSchema(registry, SCHEMA));
    expect(message).toContain("check the user and password in EVENTSIM_KAFKA_REGISTRY_AUTH");
    expect(message).not.toMatch(/hunter2|alice/);
  });

  it("that does not come, since nobody listens, is told", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    expect(await errorOf(registerSchema(settingsFor(`http://127.0.0.1:${port}`), SCHEMA))).toMatch(
      /cannot be used \(connect ECONNREFUSED .*\); check the address in --kafka-registry$/,
    );
  });
});
