import type { FIELDS, FieldType, ORIGINAL_CHANGES } from "./fields.ts";

interface TypeOf {
  string: string;
  int32: number;
  int64: number;
  double: number;
}

/** JSON has no numbers for these. */
type NonFinite = "NaN" | "Infinity" | "-Infinity";

type Plain<F> = F extends { values: readonly (infer Value)[] }
  ? Value
  : F extends { type: infer Type extends FieldType }
    ? TypeOf[Type]
    : never;

type Value<F> =
  | Plain<F>
  | (F extends { nullable: true } ? null : never)
  | (F extends { nonFinite: true } ? NonFinite : never);

interface Named {
  name: string;
  presence: string;
}

/** Makes editors show one object type instead of an intersection. */
type Flat<T> = { [Key in keyof T]: T[Key] };

type EventOf<F extends Named> = Flat<
  { [Each in F as Each["presence"] extends "always" ? Each["name"] : never]: Value<Each> } & {
    [Each in F as Each["presence"] extends "always" ? never : Each["name"]]?: Value<Each>;
  }
>;

type Changed<F extends Named, Changes> = F extends { name: infer Name extends keyof Changes }
  ? Omit<F, keyof Changes[Name]> & Changes[Name]
  : F;

type OurField = (typeof FIELDS)[number];

/** An event of the default engine, as JSON.parse returns it. */
export type SimulatedEvent = EventOf<OurField>;

/** An event of the original's engine (`--compat interana`). */
export type OriginalEvent = EventOf<Changed<OurField, typeof ORIGINAL_CHANGES>>;
