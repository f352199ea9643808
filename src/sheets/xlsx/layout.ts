// Where the parts of a workbook are, for its writer and its reader.
//
//        A          B        C        D     E             F        G          H            I
//   1    from auth  Guest                                          to page    Home         Register
//   2    from level free                                           to auth    Guest        Guest
//   3                                                              to method  GET          GET
//   4                                                              to status  200          200
//   5    page       method   status   sum   session ends  check    to level   free         free
//   6    Home       GET      200      0.6   40 %                              0.2          0.4

/** Heads of a matrix, in the column before the first state to go to. */
export const TO_HEADS = ["to page", "to auth", "to method", "to status", "to level"] as const;
/** Heads of a matrix, above the states to come from. */
export const FROM_HEADS = ["page", "method", "status"] as const;
export const SUM_HEADS = ["sum", "session ends", "check"] as const;
export const HEAD_ROWS = TO_HEADS.length;
/** The column of the heads of the states to go to; their states follow it. */
export const LABEL_COLUMN = FROM_HEADS.length + SUM_HEADS.length;
export const FIRST_COLUMN = LABEL_COLUMN + 1;
/** Formulas count to this column at least (ALL), so that a person may add columns: every spreadsheet has as many. */
export const LAST_COLUMN = 999;

export const ABOUT = "about";
export const SETTINGS = "settings";
/** The file's order of the transitions, which decides bytes. */
export const ORDER = "order";
/** Sheets that hold a table, with the heads of their columns. The last one, `others`, is there where entries have other keys. */
export const TABLE_SHEETS = {
  "show-user-details": ["auth", "show"],
  levels: ["level", "weight"],
  auths: ["auth", "weight"],
  "new-session": ["page", "auth", "method", "status", "level", "weight"],
} as const;
export const OTHERS = "others";
export const SETTING_HEADS = ["key", "value"] as const;
export const ORDER_HEADS = [
  ...["page", "auth", "method", "status", "level"],
  ...["to page", "to auth", "to method", "to status", "to level"],
];

/** In the sheet of the order, where probabilities have more digits than spreadsheets keep: all of them, as text. */
export const EXACT = "exact";

export const RESERVED: ReadonlySet<string> = new Set([ABOUT, SETTINGS, ORDER, ...Object.keys(TABLE_SHEETS), "history"]);

/** Names of sheets have at most 31 characters, and some are not allowed. */
const LONGEST_NAME = 31;

/** A name for the sheet of an auth and a level. @param taken names in lower case; the new one is added */
export function sheetName(auth: string, level: string, taken: Set<string>): string {
  const plain = `${auth} ${level}`
    .replace(/[[\]:*?/\\\p{C}\p{Zl}\p{Zp}]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s'_]+|[\s']+$/g, "");
  const start = plain === "" ? "states" : plain;
  for (let number = 1; ; number++) {
    const ending = number === 1 ? "" : ` ${number}`;
    const head = start.slice(0, LONGEST_NAME - ending.length).replace(/[\uD800-\uDBFF]$/, "");
    const name = `${head.replace(/[\s']+$/, "")}${ending}`;
    if (taken.has(name.toLowerCase()) || RESERVED.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
