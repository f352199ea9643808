/**
 * Names in the state folder. They have no ending that event files have. The leading "_" hides them: given `folder/*`, Spark reads
 * all names without "_" or ".".
 */
export const JOURNAL = "_files";
export const TALLY = "_tally";

/** Whether a name, relative to the files' folder, is that of a journal, of all users or of a share. */
export function isJournal(name: string): boolean {
  return /^\.eventsim\/([^/]+\/)?_files$/.test(name);
}
