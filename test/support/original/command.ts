import { readFileSync } from "node:fs";
import { loadCatalog } from "../../../src/catalog/load.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import { configFile, dataFolder, type Expected, hasSimilarSongs } from "./conformance.ts";
import type { SiteJson } from "./read-site.ts";

/** An instant: whole seconds since 1970, and nanoseconds. */
export interface Instant {
  seconds: number;
  nanoseconds: number;
}

/** One command line of the original; keys that are absent were not given. */
export interface Command {
  site: SiteJson;
  catalog: Catalog;
  start: Instant;
  end: Instant;
  nusers?: number;
  userid?: number;
  growthRate?: number;
  attritionRate?: number;
  randomseed?: number;
  tag?: string;
}

/** Reads a date-time as UTC, to the nanosecond. */
export function instantOf(text: string): Instant {
  const [whole, fraction = ""] = text.split(".") as [string, string?];
  return { seconds: Date.parse(`${whole}Z`) / 1000, nanoseconds: Number(fraction.padEnd(9, "0")) };
}

/** A case of the conformance folder, for the reference. */
export async function commandOf(expected: Expected): Promise<Command> {
  const options = new Map<string, string>();
  for (let i = 0; i < expected.args.length; i += 2) options.set(expected.args[i]!, expected.args[i + 1]!);
  const number = (option: string, key: string) => (options.has(option) ? { [key]: Number(options.get(option)) } : {});
  const data = { dataDirectory: dataFolder, similarSongs: hasSimilarSongs(expected), likeOriginal: true };
  return {
    site: JSON.parse(readFileSync(configFile(options.get("-c")!), "utf8")),
    catalog: (await loadCatalog(data)).catalog,
    start: instantOf(options.get("--start-time")!),
    end: instantOf(options.get("--end-time")!),
    ...number("-n", "nusers"),
    ...number("--userid", "userid"),
    ...number("--randomseed", "randomseed"),
    ...(options.has("--tag") ? { tag: options.get("--tag")! } : {}),
  };
}
