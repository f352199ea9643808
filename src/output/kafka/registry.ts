import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { rootCertificates } from "node:tls";
import { RunError } from "../../system/errors.ts";
import { printable, shownAddress } from "../../system/printable.ts";
import { VARIABLES } from "./request/secrets.ts";
import type { RegistrySettings } from "./settings.ts";

// The registry's interface, which others than Confluent's have too:
// https://docs.confluent.io/platform/current/schema-registry/develop/api.html

const CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
const MOST_ANSWER_BYTES = 65_536;
const TIMEOUT_MS = 30_000;
/** Zero, and the id in four bytes. */
const PREFIX_BYTES = 5;

interface Answer {
  status: number;
  /** Where a redirection leads. */
  location: string | undefined;
  text: string;
}

/** Reads an answer of limited size. */
async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    byteLength += chunk.byteLength;
    if (byteLength > MOST_ANSWER_BYTES) throw new Error(`its answer has more than ${MOST_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function post(url: URL, body: string, options: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const sent = send(url, { ...options, method: "POST" }, (response) => {
      const { statusCode: status = 0, headers } = response;
      textOf(response).then((text) => resolve({ status, location: headers.location, text }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The words of a failed connection; with several addresses, Node's error has a code alone. */
function reasonOf(error: unknown): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === "TimeoutError" || code === "ABORT_ERR") return `it did not answer within ${TIMEOUT_MS / 1000} s`;
  return printable(message || (code ?? String(error)));
}

function adviceOn(error: unknown): string {
  const isOfCertificate = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test((error as NodeJS.ErrnoException).code ?? "");
  return isOfCertificate
    ? "name the certificate of its authority with --kafka-ca"
    : "check the address in --kafka-registry";
}

/** What the registry says about itself: its code and message, or the beginning of any other text. */
function saidBy({ text }: Answer): string {
  try {
    const { error_code: code, message } = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    if (typeof message === "string") return printable(typeof code === "number" ? `${code}: ${message}` : message);
  } catch {} // no JSON
  return text.trim() === "" ? "without a word" : printable(text.trim());
}

/** Returns the error of an answer that is no success. */
function refusal({ url, subject, authorization }: RegistrySettings, answer: Answer): RunError {
  const { status, location } = answer;
  const said = `the schema registry ${shownAddress(url)} answers ${status} (${saidBy(answer)})`;
  if (status >= 300 && status < 400)
    return new RunError(
      `the schema registry ${shownAddress(url)} answers ${status}, and leads to ${shownAddress(location ?? "nowhere")}; if that is the registry, write its address`,
    );
  if (status === 401 || status === 403)
    return new RunError(
      authorization === undefined
        ? `${said}; set ${VARIABLES.registry}=user:password`
        : `${said}; check the user and password in ${VARIABLES.registry}, and what that user may do`,
    );
  if (status === 409)
    return new RunError(
      `${said}: the subject ${subject} has a schema that is incompatible with the events of this run; write to another topic, ` +
        "or change the subject's compatibility, or its versions",
    );
  if (status === 404 || status === 405)
    return new RunError(
      `${said}; is it a registry? Some have a path in their address, such as http://localhost:8080/apis/ccompat/v7`,
    );
  return new RunError(`${said}; no event has been written`);
}

/** Returns the id in an answer; undefined if there is none. */
function idOf(text: string): number | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31 ? (id as number) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Registers a schema as the newest version of its subject, unless it is there already. Returns its id. Throws RunError
 * with the registry's answer.
 * @param ca authorities to trust besides the usual ones, in PEM
 */
export async function registerSchema(registry: RegistrySettings, schema: string, ca?: string): Promise<number> {
  const { url, subject, authorization } = registry;
  const body = JSON.stringify({ schema });
  const options = {
    headers: { "content-type": CONTENT_TYPE, accept: CONTENT_TYPE, "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(authorization !== undefined && { auth: authorization }),
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
  };
  const place = new URL(`${url}/subjects/${encodeURIComponent(subject)}/versions`);
  const answer = await post(place, body, options).catch((error: unknown) => {
    throw new RunError(
      `the schema registry ${shownAddress(url)} cannot be used (${reasonOf(error)}); ${adviceOn(error)}`,
    );
  });
  if (answer.status !== 200) throw refusal(registry, answer);
  const id = idOf(answer.text);
  if (id !== undefined) return id;
  throw new RunError(
    `the schema registry ${shownAddress(url)} answers without the id of a schema (${saidBy(answer)}); check the address in --kafka-registry`,
  );
}

/** Returns the bytes before each value: zero, and the id with its highest byte first. */
export function schemaPrefix(id: number): Uint8Array {
  const prefix = new Uint8Array(PREFIX_BYTES);
  new DataView(prefix.buffer).setUint32(1, id);
  return prefix;
}
