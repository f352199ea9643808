import { Socket } from "node:net";
import type { Destination } from "./destination.ts";
import { writeError } from "./errors.ts";

/** A pipe or a socket, written without blocking, so that signals are handled even if the reader is slow. */
export class PipeDestination implements Destination {
  readonly #socket: Socket;
  #isLarge = false;
  #failure: unknown;

  constructor(
    readonly name: string,
    private readonly pipe: number,
  ) {
    // Loading the child-process module takes time, so only runs into a pipe load it.
    import("./pipe-capacity.ts")
      // A short run is over before: then the number may be another file's.
      .then(({ enlargePipe }) => !this.#socket.destroyed && enlargePipe(pipe))
      .then((isLarge) => {
        this.#isLarge = isLarge;
      });
    this.#socket = new Socket({ fd: pipe, readable: false, writable: true });
    this.#socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure = writeError(name, error);
    });
  }

  /**
   * Offered to workers once the pipe has a large capacity. A pipe of the default size is empty before a thread looks
   * again.
   */
  get descriptor(): number | undefined {
    return this.#isLarge ? this.pipe : undefined;
  }

  write(ranges: Uint8Array[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#socket.cork();
      ranges.forEach((range, index) => {
        if (index < ranges.length - 1) this.#socket.write(range);
        else this.#socket.write(range, (error) => (error ? reject(writeError(this.name, error)) : resolve()));
      });
      this.#socket.uncork();
    });
  }

  finish(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once("error", (error) => reject(writeError(this.name, error)));
      this.#socket.end(resolve);
    });
  }

  abort(): void {
    this.#socket.destroy();
  }
}
