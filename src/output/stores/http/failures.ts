import { RunError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";

/**
 * Why a request had no answer:
 * - `unknown`: the name of the host has no address
 * - `unreachable`: nobody takes the connection
 * - `untrusted`: TLS failed, or the server does not speak it
 * - `cut`: the connection has ended before the answer was complete
 * - `silent`: no byte was sent or received for too long
 * - `foreign`: what answers does not speak HTTP
 * - `too large`: the answer is larger than any that is expected
 */
export type FailureKind = "unknown" | "unreachable" | "untrusted" | "cut" | "silent" | "foreign" | "too large";

/** Kinds that may be over at the next attempt. */
const PASSING: ReadonlySet<FailureKind> = new Set(["unreachable", "cut", "silent"]);

const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  ENOTFOUND: "unknown",
  EAI_AGAIN: "unreachable",
  ECONNREFUSED: "unreachable",
  EHOSTDOWN: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ETIMEDOUT: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ECONNRESET: "cut",
  ECONNABORTED: "cut",
  EPIPE: "cut",
  ERR_STREAM_PREMATURE_CLOSE: "cut",
  EPROTO: "untrusted",
  DEPTH_ZERO_SELF_SIGNED_CERT: "untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "untrusted",
};

const ADVICE: Readonly<Record<FailureKind, string>> = {
  unknown: "check the name of the host in the address",
  unreachable: "check the address and the port, and that the server runs",
  untrusted:
    "check that the port speaks TLS; a certificate of your own authority is trusted with NODE_EXTRA_CA_CERTS=FILE in the environment",
  cut: "look at the server's log, and at what is between here and there",
  silent: "look at the server's load and log",
  foreign: "check that the port of the address is the one that speaks HTTP",
  "too large": "check that the address is that of the right server",
};

/** A request has no answer. Addresses may have secrets in their query: the message has no more than host and port. */
export class HttpFailure extends RunError {
  /** @param host of the server, with its port @param problem such as "refuses the connection" */
  constructor(
    readonly kind: FailureKind,
    readonly host: string,
    readonly problem: string,
  ) {
    super(`${printable(host)}: ${problem}; ${ADVICE[kind]}`);
  }

  /** What to do about it. */
  get advice(): string {
    return ADVICE[this.kind];
  }

  /** True where the same request may succeed later. */
  get canPass(): boolean {
    return PASSING.has(this.kind);
  }
}

function kindOf(code: string): FailureKind {
  const kind = KIND_OF_CODE[code];
  if (kind !== undefined) return kind;
  if (code.startsWith("HPE_")) return "foreign";
  return /CERT|TLS|SSL|UNABLE_TO/.test(code) ? "untrusted" : "cut";
}

/** Turns an error of node:http, node:net or node:tls into one for a person. Returns errors that are none of these unchanged. */
export function failureOf(host: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HttpFailure) return error;
  // Where a name has several addresses, Node tries all of them and collects what each attempt met.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { code, message } = (first ?? error) as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const kind = kindOf(code);
  return new HttpFailure(kind, host, `${PROBLEM[kind]} (${printable(kind === "untrusted" ? message : code)})`);
}

/** The error of a connection that ended without one. */
export function connectionEnded(): Error {
  return Object.assign(new Error("the connection has ended"), { code: "ECONNRESET" });
}

const PROBLEM: Readonly<Record<FailureKind, string>> = {
  unknown: "this host is not known",
  unreachable: "cannot be reached",
  untrusted: "no trusted connection can be made",
  cut: "the connection was cut",
  silent: "nothing was sent or received for too long",
  foreign: "does not answer in HTTP",
  "too large": "the answer is too large",
};
