// What is wrong where a broker cannot be reached, encrypted with or authenticated at, and what to do.
import { createSecureContext, type SecureContext } from "node:tls";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { nameOf } from "../errors.ts";
import type { KafkaSettings, KafkaTls } from "../settings.ts";
import { addressText } from "../wire/address.ts";
import { ConnectError, LostConnection } from "../wire/connection.ts";
import { MalformedAnswer } from "../wire/cursor.ts";
import { SpeaksTls } from "../wire/frames.ts";
import { codeOf, errorsIn, type LibraryError } from "../wire/library.ts";

const ILLEGAL_SASL_STATE = 34;
const UNSUPPORTED_SASL_MECHANISM = 33;
const SASL_AUTHENTICATION_FAILED = 58;

/** Codes of the system and of TLS, as beginnings. */
const SYSTEM: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_)/, "there is no host of this name; check the address, or the network's names"],
  [/^ECONNREFUSED/, "nothing listens there; check host and port, and that the broker runs"],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)/, "no network leads there; check the address and the network"],
  [/^(ETIMEDOUT|ERR_SOCKET_CONNECTION_TIMEOUT)/, "it does not answer; check the address and what filters the network"],
  [/^CERT_HAS_EXPIRED/, "its certificate has expired"],
  [/^CERT_NOT_YET_VALID/, "its certificate is not valid yet; check the clock"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID/, "its certificate is for another name; use the name in it, or give the server name"],
  [
    /^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|CERT_(UNTRUSTED|SIGNATURE|REJECTED|CHAIN))/,
    "its certificate is not trusted; give the certificate of the authority that signed it (CA)",
  ],
  [
    /^ERR_SSL_(TLSV1[23]_ALERT_CERTIFICATE_REQUIRED|.*ALERT_(BAD|UNKNOWN|UNSUPPORTED)_CERTIFICATE|.*ALERT_(UNKNOWN_CA|CERTIFICATE_))/,
    "it wants a client's certificate that it trusts; give one and its key",
  ],
  [
    /^(ERR_SSL_(WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP)|EPROTO)/,
    "it does not speak TLS there; use its TLS port, or no TLS",
  ],
  [/^ERR_SSL_/, "the TLS handshake failed; broker and Node.js may share no version or cipher"],
];

const DROPPED = /^(ECONNRESET|EPIPE)$/;

function inWords(settings: KafkaSettings, errors: readonly LibraryError[]): string | undefined {
  const codes = errors.map((error) => String((error as NodeJS.ErrnoException).code ?? ""));
  if (errors.some((error) => error instanceof SpeaksTls)) return "it speaks TLS there; use TLS, or its plain port";
  if (errors.some((error) => error instanceof MalformedAnswer)) {
    return "it does not answer as a Kafka broker does; check the port";
  }
  for (const [pattern, words] of SYSTEM) if (codes.some((code) => pattern.test(code))) return words;
  if (errors.some(({ message }) => /timed out/i.test(message))) {
    return "it does not answer in time; check the address, whether the port speaks TLS, and what filters the network";
  }
  const wasDropped = codes.some((code) => DROPPED.test(code)) || errors.some(({ message }) => /closed/i.test(message));
  if (!wasDropped) return undefined;
  if (!errors.some((error) => error instanceof ConnectError)) return "it ended the connection";
  if (settings.tls !== undefined) return "it ended the TLS handshake; the port may be one without TLS";
  if (settings.sasl === undefined) return "it ended the connection; the port may want TLS or SASL";
  return "it ended the connection while authenticating; the port may want TLS, or be one without SASL";
}

/** What the broker says of the user. */
function refusalOf(settings: KafkaSettings, errors: readonly LibraryError[]): string | undefined {
  const { sasl } = settings;
  if (sasl === undefined) return undefined;
  const code = codeOf(errors[0]);
  if (code === UNSUPPORTED_SASL_MECHANISM) {
    const { response } = errors.find((error) => error.response !== undefined) ?? {};
    const { mechanisms = [] } = (response ?? {}) as { mechanisms?: string[] };
    const offered = mechanisms.length === 0 ? "" : ` (it has ${printable(mechanisms.join(", "))})`;
    return `it has no SASL mechanism ${sasl.mechanism}${offered}; choose another one`;
  }
  if (code === ILLEGAL_SASL_STATE) return "it wants no SASL there; use its SASL port, or no SASL";
  const isRefused =
    code === SASL_AUTHENTICATION_FAILED ||
    errors.some(({ name, message }) => /Authentication|refused/.test(name + message));
  const who = sasl.mechanism === "OAUTHBEARER" ? "the token" : "user name and password";
  const hasOther = errors.some((error) => (error as NodeJS.ErrnoException).syscall !== undefined);
  return isRefused && !hasOther ? `authentication failed (${sasl.mechanism}); check ${who}` : undefined;
}

/** A broker's error in words, without its address: what is wrong, and what to do. No secret is in it. */
export function explain(settings: KafkaSettings, error: unknown): string {
  const errors = errorsIn(error);
  const words = refusalOf(settings, errors) ?? inWords(settings, errors);
  if (words !== undefined) return words;
  const code = codeOf(error);
  const { message = String(error) } = errors.at(-1) ?? {};
  return code === undefined ? printable(message) : `it answers ${nameOf(code)}`;
}

/** The same with the address of the broker. */
export function explainBroker(settings: KafkaSettings, error: unknown): string {
  const found = errorsIn(error).find((each) => each instanceof ConnectError || each instanceof LostConnection);
  const at = found === undefined ? "" : ` ${addressText(found.address)}`;
  return `the Kafka broker${at} cannot be used: ${explain(settings, error)}`;
}

/** Reads the certificates. Throws a UsageError if they cannot be used: the library would throw where nothing catches it. */
export function secureContextOf({ serverName: _, ...texts }: KafkaTls): SecureContext {
  try {
    return createSecureContext(texts);
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(
      `the certificates or the key for Kafka cannot be used (${printable(message)}); give them as PEM`,
    );
  }
}
