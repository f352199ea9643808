// Makes data/places.tsv: cities and towns of the United States as "Houston, TX", with their population.
import { byWeight, writeTable } from "./table.mjs";
import { readTowns } from "./towns.mjs";

const populations = new Map();
// Two records of one name in one state are mostly the same town, once as a town and once as a statistical area.
for (const { place, population } of await readTowns())
  populations.set(place, Math.max(populations.get(place) ?? 0, population));
writeTable("places.tsv", ["place", "population"], [...populations].sort(byWeight));
