import { COMMENT_KEY, TABLE_KEYS } from "../keys/keys.ts";
import type { Content } from "./content.ts";
import { define } from "./content.ts";

/** JSON on one line, with spaces as in the shipped configurations. */
function lineOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${lineOf(inner)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** A comment of several texts has a line for each. */
function commentText(value: unknown): string {
  const isLines = Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === "string");
  return isLines ? `[\n${value.map((line) => `    ${JSON.stringify(line)}`).join(",\n")}\n  ]` : lineOf(value);
}

/** The text of a configuration's file, an entry on a line. The same content makes the same text. */
export function contentText({ settings, tables }: Content): string {
  const members = settings.map(({ key, json }) => {
    // A number stays as it is written; everything else has one form.
    const textOf = key === COMMENT_KEY ? commentText : lineOf;
    const value = /^[-\d]/.test(json) ? json : textOf(JSON.parse(json));
    return `  ${JSON.stringify(key)}: ${value}`;
  });
  for (const key of TABLE_KEYS) {
    const entries = tables[key].map((entry) => `    ${lineOf(entry)}`);
    members.push(
      entries.length === 0
        ? `  ${JSON.stringify(key)}: []`
        : `  ${JSON.stringify(key)}: [\n${entries.join(",\n")}\n  ]`,
    );
  }
  return `{\n${members.join(",\n")}\n}\n`;
}

/** The same as a value, as a parser would return it. */
export function contentValue({ settings, tables }: Content): unknown {
  const value: object = {};
  for (const { key, json } of settings) define(value, key, JSON.parse(json));
  for (const key of TABLE_KEYS) define(value, key, tables[key]);
  return value;
}
