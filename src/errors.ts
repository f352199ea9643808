/** The command line or a file that it names is wrong: the message says what, where and what to do. Exit code 2. */
export class UsageError extends Error {
  readonly exitCode = 2;
}

/** Something failed while the run was under way (disk, memory, a reader that went away). */
export class RunError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = 1,
  ) {
    super(message);
  }
}
