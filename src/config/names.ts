import type { Path } from "./document.ts";
import { suggestion } from "./nearest.ts";
import type { Report } from "./report.ts";
import type { Scalars, Tables } from "./schema.ts";
import { mentionsOf } from "./states.ts";

/** The auths and levels that states have, each with the path of its first mention. */
interface KnownNames {
  auths: ReadonlyMap<string, Path>;
  levels: ReadonlyMap<string, Path>;
}

/** Names of auths and levels that one table uses and another one lacks. */
export function checkNames(scalars: Scalars, tables: Tables, report: Report): void {
  if (tables.newSession.includes(undefined) || tables.transitions.includes(undefined)) return;
  const known = knownNames(tables);
  checkPopulation(tables, known, report);
  checkDetails(tables, known, report);
  checkAllHaveDetails(tables, known, report);
  if (scalars.churnedAuth === undefined) return;
  checkKnown("auth", scalars.churnedAuth, known.auths, ["churned-state"], report);
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

function checkKnown(kind: string, name: string, known: ReadonlyMap<string, Path>, path: Path, report: Report): void {
  if (known.has(name)) return;
  const advice = suggestion(name, known.keys(), "remove it, or add states that have it");
  report.error(path, `no state has the ${kind} ${JSON.stringify(name)}${advice}`);
}

/** An auth of weight 0 says that nobody begins with it, which is right for one that no state has. */
function checkPopulation({ auths, levels }: Tables, known: KnownNames, report: Report): void {
  for (const [index, entry] of auths.entries()) {
    if (entry !== undefined && entry.weight > 0) {
      checkKnown("auth", entry.auth, known.auths, ["auths", index, "auth"], report);
    }
  }
  for (const [index, entry] of levels.entries()) {
    if (entry !== undefined) checkKnown("level", entry.level, known.levels, ["levels", index, "level"], report);
  }
}

function checkDetails({ showUserDetails, auths }: Tables, known: KnownNames, report: Report): void {
  const firstPaths = new Map<string, Path>();
  const listed = new Set(auths.map((entry) => entry?.auth));
  for (const [index, entry] of showUserDetails.entries()) {
    if (entry === undefined) continue;
    const path = ["show-user-details", index, "auth"];
    const first = firstPaths.get(entry.auth);
    if (first === undefined) firstPaths.set(entry.auth, path);
    else report.error(path, `${JSON.stringify(entry.auth)} is on line ${report.lineOf(first)} already; keep one`);
    if (!listed.has(entry.auth)) checkKnown("auth", entry.auth, known.auths, path, report);
  }
}

function checkAllHaveDetails({ showUserDetails }: Tables, known: KnownNames, report: Report): void {
  if (showUserDetails.includes(undefined)) return;
  const listed = new Set(showUserDetails.map((entry) => entry!.auth));
  for (const [auth, path] of known.auths) {
    const entry = `{"auth": ${JSON.stringify(auth)}, "show": true}`;
    if (!listed.has(auth))
      report.error(path, `show-user-details lacks ${JSON.stringify(auth)}; add ${entry} or false to it`);
  }
}
