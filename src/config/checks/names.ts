import { suggestion } from "../../system/nearest.ts";
import { quoted } from "../../system/printable.ts";
import type { Scalars, Tables } from "../keys/keys.ts";
import { mentionsOf } from "../states.ts";
import type { Path } from "../text/places.ts";
import type { Report } from "../text/report.ts";

/** The auths and levels that states have, each with the path of its first mention. */
export interface KnownNames {
  auths: ReadonlyMap<string, Path>;
  levels: ReadonlyMap<string, Path>;
}

/** Reports names of auths and levels that a table uses but no state has: an error if users would have them, else a warning. */
export function checkNames(scalars: Scalars, tables: Tables, known: KnownNames, report: Report): void {
  if (tables.newSession.includes(undefined) || tables.transitions.includes(undefined)) return;
  checkPopulation(tables, known, report);
  checkDetails(tables, known, report);
  const { churnedAuth } = scalars;
  if (churnedAuth === undefined || known.auths.has(churnedAuth)) return;
  report.warning(["churned-state"], unusedText("auth", churnedAuth, known.auths));
}

export function knownNames(tables: Pick<Tables, "newSession" | "transitions">): KnownNames {
  const auths = new Map<string, Path>();
  const levels = new Map<string, Path>();
  for (const { state, path } of mentionsOf(tables)) {
    if (!auths.has(state.auth)) auths.set(state.auth, [...path, "auth"]);
    if (!levels.has(state.level)) levels.set(state.level, [...path, "level"]);
  }
  return { auths, levels };
}

function unusedText(kind: string, name: string, known: ReadonlyMap<string, Path>): () => string {
  return () =>
    `no state has the ${kind} ${quoted(name)}${suggestion(name, known.keys(), "remove it, or add states that have it")}`;
}

/** No user begins with an auth of weight 0, so it may be one that no state has. */
function checkPopulation({ auths, levels }: Tables, known: KnownNames, report: Report): void {
  for (const [index, entry] of auths.entries()) {
    if (entry === undefined || entry.weight === 0 || known.auths.has(entry.auth)) continue;
    report.error(["auths", index, "auth"], unusedText("auth", entry.auth, known.auths));
  }
  for (const [index, entry] of levels.entries()) {
    if (entry === undefined || known.levels.has(entry.level)) continue;
    const path = ["levels", index, "level"];
    const text = unusedText("level", entry.level, known.levels);
    if (entry.weight > 0) report.error(path, text);
    else report.warning(path, text);
  }
}

function checkDetails({ showUserDetails, auths }: Tables, known: KnownNames, report: Report): void {
  const firstPaths = new Map<string, Path>();
  const listed = new Set(auths.map((entry) => entry?.auth));
  for (const [index, entry] of showUserDetails.entries()) {
    if (entry === undefined) continue;
    const { auth } = entry;
    const path = ["show-user-details", index, "auth"];
    const first = firstPaths.get(auth);
    if (first === undefined) firstPaths.set(auth, path);
    else report.error(path, () => `${quoted(auth)} is ${report.within(first)} already; keep one`);
    if (!listed.has(auth) && !known.auths.has(auth)) report.warning(path, unusedText("auth", auth, known.auths));
  }
}

/** @param isReached whether any user can reach a state of the auth; otherwise no event shows details for it */
export function checkAllHaveDetails(
  { showUserDetails }: Pick<Tables, "showUserDetails">,
  known: KnownNames,
  isReached: (auth: string) => boolean,
  report: Report,
): void {
  const listed = new Set(showUserDetails.map((entry) => entry?.auth));
  for (const [auth, path] of known.auths) {
    if (listed.has(auth)) continue;
    const text = () =>
      `show-user-details lacks ${quoted(auth)}; add {"auth": ${quoted(auth)}, "show": true} or false to it`;
    if (isReached(auth)) report.error(path, text);
    else report.warning(path, text);
  }
}
