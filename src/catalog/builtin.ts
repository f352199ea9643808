import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "../system/errors.ts";
import { packageRoot } from "../system/root.ts";
import type { Catalog, Songs } from "./types.ts";

/** Readers of the tables in data/ (data/README.md). They are ours and tested, so speed comes first: one scan, no nested arrays. */

const TAB = 9;
const LINE_FEED = 10;

const BUILTIN_ORIGIN: Catalog["origin"] = {
  firstNames: "built-in",
  lastNames: "built-in",
  locations: "built-in",
  userAgents: "built-in",
  songs: "built-in",
  similar: "none",
};

/** The files of the built-in catalog, in data/. */
export const BUILTIN_TABLES = ["first-names.tsv", "last-names.tsv", "places.tsv", "user-agents.tsv", "songs.tsv"];

/** The whole built-in catalog. Throws RunError if the installation is incomplete. */
export function loadBuiltinCatalog(): Catalog {
  return {
    origin: BUILTIN_ORIGIN,
    firstNames: builtinFirstNames(),
    lastNames: builtinTexts("last-names.tsv"),
    locations: builtinTexts("places.tsv"),
    userAgents: builtinTexts("user-agents.tsv"),
    songs: builtinSongs(),
  };
}

/** The same, read at the first access. Most runs use the compiled tables and never read it. @param hash from the build */
export function builtinCatalogLater(hash: string): Catalog {
  let catalog: Catalog | undefined;
  const loaded = () => {
    catalog ??= loadBuiltinCatalog();
    return catalog;
  };
  return {
    origin: BUILTIN_ORIGIN,
    hash,
    get firstNames() {
      return loaded().firstNames;
    },
    get lastNames() {
      return loaded().lastNames;
    },
    get locations() {
      return loaded().locations;
    },
    get userAgents() {
      return loaded().userAgents;
    },
    get songs() {
      return loaded().songs;
    },
  };
}

export function builtinFirstNames(): Catalog["firstNames"] {
  const table = openTable("first-names.tsv");
  const text: string[] = [];
  const gender: ("F" | "M")[] = [];
  const weight: number[] = [];
  while (hasRow(table)) {
    text.push(nextField(table));
    gender.push(nextField(table) === "F" ? "F" : "M");
    weight.push(nextDigits(table, LINE_FEED));
  }
  return { text, gender, weight: new Uint32Array(weight) };
}

/** A table of two columns, text and weight. */
export function builtinTexts(file: "last-names.tsv" | "places.tsv" | "user-agents.tsv"): {
  text: string[];
  weight: Uint32Array;
} {
  const table = openTable(file);
  const text: string[] = [];
  const weight: number[] = [];
  while (hasRow(table)) {
    text.push(nextField(table));
    weight.push(nextDigits(table, LINE_FEED));
  }
  return { text, weight: new Uint32Array(weight) };
}

/** An empty artist means the one of the row above. */
export function builtinSongs(): Songs {
  const table = openTable("songs.tsv");
  const artist: string[] = [];
  const title: string[] = [];
  const duration: number[] = [];
  const weight: number[] = [];
  let current = "";
  while (hasRow(table)) {
    current = nextField(table) || current;
    artist.push(current);
    title.push(nextField(table));
    // Five decimals always: the quotient of two exact numbers is the double nearest to the decimal one.
    duration.push(nextDigits(table, TAB) / 100_000);
    weight.push(nextDigits(table, LINE_FEED));
  }
  return { artist, title, duration: new Float64Array(duration), weight: new Uint32Array(weight) };
}

interface Table {
  file: string;
  text: string;
  /** Where the next field starts. */
  at: number;
}

/** The table, standing at its first row below the heading. */
function openTable(file: string): Table {
  const text = readTable(file);
  const at = text.indexOf("\n") + 1;
  if (at === 0 || at === text.length) throw damaged(file);
  return { file, text, at };
}

function hasRow(table: Table): boolean {
  return table.at < table.text.length;
}

function readTable(file: string): string {
  try {
    return readFileSync(join(packageRoot(), "data", file), "utf8");
  } catch (error) {
    throw new RunError(`data/${file} cannot be read (${(error as Error).message}); install the program again`);
  }
}

/** The text up to the next tab. */
function nextField(table: Table): string {
  const end = table.text.indexOf("\t", table.at);
  if (end < 0) throw damaged(table.file);
  const field = table.text.slice(table.at, end);
  table.at = end + 1;
  return field;
}

/** The digits up to `stop` (a code) as one integer; a decimal point among them is skipped. */
function nextDigits(table: Table, stop: number): number {
  let value = 0;
  for (;;) {
    const code = table.text.charCodeAt(table.at++);
    if (code >= 48 && code <= 57) value = value * 10 + (code - 48);
    else if (code === stop) return value;
    else if (code !== 46) throw damaged(table.file);
  }
}

function damaged(file: string): RunError {
  return new RunError(`data/${file} is damaged; install the program again`);
}
