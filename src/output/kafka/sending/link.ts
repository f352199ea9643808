import { RunError } from "../../../system/errors.ts";
import type { KafkaSettings } from "../settings.ts";
import { addressText } from "../wire/address.ts";
import { type BrokerConnection, type ConnectionListener, clientIdOf, requestMsOf } from "../wire/connection.ts";
import { MalformedAnswer } from "../wire/cursor.ts";
import { correlationOf } from "../wire/frames.ts";
import {
  type PartitionAnswer,
  PRODUCE_KEY,
  PRODUCE_VERSIONS,
  produceRequest,
  readProduceAnswer,
} from "../wire/produce.ts";
import type { Partition, Pending } from "./partition.ts";

const MOST_REQUESTS = 5;
/** How much longer than the broker itself to wait for it. */
const GRACE_MS = 1000;
/** The library's requests have the numbers from 1 on. */
const FIRST_CORRELATION = -(2 ** 31);

/** A batch in a request. */
export interface Sent {
  partition: Partition;
  pending: Pending;
}

interface Request {
  correlationId: number;
  sent: readonly Sent[];
  sentMs: number;
}

export interface LinkEvents {
  /** An answer for one of the batches. */
  onAnswer(sent: Sent, answer: PartitionAnswer): void;
  /** The batch was written to the socket, without an answer to come. */
  onWritten(sent: Sent): void;
  /** More can be sent. */
  onRoom(): void;
  /** What becomes of these batches is unknown. */
  onLost(sent: readonly Sent[], reason: unknown): void;
}

/** The requests that are under way to one broker. A connection answers in order. */
export class Link implements ConnectionListener {
  readonly #requests: Request[] = [];
  readonly #version: number;
  #correlationId = FIRST_CORRELATION;
  #throttledUntilMs = 0;
  #lastAnswerMs = 0;

  /** Throws a RunError if the broker knows no version of Produce that this program does. */
  constructor(
    private readonly connection: BrokerConnection,
    private readonly settings: KafkaSettings,
    private readonly nowMs: () => number,
    private readonly events: LinkEvents,
  ) {
    const [least, most] = connection.versions.get(PRODUCE_KEY) ?? [0, -1];
    this.#version = Math.min(most, PRODUCE_VERSIONS[1]);
    if (this.#version < Math.max(least, PRODUCE_VERSIONS[0])) {
      throw new RunError(
        `the Kafka broker ${addressText(connection.address)} takes no batches in a version that this program knows; brokers of 2.1 or later do, controllers do not`,
      );
    }
    connection.listener = this;
  }

  get isOpen(): boolean {
    return this.connection.isOpen;
  }

  get hasRoom(): boolean {
    return this.connection.isReady && this.#requests.length < MOST_REQUESTS && this.nowMs() >= this.#throttledUntilMs;
  }

  /** Milliseconds until requests may be sent again, where the broker has asked for a pause. */
  get throttledMs(): number {
    return Math.max(0, this.#throttledUntilMs - this.nowMs());
  }

  /** Sends batches of different partitions, whose headers are complete. */
  send(sent: readonly Sent[]): void {
    const { acks, topic } = this.settings;
    const correlationId = this.#correlationId;
    this.#correlationId = correlationId === -1 ? FIRST_CORRELATION : correlationId + 1;
    const request = { correlationId, sent, sentMs: this.nowMs() };
    this.#requests.push(request);
    const timeoutMs = requestMsOf(this.settings);
    const head = { version: this.#version, correlationId, clientId: clientIdOf(this.settings), acks, timeoutMs, topic };
    const pieces = produceRequest(
      head,
      sent.map(({ partition, pending }) => ({ partition: partition.index, bytes: pending.batch.bytes })),
    );
    if (acks === 0) this.connection.write(pieces, (error) => this.#onWritten(request, error));
    else this.connection.write(pieces);
  }

  /**
   * Ends the connection if a request is older than it may be. Its time begins when the one before it is answered, since
   * a slow network may need as long for each.
   */
  checkAge(): void {
    const [oldest] = this.#requests;
    if (oldest === undefined) return;
    const ageMs = this.nowMs() - Math.max(oldest.sentMs, this.#lastAnswerMs);
    if (ageMs > requestMsOf(this.settings) + GRACE_MS + this.throttledMs) {
      this.connection.destroy(
        new Error(`the broker has not answered for ${Math.round(ageMs / 1000)} seconds (timed out)`),
      );
    }
  }

  /** Ends the connection, and gives up its requests. */
  destroy(reason: unknown): void {
    this.connection.destroy(reason);
  }

  onAnswer(frame: Buffer): void {
    const request = this.#requests.shift();
    if (request?.correlationId !== correlationOf(frame)) {
      if (request !== undefined) this.#requests.unshift(request);
      throw new MalformedAnswer("an answer to another request");
    }
    const answers = this.#read(frame, request);
    this.#lastAnswerMs = this.nowMs();
    for (const sent of request.sent) {
      this.events.onAnswer(sent, answers.get(sent.partition.index) as PartitionAnswer);
    }
    this.events.onRoom();
  }

  onReady(): void {
    this.events.onRoom();
  }

  onClosed(reason: unknown): void {
    this.events.onLost(
      this.#requests.splice(0).flatMap(({ sent }) => sent),
      reason,
    );
  }

  /** Returns an answer for each partition of the request. Throws a MalformedAnswer, and then the request is still open. */
  #read(frame: Buffer, request: Request): Map<number, PartitionAnswer> {
    try {
      const { throttleMs, partitions } = readProduceAnswer(frame, this.#version, request.sent.length);
      const answers = new Map(partitions.map((answer) => [answer.partition, answer]));
      if (request.sent.some(({ partition }) => !answers.has(partition.index))) {
        throw new MalformedAnswer("an answer for other partitions");
      }
      this.#throttledUntilMs = this.nowMs() + throttleMs;
      return answers;
    } catch (error) {
      this.#requests.unshift(request);
      throw error;
    }
  }

  #onWritten(request: Request, error: Error | null | undefined): void {
    const index = this.#requests.indexOf(request);
    // Where the connection has ended, that is known already, or will be.
    if (error || index < 0) return;
    this.#requests.splice(index, 1);
    for (const sent of request.sent) this.events.onWritten(sent);
    this.events.onRoom();
  }
}
