// Real outputs in which each field is present and absent, with texts and numbers that readers often mishandle.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Choice } from "../../../src/schema/choose.ts";
import { writeCatalog } from "../generated/catalog.ts";
import { linesOf } from "../program/command.ts";
import { bytesHere, commandHere } from "../program/command-here.ts";
import { FIXED } from "../program/program.ts";
import { smallCatalog } from "../reference/sample.ts";
import { sharedFolder } from "../setup/scratch.ts";

export interface Output {
  name: string;
  /** Options of `eventsim schema`. */
  options: string[];
  choice: Choice;
  /** Arguments of the run. */
  command: string[];
}

type State = Record<"page" | "auth" | "method" | "level", string> & { status: number };

const stateOf = (page: string, auth = "In", status = 200): State => ({
  page,
  auth,
  method: "GET",
  status,
  level: "free",
});
const HOME = stateOf("Home", "Out");
const ENTRY = stateOf('The "entry"\\', "In", -404);
const SONG = stateOf("NextSong");

/** A site that hides users and shows them, and plays songs. @param redirect to a song, which only the original takes */
const siteWith = (redirect: State) => ({
  alpha: 100,
  beta: 20_000,
  "show-user-details": [
    { auth: "In", show: true },
    { auth: "Out", show: false },
  ],
  levels: [{ level: "free", weight: 1 }],
  auths: [{ auth: "Out", weight: 1 }],
  "new-session": [HOME, ENTRY].map((state) => ({ ...state, weight: 1 })),
  transitions: [
    { source: HOME, dest: ENTRY, p: 0.8 },
    { source: ENTRY, dest: SONG, p: 0.8 },
    { source: SONG, dest: SONG, p: 0.5 },
    { source: SONG, dest: redirect, p: 0.2 },
    { source: redirect, dest: HOME, p: 0.5 },
    { source: redirect, dest: SONG, p: 0.4 },
  ],
  "new-user-auth": "Out",
  "new-user-level": "free",
});

const DURATIONS = [180, 0.0005, 12345678.9, 255.55546];
/** The original takes these, too, and writes them as strings. */
const ODD_DURATIONS = [Number.NaN, Number.POSITIVE_INFINITY, -7.25];

function dataWith(durations: readonly number[], genders: readonly string[]) {
  const column = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });
  const titles = durations.map((_, index) => `Title's ${index} "quoted" \\ \t`.replace("\t", "é"));
  return smallCatalog({
    firstNames: { ...column(genders.map((_, index) => `N${"o".repeat(index + 1)}`)), gender: [...genders] },
    userAgents: column(["😀/1.0 \u2028 'single'", 'Plain/2.0 "double"']),
    songs: {
      artist: titles.map((title) => `${title}, artist`),
      title: titles,
      duration: Float64Array.from(durations),
      weight: new Uint32Array(titles.length).fill(1),
    },
  });
}

const folder = sharedFolder();

function made(name: string, keys: object, durations: readonly number[], genders: readonly string[]): string[] {
  const config = join(folder, `${name}.json`);
  const isOriginal = name.startsWith("interana");
  const site = siteWith(stateOf(isOriginal ? "NextSong" : "Radio", "In", 307));
  writeFileSync(config, JSON.stringify({ ...site, ...keys }));
  writeCatalog(dataWith(durations, genders), join(folder, name), isOriginal ? "latin1" : "utf8");
  const window = ["-s", "2026-03-02T00:00:00.123", "-e", "2026-03-03T00:00:00", "-n", "100"];
  return ["-c", config, "--data", join(folder, name), ...window];
}

const TAG = ["--tag", 'a "tag" of\n🙂'];
const INTERANA = ["--compat", "interana"];

export const OUTPUTS: readonly Output[] = [
  { name: "the built-in site", options: [], choice: {}, command: FIXED },
  {
    name: "a site with a tag",
    options: TAG,
    choice: { hasTag: true },
    command: [...made("ours", {}, DURATIONS, ["F", "M"]), ...TAG],
  },
  {
    name: "the original's engine",
    options: INTERANA,
    choice: { compat: "interana" },
    command: [...made("interana", { tag: null }, [...DURATIONS, ...ODD_DURATIONS], ["F", "M", "X"]), ...INTERANA],
  },
  {
    name: "the original's engine with a tag",
    options: [...INTERANA, ...TAG],
    choice: { compat: "interana", hasTag: true },
    command: [...made("interana-tag", {}, DURATIONS, ["F", "M"]), ...INTERANA, "--userid", "-3", ...TAG],
  },
];

/** Returns the output of `eventsim schema`. */
export async function schemaAs(form: string, ...options: string[]): Promise<string> {
  return (await commandHere(["schema", "--as", form, ...options])).stdout;
}

const written = new Map<string, Promise<Buffer>>();

/** Returns the command's output with these options; each is made once. */
export function bytesWritten({ command }: Output, ...options: string[]): Promise<Buffer> {
  const words = [...command, ...options];
  const key = words.join("\0");
  const bytes = written.get(key) ?? bytesHere(...words);
  written.set(key, bytes);
  return bytes;
}

export async function linesWritten(output: Output): Promise<string[]> {
  return linesOf(await bytesWritten(output));
}
