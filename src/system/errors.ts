/** What this program has to say of something that went wrong: what, where, and what to do. */
export abstract class EventsimError extends Error {
  /** What the command line exits with. */
  abstract readonly exitCode: number;
}

/** What the person gave is wrong: the command line, options, or a file that they name. Exit code 2. */
export class UsageError extends EventsimError {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}

/** Collects what is wrong in several places, so that it is told at once. */
export class Problems {
  readonly #messages: string[] = [];

  /** The step's result; undefined where it threw a UsageError, which is kept. */
  in<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#messages.push(error.message);
      return undefined;
    }
  }

  get error(): UsageError | undefined {
    return this.#messages.length === 0 ? undefined : new UsageError(this.#messages.join("\n"));
  }
}

/** Something failed while the run was under way (disk, memory, a reader that went away). */
export class RunError extends EventsimError {
  override readonly name = "RunError";
  constructor(
    message: string,
    readonly exitCode: number = 1,
  ) {
    super(message);
  }
}

/** The heap of an isolate, which is not where the users are, is full. */
export class OutOfMemoryError extends RunError {
  constructor(isolate: string) {
    super(
      `${isolate} died: its JavaScript heap is full; the output is incomplete. Use a larger -XX:OldSize (64m is the default), and please report it`,
    );
  }
}
