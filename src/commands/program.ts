import { Command, InvalidArgumentError } from "commander";

/** A command of its own, such as `eventsim cat`, with the help and the errors of the program. */
export function subcommand(name: string, description: string): Command {
  return new Command(`eventsim ${name}`)
    .description(description)
    .helpOption("-h, --help", "print this help")
    .allowExcessArguments(false)
    .showHelpAfterError(`(eventsim ${name} --help lists the options)`)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "eventsim: ")) })
    .exitOverride();
}

/** Reads an option's whole number within limits. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
