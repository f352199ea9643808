// Writes data/holidays-us.tsv: the public holidays of the United States, without substitute days, so that a run with
// the default country need not load the calendar of the whole world (0.2 s). Run: node data/build/holidays.mjs
import { writeFileSync } from "node:fs";
import Holidays from "date-holidays";

const FIRST_YEAR = 1900;
const LAST_YEAR = 2150;

const calendar = new Holidays("US", { types: ["public"] });
const rows = [];
for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
  for (const { date, name, type, substitute } of calendar.getHolidays(year)) {
    if (type === "public" && !substitute) rows.push(`${date.slice(0, 10)}\t${name}`);
  }
}
writeFileSync(new URL("../holidays-us.tsv", import.meta.url), `date\tname\n${rows.join("\n")}\n`);
