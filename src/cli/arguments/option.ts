import { Option } from "commander";
import { oneOf, type Parser } from "../../system/values.ts";

/** An option whose argument is read by a parser; a text, or no argument, without one. */
export function option<T>(flags: string, description: string, parser?: Parser<T>): Option {
  const made = new Option(flags, description);
  return parser === undefined ? made : made.argParser(parser);
}

/** An option whose argument is one of these words. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices([...choices]).argParser(oneOf(choices));
}
