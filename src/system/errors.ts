/** An error with a message for the user: the problem, its place and the remedy. */
export abstract class EventsimError extends Error {
  /** The command line's exit code. */
  abstract readonly exitCode: number;
}

/** The user's input is wrong: the command line, an option, or a file that they name. Exit code 2. */
export class UsageError extends EventsimError {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}

/** Collects the errors of several steps, so that they are reported together. */
export class Problems {
  readonly #messages: string[] = [];

  /** Returns the step's result; undefined if it threw a UsageError, which is kept. */
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

export const RUN_ERROR = "RunError";

/** Something failed while the run was under way (disk, memory, a reader that went away). */
export class RunError extends EventsimError {
  override readonly name = RUN_ERROR;
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
