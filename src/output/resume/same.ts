import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { firstDifference, type Identity } from "../manifest/identity.ts";

/** The values that distinguish a data set from another in the same folder. */
export interface Header {
  id: string;
  identity: Identity;
  /**
   * Template of the files' names, relative to the folder. It changes no byte, but two templates would mix in one
   * folder.
   */
  template: string;
}

/** The options that continue from existing files. */
export type SameOption = "--resume" | "--only-parts";

/** Returns the first difference; undefined if both belong to the same command. */
export function differenceOf(there: Header, here: Header): string | undefined {
  if (there.id !== here.id) return firstDifference(there.identity, here.identity) ?? "the data set id";
  if (there.template !== here.template) return `names: ${printable(there.template)} there, ${here.template} here`;
  return undefined;
}

/** What to do if the run cannot continue from the existing files. */
export function otherwise(option: SameOption): string {
  return option === "--resume" ? "leave --resume out to begin anew" : "use another folder";
}

/** Throws UsageError if another command made the file at `path`. */
export function checkSame(path: string, there: Header, here: Header, option: SameOption): void {
  const difference = differenceOf(there, here);
  if (difference === undefined) return;
  const instead = option === "--resume" ? "begin anew with --force in place of --resume" : otherwise(option);
  throw new UsageError(
    `${path}: another command made what is there (${printable(difference)}); repeat that command with ${option}, or ${instead}`,
  );
}
