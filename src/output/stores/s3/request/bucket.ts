import { HttpClient } from "../../http/client.ts";
import { HttpFailure } from "../../http/failures.ts";
import type { HttpAnswer, HttpRequest, StreamedAnswer } from "../../http/messages.ts";
import { PATIENCE_MS, repeated } from "../../http/patience.ts";
import { shownKey } from "../address.ts";
import type { Chain, Credentials } from "./credentials.ts";
import { type Endpoint, isRegion, keepsBodies, urlOf } from "./endpoint.ts";
import { failureOf, S3Failure } from "./failures.ts";
import { beginSums, type Checksum, checksumFor, EMPTY_HASH, type Summed, type Sums, signed } from "./signing.ts";
import { readXml } from "./xml.ts";

/** A request about a bucket, where the key is "", or about an object. */
export interface BucketRequest {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  key: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Ranges of bytes, one after the other. */
  body?: readonly Uint8Array[];
  /** The sums of the body, which are computed here if absent. */
  summed?: Summed;
  /** Ends the request. */
  signal?: AbortSignal;
  /** Root of the answer: servers begin an answer with status 200 before they know whether the request fails. */
  root?: string;
}

/** What all who send requests to a bucket know of it, and learn on the way. */
export interface Session {
  readonly bucket: string;
  /** Its region changes where an answer names another one. */
  readonly endpoint: Endpoint;
  readonly chain: Chain;
  /** Milliseconds by which the server's clock is ahead. */
  aheadMs: number;
  say(line: string): void;
}

/** An answer of success, or one that refuses. */
interface Outcome<T> {
  answer?: T;
  refusal?: HttpAnswer;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Clocks may differ by 15 minutes. Less than this cannot be what a server complains of. */
const LEAST_SKEW_MS = 60_000;
/** Failures in a row before a person hears of them: a second has passed. */
const FAILURES_TO_SAY = 4;
const SAY_AGAIN_MS = 30_000;
const MOST_REFUSAL_BYTES = 1 << 16;

/** Sends signed requests to a bucket, and repeats them while what they meet can pass. */
export class Bucket {
  readonly #client: HttpClient;
  readonly #signal: AbortSignal;
  #checksum: Checksum | undefined;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  readonly #keys = new Map<string, ArrayBuffer>();

  constructor(
    readonly session: Session,
    { signal, patienceMs = PATIENCE_MS }: { signal: AbortSignal; patienceMs?: number },
  ) {
    this.#signal = signal;
    this.#client = new HttpClient({ signal });
    this.patienceMs = patienceMs;
  }

  /** Milliseconds from the first failure on after which a request is not sent again. */
  patienceMs: number;

  /**
   * The checksum that AWS compares with bodies; none at servers that are named, some of which refuse its header. Where a network
   * without TLS is between, these get the SHA-256 of each body in the signature, and compare that.
   */
  get checksum(): Checksum | undefined {
    if (this.session.endpoint.custom !== undefined) return undefined;
    this.#checksum ??= checksumFor();
    return this.#checksum;
  }

  /** Begins the sums of a body that is being made. */
  beginSums(): Sums {
    return beginSums({ checksum: this.checksum, isKept: keepsBodies(this.session.endpoint) });
  }

  /** Sends a request, and returns an answer of success. Throws S3Failure, HttpFailure, or what ended it. */
  send(request: BucketRequest): Promise<HttpAnswer> {
    return this.#repeat(request, async (prepared) => {
      const answer = await this.#client.send(prepared);
      if (!isSuccess(answer.status)) return { refusal: answer };
      if (request.root === undefined || readXml(answer.body)?.name === request.root) return { answer };
      return { refusal: { ...answer, status: 500 } };
    });
  }

  /** Sends a request, and returns an answer of success when its head is there. */
  receive(request: BucketRequest): Promise<StreamedAnswer> {
    return this.#repeat(request, async (prepared) => {
      const answer = await this.#client.receive(prepared);
      if (isSuccess(answer.status)) return { answer };
      const { status, headers, body } = answer;
      return { refusal: { status, headers, body: await beginningOf(body) } };
    });
  }

  close(): void {
    this.#client.close();
  }

  #repeat<T>(request: BucketRequest, exchange: (prepared: HttpRequest) => Promise<Outcome<T>>): Promise<T> {
    const { signal = this.#signal } = request;
    const target = shownKey(this.session.bucket, request.key);
    const corrected = new Set<string>();
    const canPass = (error: unknown) => error instanceof S3Failure && error.consequence === "passing";
    const onFailure = (error: unknown, failures: number) => this.#tell(target, error, failures);
    return repeated({ signal, patienceMs: this.patienceMs, canPass, onFailure }, async () => {
      for (;;) {
        const credentials = await this.session.chain.credentials();
        const { answer, refusal } = await exchange(await this.#prepare(request, credentials));
        if (refusal === undefined) return answer as T;
        const failure = failureOf(target, refusal);
        if (corrected.has(failure.consequence) || !(await this.#correct(failure, refusal, credentials))) throw failure;
        corrected.add(failure.consequence);
      }
    });
  }

  async #prepare(request: BucketRequest, credentials: Credentials): Promise<HttpRequest> {
    const { method, key, query, body, signal } = request;
    const { bucket, endpoint, aheadMs } = this.session;
    const url = urlOf(endpoint, bucket, key, query);
    const where = { region: endpoint.region, nowMs: Date.now() + aheadMs, keys: this.#keys };
    // The checksum of other requests would be taken for that of the object. A hash of these short bodies costs nothing.
    const checksum = method === "PUT" ? this.checksum : undefined;
    const { bodyHash, headers } = request.summed ?? sumsOf(beginSums({ checksum, isKept: false }), body);
    const all = await signed(
      { method, url, headers: { ...request.headers, ...headers }, bodyHash },
      credentials,
      where,
    );
    return { method, url, headers: all, ...(body && { body }), ...(signal && { signal }) };
  }

  /** Changes what a failure complains of. Returns whether the request may succeed now. */
  async #correct(failure: S3Failure, { headers }: HttpAnswer, used: Credentials): Promise<boolean> {
    const { session } = this;
    if (failure.consequence === "renew") return await session.chain.replace(used);
    if (failure.consequence === "region") {
      if (!isRegion(failure.region) || failure.region === session.endpoint.region) return false;
      session.endpoint.region = failure.region;
      return true;
    }
    if (failure.consequence !== "clock") return false;
    const aheadMs = Date.parse(headers.date ?? "") - Date.now();
    if (!(Math.abs(aheadMs - session.aheadMs) >= LEAST_SKEW_MS)) return false;
    session.aheadMs = aheadMs;
    return true;
  }

  #tell(target: string, error: unknown, failures: number): void {
    const nowMs = performance.now();
    if (failures < FAILURES_TO_SAY || nowMs < this.#saidAtMs + SAY_AGAIN_MS) return;
    this.#saidAtMs = nowMs;
    const problem = error instanceof HttpFailure ? `${target}: ${error.message}` : (error as Error).message;
    this.session.say(`${problem}; trying again`);
  }
}

function sumsOf(sums: Sums, body: readonly Uint8Array[] | undefined): Summed {
  // A request without a body has no checksum.
  if (body === undefined) return { bodyHash: EMPTY_HASH, headers: {} };
  for (const range of body) sums.add(range);
  return sums.end();
}

/** The first bytes of a refusal, which are all of those that S3 sends. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length >= MOST_REFUSAL_BYTES) break;
  }
  return Buffer.concat(pieces);
}
