import { editDistance } from "../../system/nearest.ts";
import { printable } from "../../system/printable.ts";

/** Command names of other programs, by which users may mean a command of this one. */
const OTHERS: Readonly<Record<string, string>> = {
  benchmark: "eventsim bench measures",
  check: "eventsim verify checks files, and eventsim config check FILE a configuration",
  columns: "eventsim schema prints the fields of an event",
  ddl: "eventsim schema prints the definition of a table",
  estimate: "eventsim plan tells what a run takes",
  events: "a run needs no word, leave it out",
  fields: "eventsim schema prints the fields of an event",
  gen: "a run needs no word, leave it out",
  generate: "a run needs no word, leave it out",
  read: "eventsim cat reads files",
  run: "a run needs no word, leave it out",
  show: "eventsim cat prints files",
  simulate: "a run needs no word, leave it out",
  start: "a run needs no word, leave it out",
  usage: "eventsim --help lists the options",
  validate: "eventsim verify checks files",
  version: "eventsim --version prints the version",
};

/** Letters that may be wrong: two in a long word; in a short one, two would make another word of it. */
function allowedDistance(command: string): number {
  return command.length >= 5 ? 2 : 1;
}

/**
 * The error for an output file's name that may be a mistyped command; undefined for any other name. A name with a dot or a slash is
 * always a file's.
 * @param isFirst whether it is the command line's first word, where a command stands
 */
export function mistakenCommand(word: string, isFirst: boolean, commands: Iterable<string>): string | undefined {
  if (/[./\\]/.test(word)) return undefined;
  const names = [...commands];
  const file = `write ./${printable(word)} for a file of that name`;
  if (names.includes(word))
    return isFirst ? undefined : `${word}: a command stands first, as in eventsim ${word} ...; ${file}`;
  if (!isFirst) return undefined;
  const lower = word.toLowerCase();
  if (Object.hasOwn(OTHERS, lower)) return `${word} is not a command: ${OTHERS[lower]}, or ${file}`;
  const near = names.find(
    (name) => Math.abs(word.length - name.length) <= 2 && editDistance(lower, name, 2) <= allowedDistance(name),
  );
  return near === undefined ? undefined : `${printable(word)} is not a command; did you mean ${near}? (${file})`;
}
