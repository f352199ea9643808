import {
  FIELDS,
  type Field,
  type FieldName,
  type FieldType,
  type NameOwnedBy,
  ORIGINAL_CHANGES,
  type Owner,
  type Presence,
} from "./fields.ts";

/** Properties of a run that determine the fields of its events. */
export interface Choice {
  /** True for the original's engine. */
  compat?: "interana" | undefined;
  /** Whether the run has a tag; undefined if that is unknown. */
  hasTag?: boolean | undefined;
}

/** The names of the fields, in the order of every event. */
export const FIELD_NAMES: readonly FieldName[] = FIELDS.map(({ name }) => name);

const CHANGES: Partial<Record<FieldName, { [Key in keyof Field]?: Field[Key] | undefined }>> = ORIGINAL_CHANGES;

/** Returns the fields of an event, in order. Without a choice: all fields that an event of the default engine may have. */
export function fieldsOf({ compat, hasTag = false }: Choice = {}): Field[] {
  return FIELDS.map((field) => {
    const changed = (compat === undefined ? field : { ...field, ...CHANGES[field.name] }) as Field;
    if (!hasTag || changed.presence !== "tagged") return changed;
    const { nullable: _, ...tag } = changed;
    return { ...tag, presence: "always" };
  });
}

/**
 * Returns the fields of a run in formats in which each field has its place: `tag` only in a run that has one.
 * @param tag undefined without one, null where a configuration has that as its tag
 */
export function fieldsWithPlaces(compat: Choice["compat"], tag: string | null | undefined): Field[] {
  const fields = fieldsOf({ compat, hasTag: typeof tag === "string" });
  return tag === undefined ? fields.filter(({ name }) => name !== "tag") : fields;
}

/** Whether every event has the field. */
export function isRequired({ presence }: Field): boolean {
  return presence === "always";
}

/** Whether a column for the field must accept nulls. */
export function isNullable(field: Field): boolean {
  return !isRequired(field) || field.nullable === true;
}

const WHERE: Readonly<Record<Field["presence"], string | undefined>> = {
  always: undefined,
  shown: "only where the configuration shows the user",
  tagged: "only with a tag",
  played: "only where a song is played",
};

/** Returns the meaning, and which events have the field: a comment for a column or a property. */
export function describeField({ meaning, presence }: Field): string {
  const where = WHERE[presence];
  return where === undefined ? meaning : `${meaning}; ${where}`;
}

/**
 * The same for a column, with an expression that converts a number to an instant.
 * @param instantOf returns an expression of the database's SQL
 */
export function describeColumn(field: Field, instantOf: (column: string) => string): string {
  const text = describeField(field);
  return field.unit === "epoch-milliseconds" ? `${text}; as an instant: ${instantOf(field.name)}` : text;
}

/** Returns the names of the fields of one owner, in order. */
export function namesOwnedBy<O extends Owner>(owner: O): NameOwnedBy<O>[] {
  return FIELDS.filter((field) => field.owner === owner).map(({ name }) => name as NameOwnedBy<O>);
}

/** Returns the field that follows this one in an event. */
export function nameAfter(name: FieldName): FieldName {
  return FIELD_NAMES[FIELD_NAMES.indexOf(name) + 1] as FieldName;
}

const TYPES = new Map<FieldName, FieldType>(FIELDS.map(({ name, type }) => [name, type]));

export function typeOfField(name: FieldName): FieldType {
  return TYPES.get(name) as FieldType;
}

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
