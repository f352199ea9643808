import { readFileSync } from "node:fs";
import { configSchema, type Explain } from "../../src/config/keys/json-schema.ts";

/** Keys of entries, which have no row in the page. */
const INNER: Readonly<Record<string, string>> = {
  source: "the state that users come from",
  dest: "the state that follows",
  p: "probability that it does; those of a source add up to at most 1, and the rest ends the session",
  weight: "only the proportions of the weights in a list count",
  page: "NextSong plays a song",
  auth: "whether the user is logged in, in the site's words",
  method: "of the HTTP request",
  status: "of the HTTP response; 300 to 398 are redirects, which take a second",
  level: "what the user pays, in the site's words",
  show: "whether events with this auth name the user",
  $schema: "address of this schema, for editors",
  _comment: "what people write about the configuration, in any form; not read",
  upgrades: "accepted from older files, and not read",
  downgrades: "accepted from older files, and not read",
};

/** A cell without the marks of Markdown. */
function plain(cell: string): string {
  return cell.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
}

/** A default that stands alone in its cell, as JSON. */
function defaultIn(cell: string | undefined): { default?: unknown } {
  const text = cell?.replaceAll("`", "") ?? "";
  try {
    return text === "" ? {} : { default: JSON.parse(text) as unknown };
  } catch {
    return {};
  }
}

/** Finds keys in the tables of docs/reference/config.md: the key in the first cell, its meaning in the last, and its default before that. */
function explainWith(page: string): Explain {
  const known = new Map<string, { description: string; default?: unknown }>();
  for (const line of page.split("\n")) {
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const keys = [...(cells[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, key]) => key!);
    if (keys.length === 0 || cells.length < 3) continue;
    const [unit, initial] = cells.length < 5 ? [undefined, undefined] : [cells[2], cells[3]];
    const description = plain(`${cells.at(-1)}${unit === undefined || unit === "" ? "" : ` (${unit})`}`);
    for (const key of keys) known.set(key, { description, ...(keys.length === 1 ? defaultIn(initial) : {}) });
  }
  return (key) => known.get(key) ?? (Object.hasOwn(INNER, key) ? { description: INNER[key]! } : undefined);
}

/** configs/schema.json */
export function configSchemaFile(): string {
  const page = readFileSync("docs/reference/config.md", "utf8");
  return `${JSON.stringify(configSchema(explainWith(page)), null, 2)}\n`;
}
