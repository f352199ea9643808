import type { Field, FieldName, Presence } from "./fields.ts";

/** An event's field has this text, or has another one. */
export type Condition = { field: FieldName } & ({ is: string } | { isNot: string });

/** When an event has the fields of a presence that events decide. A user's id is empty where the user is hidden, and only there. */
export const CONDITIONS: Readonly<Record<Exclude<Presence, "always" | "tagged">, Condition>> = {
  shown: { field: "userId", isNot: "" },
  played: { field: "page", is: "NextSong" },
};

/** The names of the fields that are on an event together. */
export function namesPresent(fields: readonly Field[], presence: Presence): string[] {
  return fields.filter((field) => field.presence === presence).map(({ name }) => name);
}
