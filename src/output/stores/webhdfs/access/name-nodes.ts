import { RunError } from "../../../../system/errors.ts";
import { printable } from "../../../../system/printable.ts";
import type { HttpClient } from "../../http/client.ts";
import { HttpFailure } from "../../http/failures.ts";
import type { HttpAnswer, HttpRequest } from "../../http/messages.ts";
import { PATIENCE_MS, repeated } from "../../http/patience.ts";
import type { HdfsAddress } from "../address.ts";
import { shownPath } from "../address.ts";
import { RemoteFailure } from "./failures.ts";
import type { Identity } from "./identity.ts";

const PREFIX = "/webhdfs/v1";
/** Until a server has answered once, its address may be wrong. */
const FIRST_PATIENCE_MS = 10_000;
/** A person hears of the third failure in a row: one or two are over before they have read it. */
const FAILURES_TO_TELL = 3;
const MOST_EXCLUDED = 16;

/** An operation: https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html */
export interface Operation {
  method: HttpRequest["method"];
  op: string;
  /** Absolute; "" for the root. */
  path: string;
  parameters?: Readonly<Record<string, string>>;
}

export interface NameNodeOptions {
  signal: AbortSignal;
  say?: ((line: string) => void) | undefined;
  patienceMs?: number | undefined;
}

/** Whether the same request may succeed later. */
export function canPass(error: unknown): boolean {
  return (error instanceof RemoteFailure || error instanceof HttpFailure) && error.canPass;
}

/** Asks the name node that is active, or HttpFS. What may pass is repeated, with the next name node where there are several. */
export class NameNodes {
  #current = 0;
  #hasAnswered = false;
  /** Hosts of data nodes that failed: name nodes notice that after minutes. */
  readonly #excluded = new Set<string>();

  constructor(
    readonly address: HdfsAddress,
    private readonly identity: Identity,
    readonly client: HttpClient,
    private readonly options: NameNodeOptions,
  ) {}

  /** Returns an answer with a status of 200 to 299. Throws RemoteFailure or HttpFailure. */
  call(operation: Operation): Promise<HttpAnswer> {
    return this.#repeated(operation, async () => this.#checked(operation, await this.#ask(operation)));
  }

  /** Returns the address at which data is read or written: that of a data node, or of HttpFS itself. */
  locate(operation: Operation): Promise<URL> {
    return this.#repeated(operation, () => this.locateOnce(operation));
  }

  /** The same, without repeating. */
  async locateOnce(operation: Operation): Promise<URL> {
    const excluded = [...this.#excluded].join(",");
    const parameters = {
      ...operation.parameters,
      noredirect: "true",
      ...(excluded !== "" && { excludedatanodes: excluded }),
    };
    const answer = await this.#ask({ ...operation, parameters });
    // Servers that do not know `noredirect` answer with a redirect.
    if (answer.status !== 307) {
      try {
        this.#checked(operation, answer);
      } catch (error) {
        this.#excluded.clear();
        throw error;
      }
    }
    return this.#location(operation.path, answer);
  }

  /** A connection to a data node has failed: others are asked for. */
  exclude({ hostname }: URL): void {
    if (this.#excluded.size < MOST_EXCLUDED) this.#excluded.add(hostname);
  }

  /** The error of an answer that HDFS would not send. */
  foreign(path: string): RunError {
    return new RunError(
      `${shownPath(this.address, path)}: the answer is none of HDFS; check that the address is that of a name node or of HttpFS`,
    );
  }

  /** Takes note of a failure: where it says so, or nobody answered, another name node may be active now. */
  passOn(error: unknown): void {
    if (error instanceof RemoteFailure && !error.isElsewhere) return;
    this.#current = (this.#current + 1) % this.address.hosts.length;
  }

  /** Tells the person that something is repeated. */
  tell(path: string, error: unknown, failures: number): void {
    if (failures === FAILURES_TO_TELL)
      this.options.say?.(`${shownPath(this.address, path)}: trying again: ${(error as Error).message}`);
  }

  #repeated<T>(operation: Operation, attempt: () => Promise<T>): Promise<T> {
    const { signal, patienceMs = PATIENCE_MS } = this.options;
    return repeated(
      {
        signal,
        patienceMs: this.#hasAnswered ? patienceMs : Math.min(patienceMs, FIRST_PATIENCE_MS),
        canPass,
        onFailure: (error, failures) => {
          this.passOn(error);
          this.tell(operation.path, error, failures);
        },
      },
      attempt,
    );
  }

  async #ask({ method, op, path, parameters }: Operation): Promise<HttpAnswer> {
    const scheme = this.address.isSecure ? "https" : "http";
    const url = new URL(`${scheme}://${this.address.hosts[this.#current]}${PREFIX}${encoded(path || "/")}`);
    url.search = new URLSearchParams({ op, ...parameters, ...this.identity }).toString();
    try {
      const answer = await this.client.send({ method, url });
      this.#hasAnswered = true;
      return answer;
    } catch (error) {
      throw this.#otherNameNode(error);
    }
  }

  /** A host that is not known may be one of several, of which another one is active. */
  #otherNameNode(error: unknown): unknown {
    if (!(error instanceof HttpFailure) || error.canPass || this.address.hosts.length === 1) return error;
    return new HttpFailure("unreachable", error.host, error.problem);
  }

  #checked({ path }: Operation, answer: HttpAnswer): HttpAnswer {
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw RemoteFailure.of(shownPath(this.address, path), answer);
  }

  #location(path: string, { headers, body }: HttpAnswer): URL {
    const output = shownPath(this.address, path);
    let text: unknown = headers.location;
    try {
      text ??= JSON.parse(body.toString()).Location;
    } catch {
      // It is no answer of HDFS.
    }
    const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
    const isFitting =
      url?.protocol === (this.address.isSecure ? "https:" : "http:") && pathOf(url) === `${PREFIX}${path}`;
    if (url !== undefined && isFitting) return url;
    const shown = url === undefined ? "nothing" : printable(`${url.protocol}//${url.host}${url.pathname}`);
    throw new RunError(
      `${output}: the name node sends data to ${shown}, which is not where a data node of this protocol takes it; check that the address is that of a name node of Hadoop 3 or of HttpFS`,
    );
  }
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function pathOf({ pathname }: URL): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
