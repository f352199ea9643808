/** A number with its name; a name's labels tell its samples apart. */
export interface Metric {
  type: "counter" | "gauge";
  name: string;
  help: string;
  value: number;
  labels?: Readonly<Record<string, string>>;
}

/** How values are distributed. */
export interface Histogram {
  type: "histogram";
  name: string;
  help: string;
  /** Upper bounds in ascending order, each with the number of values up to it. */
  buckets: readonly (readonly [bound: number, count: number])[];
  count: number;
  sum: number;
}

export type Family = Metric | Histogram;

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}

function labelText(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function histogramLines({ name, buckets, count, sum }: Histogram): string[] {
  const all = [...buckets, [Number.POSITIVE_INFINITY, count] as const];
  const lines = all.map(([bound, upTo]) => `${name}_bucket{le="${numberText(bound)}"} ${upTo}`);
  return [...lines, `${name}_sum ${numberText(sum)}`, `${name}_count ${count}`];
}

/**
 * Returns families as text in Prometheus' format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). The client library for Node holds values of its own
 * that are added to; these are read where they are, when somebody asks.
 */
export function expose(families: readonly Family[]): string {
  const lines = families.flatMap((family) => [
    `# HELP ${family.name} ${escaped(family.help)}`,
    `# TYPE ${family.name} ${family.type}`,
    ...(family.type === "histogram"
      ? histogramLines(family)
      : [`${family.name}${labelText(family.labels)} ${numberText(family.value)}`]),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}
