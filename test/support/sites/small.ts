import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { State } from "../../../src/config/types.ts";

const HEADING = "share\tweight\tagent\n";

/** A catalog of few lines in the original's formats: most of the time of a small run goes into reading the built-in one. */
export function writeSmallCatalog(folder: string): string {
  const files: Record<string, Buffer> = {
    "yob1990.txt": Buffer.from("MARY,F,7\nJOHN,M,3\n"),
    "Top1000Surnames.csv": Buffer.from("name,rank,count\nSMITH,1,20\nJONES,2,5\n"),
    "CBSA-EST2013-alldata.csv": Buffer.from('10180,,,"Abilene, TX",Metropolitan Statistical Area,165252,\n'),
    "user agents.txt": Buffer.from(`\ufeff${HEADING}7%\t72\tAgent one\n1%\t8\tAgent two\n`, "utf16le"),
    "listen_counts.txt.gz": gzipSync("TRA\tOne\tLong\t300.5\t6\nTRB\tTwo\tShort\t90.25\t3\nTRC\tThree\tRare\t60\t1\n"),
    "similar_songs.csv.gz": gzipSync("TRA,TRB\n"),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

const state = (page: string, auth: string, level: string, method = "GET", status = 200): State => ({
  page,
  auth,
  method,
  status,
  level,
});
const LEVELS = ["free", "paid"];
const home = (level: string) => state("Home", "Logged In", level);
const song = (level: string) => state("NextSong", "Logged In", level, "PUT");
const visit = (level: string) => state("Home", "Guest", level);
const login = (level: string) => state("Login", "Guest", level, "PUT", 307);
const UPGRADE = state("Submit Upgrade", "Logged In", "free", "PUT", 307);

const TRANSITIONS: [State, State, number][] = [
  [song("free"), UPGRADE, 0.005],
  [UPGRADE, home("paid"), 1],
  ...LEVELS.flatMap((level): [State, State, number][] => [
    [visit(level), visit(level), 0.25],
    [visit(level), login(level), 0.5],
    [login(level), home(level), 1],
    [home(level), song(level), 0.9],
    [home(level), state("Cancel", "Cancelled", level, "PUT"), 0.005],
    [song(level), song(level), 0.95],
    [song(level), home(level), 0.035],
  ]),
];

/**
 * A site with the pace of the shipped ones, on which people arrive as guests, pay and leave. It has few states: the
 * shipped ones have hundreds of transitions, and each run reads, compiles and hashes them.
 */
export function writeSite(folder: string): string {
  const path = join(folder, "site.json");
  const site = {
    seed: 313,
    ...{ alpha: 140, beta: 138_240, damping: 0.09375, "session-gap": 1800 },
    ...{ "weekend-damping": 0.5, "weekend-damping-offset": 180, "weekend-damping-scale": 360 },
    ...{ "churned-state": "Cancelled", "new-user-auth": "Guest", "new-user-level": "free", holidays: "US" },
    "show-user-details": ["Guest", "Logged In", "Cancelled"].map((auth) => ({ auth, show: auth !== "Guest" })),
    levels: LEVELS.map((level) => ({ level, weight: level === "free" ? 2 : 1 })),
    auths: [
      { auth: "Logged In", weight: 4 },
      { auth: "Guest", weight: 1 },
    ],
    "new-session": LEVELS.flatMap((level) => [visit(level), home(level), song(level)]).map((each) => ({
      ...each,
      weight: 1,
    })),
    transitions: TRANSITIONS.map(([source, dest, p]) => ({ source, dest, p })),
  };
  writeFileSync(path, JSON.stringify(site, undefined, 1));
  return path;
}
