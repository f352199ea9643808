import type { Field, FieldName, Presence } from "./fields.ts";

/** A condition: an event's field has this text, or any other. */
export type Condition = { field: FieldName } & ({ is: string } | { isNot: string });

/**
 * The condition, if fields decide it, under which an event has the fields of a presence. A user's id is empty exactly
 * if the user is hidden.
 */
export const CONDITIONS: Readonly<Record<Exclude<Presence, "always" | "tagged">, Condition>> = {
  shown: { field: "userId", isNot: "" },
  played: { field: "page", is: "NextSong" },
};

/** Returns the names of the fields that occur together. */
export function namesPresent(fields: readonly Field[], presence: Presence): string[] {
  return fields.filter((field) => field.presence === presence).map(({ name }) => name);
}
