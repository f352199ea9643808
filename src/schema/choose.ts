import {
  FIELDS,
  type Field,
  type FieldName,
  type FieldType,
  type NameOwnedBy,
  ORIGINAL_CHANGES,
  type Owner,
} from "./fields.ts";

/** What decides the fields of a run's events. */
export interface Choice {
  /** The original's engine instead of the default one. */
  compat?: "interana" | undefined;
  /** Whether the run is known to have a tag. */
  hasTag?: boolean | undefined;
}

/** The names of the fields, in the order of every event. */
export const FIELD_NAMES: readonly FieldName[] = FIELDS.map(({ name }) => name);

const CHANGES: Partial<Record<FieldName, { [Key in keyof Field]?: Field[Key] | undefined }>> = ORIGINAL_CHANGES;

/** The fields of an event, in their order. Without a choice these are the fields that an event of the default engine may have. */
export function fieldsOf({ compat, hasTag = false }: Choice = {}): Field[] {
  return FIELDS.map((field) => {
    const changed = (compat === undefined ? field : { ...field, ...CHANGES[field.name] }) as Field;
    if (!hasTag || changed.presence !== "tagged") return changed;
    const { nullable: _, ...tag } = changed;
    return { ...tag, presence: "always" };
  });
}

/** Whether every event has the field. */
export function isRequired({ presence }: Field): boolean {
  return presence === "always";
}

/** Whether a column for the field has to take nulls. */
export function isNullable(field: Field): boolean {
  return !isRequired(field) || field.nullable === true;
}

const WHERE: Readonly<Record<Field["presence"], string | undefined>> = {
  always: undefined,
  shown: "only where the configuration shows the user",
  tagged: "only with a tag",
  played: "only where a song is played",
};

/** The meaning, and on which events the field is: a comment for a column or a property. */
export function describeField({ meaning, presence }: Field): string {
  const where = WHERE[presence];
  return where === undefined ? meaning : `${meaning}; ${where}`;
}

/**
 * The same for a column, with how to make an instant of a number.
 * @param instantOf an expression of the database's SQL
 */
export function describeColumn(field: Field, instantOf: (column: string) => string): string {
  const text = describeField(field);
  return field.unit === "epoch-milliseconds" ? `${text}; as an instant: ${instantOf(field.name)}` : text;
}

/** The names of the fields of one owner, in their order. */
export function namesOwnedBy<O extends Owner>(owner: O): NameOwnedBy<O>[] {
  return FIELDS.filter((field) => field.owner === owner).map(({ name }) => name as NameOwnedBy<O>);
}

/** The field that an event has after this one. */
export function nameAfter(name: FieldName): FieldName {
  return FIELD_NAMES[FIELD_NAMES.indexOf(name) + 1] as FieldName;
}

const TYPES = new Map<FieldName, FieldType>(FIELDS.map(({ name, type }) => [name, type]));

export function typeOfField(name: FieldName): FieldType {
  return TYPES.get(name) as FieldType;
}
