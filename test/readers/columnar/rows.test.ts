// A run as JSON and as each format with columns: each reader returns the events, row for row, and as many for each filter.

import { describe, expect, it } from "vitest";
import { countsOf, filtersOf } from "./filters.ts";
import { readersOf } from "./readers.ts";
import { type Form, RUNS } from "./runs.ts";
import { Written } from "./written.ts";

const nameOf = ({ format, options }: Form) => [format, ...options].join(" ");

describe.each(RUNS)("$name", (run) => {
  const written = new Written(run);

  describe.each(run.forms.map((form) => ({ name: nameOf(form), form })))("as $name", ({ form }) => {
    for (const [name, { isThere, differences, counts, mostFilters = Number.POSITIVE_INFINITY }] of readersOf(form)) {
      it.skipIf(!isThere)(`has the events for ${name}`, async () => {
        const [rows, path] = await Promise.all([written.events(), written.as(form)]);
        const events = { path: written.path, rows, columns: run.columns };
        expect(await differences({ path, format: form.format, events })).toEqual([]);
      });

      if (counts === undefined || !form.isFiltered) continue;
      it.skipIf(!isThere)(`has the rows of each filter for ${name}`, async () => {
        const [rows, path] = await Promise.all([written.events(), written.as(form)]);
        const all = filtersOf(rows, run.groupEvents);
        const step = Math.ceil(all.length / Math.min(all.length, mostFilters));
        const filters = all.filter((_, at) => at % step === 0);
        const found = await counts(path, filters);
        const wanted = countsOf(rows, filters);
        const wrong = filters.flatMap((filter, at) =>
          found[at] === wanted[at] ? [] : [[filter, wanted[at], found[at]]],
        );
        expect(wrong).toEqual([]);
        expect(found.length).toBe(filters.length);
      });
    }
  });
});
