import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { packageRoot } from "../../src/system/root.ts";
import type { Taken } from "./s3-counter.ts";

const COUNTER = join(packageRoot(), "dist", "bench", "servers", "s3-counter.js");

/**
 * A server of S3 that only counts, in a process of its own (s3-counter.ts): servers for tests such as moto take more processor time than
 * the program that is measured, and in the process of the bench, with its heap, the same server takes two to three times as much.
 */
export class S3Sink {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  /** Starts the process. Throws Error if it ends before it listens. */
  static async start(): Promise<S3Sink> {
    const child = fork(COUNTER);
    const ended = once(child, "exit").then(() => [undefined]);
    const [port] = (await Promise.race([once(child, "message"), ended])) as [number | undefined];
    if (port === undefined) throw new Error(`${COUNTER} ended before it listened`);
    return new S3Sink(child, port);
  }

  /** The variables with which a program finds the sink. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${this.port}`,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_REGION: "us-east-1",
    };
  }

  /** Returns what has arrived since the last call. */
  async take(): Promise<Taken> {
    const taken = once(this.child, "message") as Promise<[Taken]>;
    this.child.send("take");
    return (await taken)[0];
  }

  /** Ends the process. */
  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
