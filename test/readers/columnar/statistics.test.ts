// What the footer and the indexes of Parquet files say of each row group and each page, recomputed from the events.

import { describe, expect, it } from "vitest";
import { areThere, type Row, readFooter } from "../ask.ts";
import { INSTANTS } from "./events.ts";
import { hasParquetJava, type Page, pagesByParquetJava } from "./java.ts";
import { RUNS } from "./runs.ts";
import { Written } from "./written.ts";

type Value = string | number;

interface Bounds {
  nulls: number;
  minimum: Value | undefined;
  maximum: Value | undefined;
}

/** Parquet orders texts by their bytes in UTF-8, and JavaScript by code units. */
function isBefore(a: Value, b: Value): boolean {
  return typeof a === "string" ? Buffer.compare(Buffer.from(a), Buffer.from(b as string)) < 0 : a < (b as number);
}

function cellOf(row: Row, column: string): Value | undefined {
  const value = row[column] as Value | undefined;
  if (value === undefined) return undefined;
  return INSTANTS.includes(column) ? 1000 * (value as number) : column === "length" ? Number(value) : value;
}

function boundsOf(rows: readonly Row[], column: string): Bounds {
  const values = rows.map((row) => cellOf(row, column)).filter((value) => value !== undefined);
  // NaN has no place in an order.
  const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value));
  const first = (goesFirst: (a: Value, b: Value) => boolean) =>
    distinct.reduce<Value | undefined>(
      (best, value) => (best === undefined || goesFirst(value, best) ? value : best),
      undefined,
    );
  return { nulls: rows.length - values.length, minimum: first(isBefore), maximum: first((a, b) => isBefore(b, a)) };
}

/** The first of two neighbours that are out of order, if a column's pages are in one. */
function outOfOrder(pages: readonly Page[]): Page | undefined {
  const bounded = pages.filter(({ minimum }) => minimum !== undefined);
  return bounded.slice(1).find((page, at) => {
    const [a, b] = page.order === "DESCENDING" ? [page, bounded[at]!] : [bounded[at]!, page];
    const isDisordered = (key: "minimum" | "maximum") => isBefore(b[key] as Value, a[key] as Value);
    return page.order !== "UNORDERED" && (isDisordered("minimum") || isDisordered("maximum"));
  });
}

const inFooter = (column: string, value: Value | undefined) =>
  value === undefined ? null : column === "length" ? value : String(value);

describe.each(RUNS)("$name", (run) => {
  const written = new Written(run);
  const forms = run.forms.filter(({ format }) => format === "parquet");

  describe.each(forms.map((form) => ({ name: form.options.join(" ") || "the default", form })))("$name", ({ form }) => {
    it.skipIf(!areThere)("has row groups of the size asked for, with exact statistics", async () => {
      const [rows, path] = await Promise.all([written.events(), written.as(form)]);
      const { groups, groupRows } = await readFooter(path);
      const starts = groupRows.map((_, group) => group * run.groupEvents);
      expect(groupRows).toEqual(starts.map((start) => Math.min(run.groupEvents, rows.length - start)));
      expect(groupRows.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
      const wanted = starts.map((start) =>
        run.columns.map((name) => {
          const { nulls, minimum, maximum } = boundsOf(rows.slice(start, start + run.groupEvents), name);
          return { name, nulls, minimum: inFooter(name, minimum), maximum: inFooter(name, maximum), hasIndexes: true };
        }),
      );
      expect(groups.map((chunks) => chunks.map(({ codec: _, ...chunk }) => chunk))).toEqual(wanted);
    });

    it.skipIf(!hasParquetJava)("has an index with the exact bounds of each page", async () => {
      const [rows, path] = await Promise.all([written.events(), written.as(form)]);
      const pages = await pagesByParquetJava(path);
      const ends = pages.map((page, at) => {
        const next = pages[at + 1];
        const isLast = next?.group !== page.group || next.column !== page.column;
        return isLast ? (page.group + 1) * run.groupEvents : page.group * run.groupEvents + next.firstRow;
      });
      const wrong = pages.flatMap((page, at) => {
        const { group, column, firstRow, order: _, ...found } = page;
        const bounds = boundsOf(rows.slice(group * run.groupEvents + firstRow, ends[at]), column);
        const wanted = JSON.stringify(bounds);
        return JSON.stringify(found) === wanted
          ? []
          : [`${column}, group ${group}, row ${firstRow}: ${JSON.stringify(found)}, not ${wanted}`];
      });
      expect(wrong).toEqual([]);
      const groups = Math.ceil(rows.length / run.groupEvents);
      const chunks = new Map<string, Page[]>();
      for (const page of pages) {
        const chunk = `${page.group} ${page.column}`;
        chunks.set(chunk, [...(chunks.get(chunk) ?? []), page]);
      }
      expect(chunks.size).toBe(groups * run.columns.length);
      expect([...chunks.values()].map(outOfOrder).filter((page) => page !== undefined)).toEqual([]);
    });
  });
});
