/** The least and greatest as a reader of Parquet compares them: texts by bytes. Undefined if there is none or a value is NaN. */
export function boundsOf<V extends string | number | bigint | null>(values: readonly V[]): [V, V] | undefined {
  if (values.length === 0 || values.some((value) => Number.isNaN(value))) return undefined;
  const sorted = values.toSorted((a, b) => {
    if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
    return Number(a) - Number(b);
  });
  return [sorted[0] as V, sorted.at(-1) as V];
}
