import type { Command } from "commander";

/** What a module of this folder exports for its action. */
export interface Action {
  /** The arguments of `eventsim config ACTION`, as its help shows them. */
  program(): Command;
  run(args: string[]): Promise<void>;
}
