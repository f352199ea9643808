import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { RunError, UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";

/** A question whose answer is the argument of an option. */
export interface Question {
  /** Such as `--paid`. */
  flag: string;
  text: string;
  /** What an empty answer means, as it is shown. */
  initial: string;
  /** What is wrong with an answer; undefined if nothing is. */
  problemOf(answer: string): string | undefined;
}

/** As shells report a program that Ctrl-C has ended. */
const EXIT_INTERRUPTED = 130;

/** Asks a person, one question after the other. Ended input and Ctrl-C end it with an error. */
export class Asker {
  readonly #lines: Interface;
  readonly #ended: Promise<never>;

  constructor(
    input: Readable,
    private readonly output: Writable,
  ) {
    this.#lines = createInterface({ input, output, terminal: true, historySize: 0 });
    this.#ended = new Promise<never>((_, reject) => {
      this.#lines.on("SIGINT", () => reject(new RunError("stopped; nothing was written", EXIT_INTERRUPTED)));
      this.#lines.on("close", () =>
        reject(new UsageError("the answers ended; nothing was written. eventsim config new --help lists the options")),
      );
    });
    // Nobody waits for it between two questions.
    this.#ended.catch(() => {});
  }

  /** The answer, or the empty text for the initial one. */
  async #ask(prompt: string): Promise<string> {
    const answer = new Promise<string>((resolve) => this.#lines.question(prompt, resolve));
    return (await Promise.race([answer, this.#ended])).trim();
  }

  /** Returns the arguments that the answers mean, none for those that are empty. */
  async arguments(questions: readonly Question[]): Promise<string[]> {
    const args: string[] = [];
    for (const { flag, text, initial, problemOf } of questions) {
      for (;;) {
        const answer = await this.#ask(`${text} [${printable(initial, 60)}]: `);
        if (answer === "") break;
        const problem = problemOf(answer);
        if (problem === undefined) {
          // One word, so that an answer that begins with a dash is no option.
          args.push(`${flag}=${answer}`);
          break;
        }
        this.output.write(`  ${printable(problem, 300)}\n`);
      }
    }
    return args;
  }

  close(): void {
    this.#lines.removeAllListeners("close");
    this.#lines.close();
  }
}
