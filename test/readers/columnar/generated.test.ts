// Generated sites, catalogs and runs, with texts of any kind: each reader that starts at once returns their events.

import fc from "fast-check";
import { describe, it } from "vitest";
import { FIELD_NAMES } from "../../../src/schema/choose.ts";
import { type Case, cases, writeCase } from "../../support/generated/generate.ts";
import { tagOf } from "../../support/generated/run.ts";
import { areThere } from "../ask.ts";
import { readersOf } from "./readers.ts";
import { CODECS, type Form, type Run } from "./runs.ts";
import { Written } from "./written.ts";

/** The slow ones, and PostgreSQL, which has no texts with NUL. */
const LEFT_OUT = /^Spark|^parquet-java|^PostgreSQL/;

/** polars reads no compressed file without blocks, not one of fastavro either; at one with snappy its process ends. */
const needsBlocks = (reader: string, { format, options }: Form) =>
  reader === "polars" && format === "avro" && !options.includes("none");

const forms: fc.Arbitrary<Form> = fc.constantFrom(...Object.values(CODECS).flat());
const groups = fc.constantFrom(1, 7, 100, 2048);

function runOf(site: Case, groupEvents: number): Run {
  const columns = FIELD_NAMES.filter((name) => name !== "tag" || tagOf(site.run) !== undefined);
  // A batch of Parquet and Arrow is a row group.
  const ofColumns = { ...site, run: { ...site.run, batchEvents: undefined } };
  return { name: "generated", options: (folder) => writeCase(ofColumns, folder), groupEvents, columns, forms: [] };
}

async function differences(run: Run, form: Form): Promise<string[]> {
  const written = new Written(run);
  const [rows, path] = await Promise.all([written.events(), written.as(form)]);
  const events = { path: written.path, rows, columns: run.columns };
  const readers = readersOf(form).filter(
    ([name]) => !LEFT_OUT.test(name) && !(rows.length === 0 && needsBlocks(name, form)),
  );
  const each = readers.map(async ([name, reader]) => {
    const found = await reader.differences({ path, format: form.format, events });
    return found.map((difference) => `${name}: ${difference}`);
  });
  return (await Promise.all(each)).flat();
}

describe.skipIf(!areThere)("generated runs", () => {
  it("have the events in each format", async () => {
    const property = fc.asyncProperty(cases, groups, forms, async (site, groupEvents, form) => {
      const found = await differences(runOf(site, groupEvents), form);
      if (found.length > 0) throw new Error(found.join("\n"));
    });
    await fc.assert(property, { numRuns: 25, endOnFailure: true });
  });
});
