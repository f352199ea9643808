import { UsageError } from "../errors.ts";
import { firstDifference, type Identity } from "./identity.ts";

/** What a data set is told from another one by, in its folder. */
export interface Header {
  id: string;
  identity: Identity;
  /** Of the files' names, relative to the folder: it decides no byte, but two templates would mix in one folder. */
  template: string;
}

/** The options that go on from what is there. */
export type SameOption = "--resume" | "--only-parts";

function differenceOf(there: Header, here: Header): string | undefined {
  if (there.id !== here.id) return firstDifference(there.identity, here.identity) ?? "the data set id";
  if (there.template !== here.template) return `names: ${there.template} there, ${here.template} here`;
  return undefined;
}

/** Throws UsageError where what is there, as `path` says, was made by another command. */
export function checkSame(path: string, there: Header, here: Header, option: SameOption): void {
  const difference = differenceOf(there, here);
  if (difference === undefined) return;
  const otherwise = option === "--resume" ? "leave --resume out to begin anew" : "use another folder";
  throw new UsageError(
    `${path}: what is there was made by another command (${difference}); repeat that command with ${option}, or ${otherwise}`,
  );
}
