import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { firstDifference, type Identity } from "../manifest/identity.ts";

/** What a data set is told from another one by, in its folder. */
export interface Header {
  id: string;
  identity: Identity;
  /** Of the files' names, relative to the folder: it decides no byte, but two templates would mix in one folder. */
  template: string;
}

/** The options that go on from what is there. */
export type SameOption = "--resume" | "--only-parts";

/** The first thing that differs; undefined where both are of one command. */
export function differenceOf(there: Header, here: Header): string | undefined {
  if (there.id !== here.id) return firstDifference(there.identity, here.identity) ?? "the data set id";
  if (there.template !== here.template) return `names: ${printable(there.template)} there, ${here.template} here`;
  return undefined;
}

/** What to do where what is there cannot be gone on from. */
export function otherwise(option: SameOption): string {
  return option === "--resume" ? "leave --resume out to begin anew" : "use another folder";
}

/** Throws UsageError where what is there, as `path` says, was made by another command. */
export function checkSame(path: string, there: Header, here: Header, option: SameOption): void {
  const difference = differenceOf(there, here);
  if (difference === undefined) return;
  const instead = option === "--resume" ? "begin anew with --force in place of --resume" : otherwise(option);
  throw new UsageError(
    `${path}: what is there was made by another command (${printable(difference)}); repeat that command with ${option}, or ${instead}`,
  );
}
