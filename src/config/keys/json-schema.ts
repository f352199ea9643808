import type { FieldReader, Known } from "./fields.ts";
import { IGNORED_KEYS, readKeys } from "./keys.ts";
import type { JsonSchema, Rule } from "./rules.ts";

/** Explains a key, by its name: its meaning, and its default as JSON if it has one. */
export type Explain = (key: string) => { description: string; default?: unknown } | undefined;

/** Where the value is as good as absent. */
function orNull({ type, ...others }: JsonSchema): JsonSchema {
  return { type: [type, "null"], ...others };
}

/** Stands in for the fields of an object, and records the keys that are read, with their rules. */
class Recorder implements FieldReader {
  readonly isFull = false;
  readonly #properties: Record<string, JsonSchema> = {};
  readonly #required: string[] = [];

  constructor(private readonly explain: Explain) {}

  #add(key: string, schema: JsonSchema): void {
    this.#properties[key] = { ...schema, ...this.explain(key) };
  }

  #ruleOf<T>(key: string, { schema }: Rule<T>): JsonSchema {
    if (schema === undefined) throw new Error(`${key}: its rule has no schema`);
    return schema;
  }

  optional<T>(key: string, rule: Rule<T>): undefined {
    this.#add(key, orNull(this.#ruleOf(key, rule)));
  }

  withDefault<T>(key: string, rule: Rule<T>): undefined {
    this.optional(key, rule);
  }

  required<T>(key: string, rule: Rule<T>): undefined {
    this.#add(key, this.#ruleOf(key, rule));
    this.#required.push(key);
  }

  inner(key: string, _known: Known): Recorder {
    const inner = new Recorder(this.explain);
    this.#later(key, () => inner.schema);
    return inner;
  }

  list(key: string, _known: Known): Recorder[] {
    const entry = new Recorder(this.explain);
    this.#later(key, () => ({ type: "array", minItems: key === "transitions" ? 0 : 1, items: entry.schema }));
    return [entry];
  }

  /** The inner keys are read after the outer one. */
  readonly #pending: (() => void)[] = [];

  #later(key: string, schema: () => JsonSchema): void {
    this.#properties[key] = {};
    this.#required.push(key);
    this.#pending.push(() => this.#add(key, schema()));
  }

  get schema(): JsonSchema {
    for (const add of this.#pending) add();
    return { type: "object", required: [...this.#required], properties: { ...this.#properties } };
  }
}

/**
 * The JSON Schema (draft 7) of a configuration, made of the rules that read one. It accepts every configuration that the program
 * accepts. What depends on several values, such as the sum of a state's probabilities, only the program checks.
 */
export function configSchema(explain: Explain): JsonSchema {
  const recorder = new Recorder(explain);
  readKeys("", recorder);
  const { properties, ...others } = recorder.schema;
  const ignored = IGNORED_KEYS.map((key) => [key, { description: explain(key)?.description ?? "not read" }]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of eventsim",
    description: "A site and its users. Unknown keys are ignored with a warning, and _comment may hold a comment.",
    ...others,
    properties: { ...Object.fromEntries(ignored), ...(properties as object) },
  };
}
