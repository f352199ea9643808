import type { Field } from "../fields.ts";

/** A notation in which a schema can be printed. */
export interface Form {
  /** Description for the help. */
  what: string;
  /** Default name of the table, interface or record; undefined if the form has no name. */
  defaultName?: string;
  /**
   * Returns the rule that a name violates; undefined if it is valid. Called only with letters, digits, underscores and
   * dots.
   */
  unfitName?(name: string): string | undefined;
  print(fields: readonly Field[], name: string): string;
}

export function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
