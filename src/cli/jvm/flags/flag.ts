/** The type of a flag's value, in the JVM's words. */
export type Kind = "bool" | "size_t" | "intx" | "double" | "ccstr" | "ccstrlist";

/** A flag that this program knows, as `-XX:` or through one of the short options. */
export interface Flag {
  name: string;
  kind: Kind;
  /** The default value; "" if there is none, or if it is determined at the start. */
  initial: string;
  /** Its effect here or, if it has none, its replacement. */
  effect: string;
  /** The flag has no effect; a user who sets it is told why, once. */
  isInert?: boolean;
  least?: number;
  most?: number;
}

type Row = [name: string, initial: string, effect: string];

export function bools(rows: Row[]): Flag[] {
  return rows.map(([name, initial, effect]) => ({ name, kind: "bool", initial, effect }));
}

/** Flags that have no effect here. */
export function inert(kind: Kind, rows: Row[]): Flag[] {
  return rows.map(([name, initial, effect]) => ({ name, kind, initial, effect, isInert: true }));
}

export function numeric(kind: "size_t" | "intx" | "double", least: number, most: number, rows: Row[]): Flag[] {
  return rows.map(([name, initial, effect]) => ({ name, kind, initial, effect, least, most }));
}
