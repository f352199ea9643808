// Writes one table of data/: tab-separated UTF-8, one heading line, LF line ends.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dataFolder = dirname(dirname(fileURLToPath(import.meta.url)));
/** The engine draws with 32-bit integers below the sum of the weights. */
const SUM_LIMIT = 2 ** 32;

/** `rows` are arrays of strings and numbers. */
export function writeRows(file, heading, rows) {
  const lines = [heading, ...rows].map((row) => row.map(checkedField).join("\t"));
  if (lines.some((line) => line.split("\t").length !== heading.length)) throw new Error(`${file}: uneven rows`);
  writeFileSync(join(dataFolder, file), `${lines.join("\n")}\n`);
  console.error(`${file}: ${rows.length} rows`);
}

/** The same for rows whose last column is a weight. */
export function writeTable(file, heading, rows) {
  const sum = rows.reduce((total, row) => total + row.at(-1), 0);
  if (!(sum > 0 && sum < SUM_LIMIT)) throw new Error(`${file}: the weights sum to ${sum}`);
  writeRows(file, heading, rows);
  console.error(`${file}: weights sum to ${sum}`);
}

function checkedField(value) {
  const text = String(value);
  if (/[\t\n\r]/.test(text)) throw new Error(`a field with a tab or line end: ${JSON.stringify(text)}`);
  return text;
}

/** Order of UTF-16 code units, the same on every machine and in every locale. */
export function compareText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Heaviest first, equal weights by the first column. */
export function byWeight(a, b) {
  return b.at(-1) - a.at(-1) || compareText(a[0], b[0]);
}

export function capitalize(name) {
  return name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase();
}
