import type { Field } from "../fields.ts";

/** A notation that a schema can be printed in. */
export interface Form {
  /** What is printed, for the help. */
  what: string;
  /** The name of the table, the interface or the record, where none is given; undefined where the form has no name. */
  defaultName?: string;
  /** What a name must be; undefined where it fits. Asked only for names of letters, digits, underscores and dots. */
  unfitName?(name: string): string | undefined;
  print(fields: readonly Field[], name: string): string;
}

export function printJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
