// Writes the shipped configurations: node configs/build/generate.mjs [FOLDER]   (without FOLDER: configs/)

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { populations } from "./populations.mjs";
import { crossings, levelsOfAuth, pages, rows } from "./site.mjs";

const MILLION = 1_000_000;

/** Auths whose lines name the user: the site knows who asks only while somebody is, or was a moment ago, logged in. */
const KNOWN_AUTHS = ["Logged In", "Cancelled"];

const stateOf = (page, auth, level) => {
  const { method, status } = pages[page];
  return { page, auth, method, status, level };
};

const existsAt = (page, level) => page === "leave" || (pages[page].levels ?? [level]).includes(level);

/** The state behind a link: the same visitor, unless the link is a form's way on after success. */
const destinationOf = (from, to, auth, level) => {
  const crossing = crossings[from];
  if (crossing?.page !== to) return stateOf(to, auth, level);
  return stateOf(to, crossing.auth ?? auth, crossing.level ?? level);
};

const applies = (change, situation) =>
  change.except !== situation.from &&
  ["auth", "level", "from"].every((key) => change[key] === undefined || change[key] === situation[key]);

/** Weights at the level, without pages that the level lacks or that have no weight there. */
const weightsAt = (level, weights) =>
  Object.entries(weights)
    .map(([page, weight]) => [page, typeof weight === "object" ? weight[level] : weight])
    .filter(([page, weight]) => weight !== undefined && existsAt(page, level));

/** One row of the site as this population walks it: [next page, weight] pairs, those that only the population has at the end. */
const rowOf = (changes, situation) => {
  const { auth, level, from } = situation;
  const matching = changes.filter((change) => applies(change, situation));
  const factor = (page) => matching.reduce((product, { times = {} }) => product * (times[page] ?? 1), 1);
  const row = new Map(weightsAt(level, rows[auth][from]).map(([page, weight]) => [page, weight * factor(page)]));
  for (const { adds = {} } of matching)
    for (const [page, weight] of weightsAt(level, adds)) row.set(page, (row.get(page) ?? 0) + weight);
  return [...row];
};

/** Weights become millionths, rounded down: a sum then never exceeds 1, and what rounding loses goes to the session's end. */
const transitionsFrom = (changes, situation) => {
  const { from, auth, level } = situation;
  const row = rowOf(changes, situation);
  const total = row.reduce((sum, [, weight]) => sum + weight, 0);
  return row
    .filter(([page]) => page !== "leave")
    .map(([page, weight]) => ({
      source: stateOf(from, auth, level),
      dest: destinationOf(from, page, auth, level),
      p: Math.floor((weight / total) * MILLION) / MILLION,
    }));
};

const situations = Object.entries(levelsOfAuth).flatMap(([auth, levels]) => levels.map((level) => ({ auth, level })));

const startsOf = (changes) =>
  situations.flatMap(({ auth, level }) =>
    rowOf(changes, { auth, level, from: "start" }).map(([page, weight]) => ({
      ...stateOf(page, auth, level),
      weight: Math.round(weight),
    })),
  );

const transitionsOf = (changes) =>
  situations.flatMap(({ auth, level }) =>
    Object.keys(rows[auth])
      .filter((from) => from !== "start" && existsAt(from, level))
      .flatMap((from) => transitionsFrom(changes, { auth, level, from })),
  );

const weighted = (name, weights) => Object.entries(weights).map(([value, weight]) => ({ [name]: value, weight }));

const configOf = ({ keys, levels, auths, changes }) => ({
  $schema: "./schema.json",
  ...keys,
  "show-user-details": Object.keys(levelsOfAuth).map((auth) => ({ auth, show: KNOWN_AUTHS.includes(auth) })),
  levels: weighted("level", levels),
  auths: weighted("auth", auths),
  "new-session": startsOf(changes),
  transitions: transitionsOf(changes),
});

/** A misspelt page in `times` would multiply nothing, unseen: it stops the generator instead. */
const checkPages = (name, { changes }) => {
  const known = ["leave", ...Object.keys(pages)];
  const named = changes.flatMap(({ times = {}, adds = {} }) => [...Object.keys(times), ...Object.keys(adds)]);
  const unknown = named.find((page) => !known.includes(page));
  if (unknown !== undefined) {
    throw new Error(`${name}: changes: no page "${unknown}"; write one of ${known.join(", ")}`);
  }
};

/** An object on one line, as people write it: spaces after colons, commas and braces. */
const onOneLine = (value) => {
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${onOneLine(member)}`);
  return `{ ${members.join(", ")} }`;
};

const textOf = (value) =>
  Array.isArray(value) ? `[\n${value.map((item) => `    ${onOneLine(item)}`).join(",\n")}\n  ]` : onOneLine(value);

/** JSON with one key, start or transition a line, so that a difference between two versions can be read. */
const fileText = (config) =>
  `{\n${Object.entries(config)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${textOf(value)}`)
    .join(",\n")}\n}\n`;

const folder = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
mkdirSync(folder, { recursive: true });
for (const [name, population] of Object.entries(populations)) {
  checkPages(name, population);
  writeFileSync(join(folder, `${name}-config.json`), fileText(configOf(population)));
}
