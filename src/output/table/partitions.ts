import { FIELD_NAMES } from "../../schema/choose.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";

/** A column whose value is in the name of a folder, such as `dt=2026-01-31`. */
export interface PartitionColumn {
  name: string;
  type: "date" | "integer" | "long" | "string";
}

const TYPES: readonly [RegExp, PartitionColumn["type"]][] = [
  [/^\{date\}$/, "date"],
  [/^\{(hour|year|month|day)\}$/, "integer"],
  [/^\{part(:\d+)?\}$/, "long"],
];
/** Characters that Delta and Spark refuse in the names of columns. */
const REFUSED = /[ ,;{}()\n\t=]/;

function typeOf(value: string): PartitionColumn["type"] {
  return TYPES.find(([pattern]) => pattern.test(value))?.[1] ?? "string";
}

/** Returns the pairs of folders like `dt=2026-01-31` in a path, in order. */
function pairsOf(path: string): [string, string][] {
  const folders = path.split("/").slice(0, -1);
  return folders.flatMap((folder): [string, string][] => {
    const at = folder.indexOf("=");
    return at > 0 ? [[folder.slice(0, at), folder.slice(at + 1)]] : [];
  });
}

/**
 * Returns the partition columns of a template's names.
 * @param names the template below the folder of all files, such as `dt={date}/{part}.parquet`
 * @throws UsageError if a folder's name cannot be that of a column
 */
export function partitionColumnsOf(names: string): PartitionColumn[] {
  const columns = pairsOf(names).map(([name, value]) => ({ name, type: typeOf(value) }));
  const known = new Set(FIELD_NAMES.map((name) => name.toLowerCase()));
  for (const { name } of columns) {
    const folder = `--table delta: the folders ${printable(name)}=...`;
    if (REFUSED.test(name))
      throw new UsageError(`${folder}: Delta takes no column with such a name; use letters and digits before the "="`);
    // Names of Delta's columns that differ in case only are the same.
    if (known.has(name.toLowerCase()))
      throw new UsageError(`${folder}: there is a column with this name already; choose another before the "="`);
    known.add(name.toLowerCase());
  }
  return columns;
}

/** Returns the values of a file's partition columns, as Delta writes them: `5` for the folder `hour=05`. */
export function partitionValuesOf(columns: readonly PartitionColumn[], name: string): Record<string, string> {
  const values = new Map(pairsOf(name));
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const value = values.get(name) as string;
      return [name, type === "integer" || type === "long" ? String(Number(value)) : value];
    }),
  );
}
