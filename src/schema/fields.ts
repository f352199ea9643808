/** Types of values, in JSON, in MessagePack and in every form of the schema. */
export type FieldType = "string" | "int32" | "int64" | "double";

/** The entity that a value belongs to. All values of one state, user or song change together. */
export type Owner = "run" | "session" | "state" | "user" | "song";

/**
 * Which events have a field: all; those whose auth shows the user (`show-user-details`); those of a run with a tag;
 * those that play a song. Other events lack the key.
 */
export type Presence = "always" | "shown" | "tagged" | "played";

export interface Field {
  /** The key. It has only letters: the forms rely on it. */
  name: string;
  type: FieldType;
  /** `epoch-milliseconds` count from 1970-01-01T00:00:00Z, and are negative before it. */
  unit?: "epoch-milliseconds" | "seconds";
  /** Whether the value may be null if the key is present. */
  nullable?: true;
  /** Whether a double may be NaN or infinite, which JSON has as a string: "NaN", "Infinity" or "-Infinity". */
  nonFinite?: true;
  /** All possible values, if they are fixed. */
  values?: readonly string[] | undefined;
  /** Whether the field has few distinct values, so that a dictionary of them pays off. */
  fewValues?: true;
  /** Pattern of the strings: an anchored regular expression, valid in JavaScript and in JSON Schema. */
  pattern?: string;
  least?: number;
  owner: Owner;
  presence: Presence;
  /** Description for readers, without a full stop. */
  meaning: string;
}

/** The fields of an event of the default engine, in the order of every format. */
export const FIELDS = [
  {
    name: "ts",
    type: "int64",
    unit: "epoch-milliseconds",
    owner: "session",
    presence: "always",
    meaning: "when it happened, in milliseconds since 1970, UTC",
  },
  {
    name: "userId",
    type: "string",
    pattern: "^[0-9]*$",
    owner: "user",
    presence: "always",
    meaning: "the user's id, as digits; empty where the configuration hides the user, as before a login",
  },
  {
    name: "sessionId",
    type: "int64",
    least: 1,
    owner: "session",
    presence: "always",
    meaning: "user id * 1000000 + the number of the user's session, 1 to 999999; unique in the run, and below 2^53",
  },
  {
    name: "page",
    type: "string",
    fewValues: true,
    owner: "state",
    presence: "always",
    meaning: "the page that the user asked for",
  },
  {
    name: "auth",
    type: "string",
    fewValues: true,
    owner: "state",
    presence: "always",
    meaning: "whether the user is logged in: Guest, Logged In, Logged Out or Cancelled in the shipped configurations",
  },
  {
    name: "method",
    type: "string",
    fewValues: true,
    owner: "state",
    presence: "always",
    meaning: "the method of the HTTP request: GET or PUT in the shipped configurations",
  },
  {
    name: "status",
    type: "int32",
    owner: "state",
    presence: "always",
    meaning: "the status of the HTTP response: 200, 307 or 404 in the shipped configurations",
  },
  {
    name: "level",
    type: "string",
    fewValues: true,
    owner: "state",
    presence: "always",
    meaning: "the level of the subscription: free or paid in the shipped configurations",
  },
  {
    name: "itemInSession",
    type: "int32",
    least: 0,
    owner: "session",
    presence: "always",
    meaning:
      "the event's number in its session, counted from 0; a session that began before the window continues with a later one",
  },
  {
    name: "location",
    type: "string",
    owner: "user",
    presence: "shown",
    meaning: "the user's city and state",
  },
  {
    name: "userAgent",
    type: "string",
    owner: "user",
    presence: "shown",
    meaning: "the user's browser, as the HTTP header names it",
  },
  { name: "lastName", type: "string", owner: "user", presence: "shown", meaning: "the user's last name" },
  { name: "firstName", type: "string", owner: "user", presence: "shown", meaning: "the user's first name" },
  {
    name: "registration",
    type: "int64",
    unit: "epoch-milliseconds",
    owner: "user",
    presence: "shown",
    meaning: "when the user registered, in milliseconds since 1970, UTC; never after ts",
  },
  {
    name: "gender",
    type: "string",
    values: ["F", "M"],
    fewValues: true,
    owner: "user",
    presence: "shown",
    meaning: "the user's gender, F or M, which goes with the first name",
  },
  {
    name: "tag",
    type: "string",
    fewValues: true,
    owner: "run",
    presence: "tagged",
    meaning: "the text given with --tag",
  },
  { name: "artist", type: "string", owner: "song", presence: "played", meaning: "the artist of the song" },
  { name: "song", type: "string", owner: "song", presence: "played", meaning: "the title of the song" },
  {
    name: "length",
    type: "double",
    unit: "seconds",
    owner: "song",
    presence: "played",
    meaning: "the length of the song, in seconds",
  },
] as const satisfies readonly Field[];

export type FieldName = (typeof FIELDS)[number]["name"];
export type NameOwnedBy<O extends Owner> = Extract<(typeof FIELDS)[number], { owner: O }>["name"];

/** The differences of the original's engine (`--compat interana`). Its keys and their order are the same. */
export const ORIGINAL_CHANGES = {
  userId: {
    pattern: "^-?[0-9]*$",
    meaning: "the user's id, a whole number; empty where the configuration hides the user, as before a login",
  },
  sessionId: { meaning: "the number of the session in the run, counted from 1" },
  registration: { meaning: "when the user registered, in milliseconds since 1970, UTC" },
  gender: { values: undefined, meaning: "the user's gender as the data file has it, usually F or M" },
  tag: { nullable: true, meaning: "the text given with --tag; null where the configuration has the tag null" },
  length: { nonFinite: true, meaning: "the length of the song as the data file has it, in seconds" },
} as const satisfies Partial<Record<FieldName, { [Key in keyof Field]?: Field[Key] | undefined }>>;
