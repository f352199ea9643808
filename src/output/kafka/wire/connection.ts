import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { KafkaSettings } from "../settings.ts";
import { type Address, addressText } from "./address.ts";
import { MalformedAnswer } from "./cursor.ts";
import { correlationOf, FrameReader } from "./frames.ts";
import { type API, type Connection, errorsIn, type Library, newest, type Versions } from "./library.ts";

const CLIENT_ID = "eventsim";
const VERSIONS_KEY = 18;
const MOST_CONNECT_MS = 10_000;
const MOST_REQUEST_MS = 30_000;
const LEAST_REQUEST_MS = 1000;
/** How long to wait for what is written and not sent when a connection is closed. */
const CLOSE_MS = 2000;

export function clientIdOf(settings: KafkaSettings): string {
  return settings.clientId ?? CLIENT_ID;
}

/** Longest milliseconds for one request, so that there is time for a second one. */
export function requestMsOf({ timeoutMs }: KafkaSettings): number {
  return Math.min(MOST_REQUEST_MS, Math.max(LEAST_REQUEST_MS, timeoutMs / 2));
}

/** @param secureContext the certificates, read once */
function optionsOf(settings: KafkaSettings, secureContext: SecureContext | undefined) {
  const { tls: { serverName } = {}, sasl, timeoutMs } = settings;
  return {
    connectTimeout: Math.min(MOST_CONNECT_MS, timeoutMs),
    requestTimeout: requestMsOf(settings),
    ...(secureContext === undefined ? {} : { tls: { secureContext } }),
    ...(serverName === undefined ? {} : { tlsServerName: serverName }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, ...refusal(sasl.mechanism) } }),
  };
}

/** With OAUTHBEARER a broker may refuse the token in an answer that has no error (RFC 7628, 3.2.3). */
function refusal(mechanism: string) {
  if (mechanism !== "OAUTHBEARER") return {};
  return {
    authBytesValidator(answer: Buffer, callback: (error: Error | null, answer: Buffer) => void) {
      callback(answer.byteLength > 0 ? new Error("the broker refused the token") : null, answer);
    },
  };
}

/** What all connections of a run have in common. */
export interface Access {
  settings: KafkaSettings;
  library: Library;
  /** Certificates for TLS. */
  secureContext: SecureContext | undefined;
  /** Ends connections that are being opened. */
  signal: AbortSignal;
}

/** Opening a connection failed. `cause` is the library's error, or the system's. */
export class ConnectError extends Error {
  constructor(
    readonly address: Address,
    cause: unknown,
  ) {
    super(`cannot connect to ${addressText(address)}`, { cause });
  }
}

/** The error of a request on a connection that has ended after the broker had answered others; its cause says why. */
export class LostConnection extends Error {
  constructor(
    readonly address: Address,
    cause: unknown,
  ) {
    super(`the connection to ${addressText(address)} has ended`, { cause });
  }
}

/** Who writes requests with `write`. */
export interface ConnectionListener {
  /** An answer to a request that was written with `write`. */
  onAnswer(frame: Buffer): void;
  /** Requests may be written again after `isReady` was false. */
  onReady(): void;
  /** Called once. */
  onClosed(reason: unknown): void;
}

/**
 * A connection of the library, which authenticates and sends all requests but those that `write` takes. Both share the
 * socket; answers go to whose requests they belong to: the library counts requests from 1 on, `write` takes those with
 * numbers below 0.
 */
export class BrokerConnection {
  listener: ConnectionListener | undefined;
  /** The requests that the broker knows: the first one asks for the others. */
  versions: Versions = new Map([[VERSIONS_KEY, [3, 3]]]);
  readonly #socket: Socket;
  #reason: unknown;
  #isOpen = true;
  /** Whether the broker has answered anything but its versions, which it says before it asks who the client is. */
  #hasAnswered = false;

  private constructor(
    readonly address: Address,
    private readonly library: Library,
    private readonly connection: Connection,
  ) {
    this.#socket = connection.socket;
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.once("close", () => this.#end());
    connection.on("error", (error) => this.destroy(error));
    connection.on("connect", () => this.listener?.onReady());
  }

  /** Throws a ConnectError. */
  static async open(address: Address, { settings, library, secureContext, signal }: Access): Promise<BrokerConnection> {
    signal.throwIfAborted();
    const connection = new library.Connection(clientIdOf(settings), optionsOf(settings, secureContext));
    // With a promise instead of the function, the library leaves one that nobody awaits where opening the socket throws.
    const connecting = new Promise<void>((resolve, reject) => {
      connection.connect(address.host, address.port, (error) => (error ? reject(error) : resolve()));
    });
    connecting.catch(() => {});
    const opened = new BrokerConnection(address, library, connection);
    const cancel = () => opened.destroy(new Error("the run has ended"));
    signal.addEventListener("abort", cancel, { once: true });
    opened.#listen(settings.tls === undefined ? "connect" : "secureConnect");
    try {
      await connecting;
      await opened.askVersions();
      return opened;
    } catch (error) {
      const reason = opened.failure ?? error;
      opened.destroy(reason);
      throw new ConnectError(address, reason);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  /** False while the library authenticates again: then a broker takes no other request. */
  get isReady(): boolean {
    return this.#isOpen && this.connection.isConnected();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Why the connection has failed, if it has. */
  get failure(): unknown {
    return this.#reason;
  }

  /**
   * Sends a request of the library, in the newest version that the broker has. Ends the connection if no answer comes:
   * the library would be out of step. Throws a LostConnection, a ConnectError before the first answer, or the library's errors. @param apis one for each version, the newest first
   */
  async call<A extends unknown[], R>(apis: readonly API<A, R>[], ...values: A): Promise<R> {
    const api = newest(this.versions, addressText(this.address), apis);
    try {
      // Between the requests of its authentication, the library would send others.
      if (this.connection.status === "reauthenticating") await this.connection.ready();
      const answer = await api.async(this.connection, ...values);
      this.#hasAnswered ||= api.key !== VERSIONS_KEY;
      return answer;
    } catch (error) {
      if (errorsIn(error).some((each) => each instanceof this.library.TimeoutError)) this.destroy(error);
      if (this.#reason === undefined) throw error;
      throw new (this.#hasAnswered ? LostConnection : ConnectError)(this.address, this.#reason);
    }
  }

  /** Asks which requests the broker knows. */
  async askVersions(): Promise<void> {
    const { apiKeys } = await this.call([this.library.apiVersionsV3.api], CLIENT_ID, "1");
    this.versions = new Map(apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, [minVersion, maxVersion]]));
  }

  /** Writes the pieces of a request at once. @param onWritten called when the system has taken them, or has not */
  write(pieces: readonly Uint8Array[], onWritten?: (error: Error | null | undefined) => void): void {
    const socket = this.#socket;
    socket.cork();
    pieces.forEach((piece, index) => {
      if (index < pieces.length - 1 || onWritten === undefined) socket.write(piece);
      else socket.write(piece, onWritten);
    });
    socket.uncork();
  }

  /** Ends the connection at once. */
  destroy(reason: unknown): void {
    this.#fail(reason);
    this.#end();
  }

  /** Ends the connection when what was written is sent. */
  async close(): Promise<void> {
    this.listener = undefined;
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    await this.connection.close();
    clearTimeout(timer);
    this.#end();
  }

  /** Takes the socket's bytes in place of the library, which ends a connection at an answer that it does not expect. */
  #listen(event: "connect" | "secureConnect"): void {
    const socket = this.#socket;
    socket.once(event, () => {
      const theirs = socket.listeners("data") as ((frame: Buffer) => void)[];
      socket.removeAllListeners("data");
      const reader = new FrameReader((frame) => {
        if (correlationOf(frame) < 0) this.#answer(frame);
        else for (const listener of theirs) listener.call(socket, frame);
        return this.#isOpen;
      });
      socket.on("data", (chunk: Buffer) => {
        try {
          reader.push(chunk);
        } catch (error) {
          this.destroy(error);
        }
      });
    });
  }

  #answer(frame: Buffer): void {
    if (this.listener === undefined) throw new MalformedAnswer("an answer without a request");
    this.listener.onAnswer(frame);
  }

  #fail(reason: unknown): void {
    this.#reason ??= reason;
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#reason ??= new Error("the broker closed the connection");
    // Ends the library's timers too; on a socket that is gone it does nothing else.
    this.connection.close(() => {});
    // The library has removed all listeners.
    this.#socket.on("error", () => {});
    this.#socket.destroy();
    // It waits until its time is over for a socket that has not connected, unless it hears of an error.
    this.connection.emit("error", this.#reason as Error);
    this.listener?.onClosed(this.#reason);
    this.listener = undefined;
  }
}
