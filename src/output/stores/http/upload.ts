import type { ClientRequest, IncomingMessage } from "node:http";
import { connectionEnded } from "./failures.ts";
import type { HttpAnswer } from "./messages.ts";

interface UploadOptions {
  /** Longest milliseconds without progress, while there are bytes to send or an answer to wait for. */
  silentMs: number;
  /** Turns an error of the connection into the one that callers meet. */
  reason(error: unknown): unknown;
  read(response: IncomingMessage): Promise<HttpAnswer>;
}

/** The server has answered before the body was complete, as it does to refuse the rest. */
export class AnsweredEarly extends Error {
  constructor(readonly answer: HttpAnswer) {
    super(`the server answered ${answer.status} before it had all bytes`);
  }
}

/** The body of a request whose length is not known, sent as it is made. */
export class Upload {
  readonly #waiting = new Set<(error: unknown) => void>();
  readonly #answer: Promise<HttpAnswer>;
  #failure: unknown;
  #isEnded = false;
  /** Whether a server that is silent ends the request, as it does from the beginning. */
  #isTimed = true;

  constructor(
    private readonly request: ClientRequest,
    private readonly options: UploadOptions,
  ) {
    this.#answer = new Promise((resolve, reject) => {
      request.once("response", (response) => resolve(this.#take(response)));
      request.once("error", (error) => reject(options.reason(error)));
      request.once("close", () => reject(options.reason(connectionEnded())));
    });
    this.#answer.catch((error) => this.#fail(error));
  }

  /**
   * Sends ranges after those of earlier calls. Resolves when the system has taken them: their memory is free, and nothing
   * is said of the server. Rejects with a HttpFailure, or with AnsweredEarly.
   */
  write(ranges: readonly Uint8Array[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      const last = ranges.length - 1;
      if (last < 0) return resolve();
      this.#waiting.add(reject);
      this.#time(true);
      const taken = (error?: Error | null) => {
        // What was in the connection when it ended is rejected with its reason, which is not known here yet.
        if (error || !this.#waiting.delete(reject)) return;
        // A run may have nothing to send for longer than a server may be silent.
        if (this.#waiting.size === 0 && !this.#isEnded) this.#time(false);
        resolve();
      };
      ranges.forEach((range, index) => {
        if (index === last) this.request.write(range, taken);
        else this.request.write(range);
      });
    });
  }

  /** Rejects where the connection fails; never resolves before the answer. */
  get failure(): Promise<unknown> {
    return this.#answer;
  }

  /** Completes the body, and waits for the answer. */
  end(): Promise<HttpAnswer> {
    this.#isEnded = true;
    this.#time(true);
    this.request.end();
    return this.#answer;
  }

  /** Ends the connection. The server gets no more than it has. */
  destroy(): void {
    this.request.destroy();
  }

  async #take(response: IncomingMessage): Promise<HttpAnswer> {
    const answer = await this.options.read(response);
    if (!this.#isEnded) {
      this.#fail(new AnsweredEarly(answer));
      this.request.destroy();
    }
    return answer;
  }

  #time(isTimed: boolean): void {
    if (isTimed === this.#isTimed) return;
    this.#isTimed = isTimed;
    this.request.setTimeout(isTimed ? this.options.silentMs : 0);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const reject of this.#waiting) reject(this.#failure);
    this.#waiting.clear();
  }
}
