import { RunError, UsageError } from "../../../system/errors.ts";
import { KafkaFailure } from "../errors.ts";
import { codeOf, errorsIn } from "../wire/library.ts";
import { pause } from "../wire/pause.ts";
import { type Cluster, NoBroker } from "./cluster.ts";
import { explainBroker } from "./explain.ts";

/** Codes of what passes: leaders and coordinators that move or load, requests that took too long, quotas. */
const PASSING = new Set([3, 5, 6, 7, 9, 13, 14, 15, 16, 41, 56, 72, 74, 75, 89]);

/** So often a connection may end one after the other, before it is believed that the broker wants to end it. */
const MOST_NETWORK_FAILURES = 4;

/** True where the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RunError || error instanceof UsageError) return false;
  const code = codeOf(error);
  // Without a code it is the network.
  return code === undefined || PASSING.has(code);
}

/** A span of time that several steps share. */
export class Patience {
  readonly #untilMs: number;

  constructor(
    readonly cluster: Cluster,
    timeoutMs: number,
  ) {
    this.#untilMs = performance.now() + timeoutMs;
  }

  /** Waits before another attempt. Throws a KafkaFailure when the time is over. @param problem why it is necessary */
  async wait(failures: number, problem: string): Promise<void> {
    if (performance.now() >= this.#untilMs) {
      throw new KafkaFailure(
        this.cluster.output,
        problem,
        "look at the brokers' logs, or give them more time with --kafka-timeout",
      );
    }
    await pause(failures, this.cluster.signal);
  }

  /** Repeats a request while what it meets can pass. */
  async repeat<T>(request: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await request();
      } catch (error) {
        const isDecided = codeOf(error) === undefined && failures >= MOST_NETWORK_FAILURES;
        if (!isPassing(error) || isDecided || error instanceof NoBroker || this.cluster.signal.aborted) throw error;
        await this.wait(failures, explainBroker(this.cluster.settings, error));
      }
    }
  }
}

/** The error of connecting that a person sees: a UsageError where other settings would help. */
export function readable(cluster: Cluster, error: unknown): unknown {
  if (error instanceof RunError || error instanceof UsageError) return error;
  const { settings } = cluster;
  const each = error instanceof NoBroker ? errorsOf(error) : [error];
  if (each.some((one) => errorsIn(one).length === 0)) return error;
  return new UsageError([...new Set(each.map((one) => explainBroker(settings, one)))].join("\n"));
}

function errorsOf(error: AggregateError): unknown[] {
  return error.errors;
}
