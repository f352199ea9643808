import { once } from "node:events";
import { expect } from "vitest";
import { start } from "./program.ts";

interface Sample {
  value?: string;
  labels?: Record<string, string>;
  buckets?: Record<string, string>;
  count?: string;
  sum?: string;
}

export interface Family {
  name: string;
  help: string;
  type: string;
  metrics: Sample[];
}

/** The package has no types. */
const PARSER: string = "parse-prometheus-text-format";
const { default: parse } = (await import(PARSER)) as { default: (text: string) => Family[] };

export const METRICS_ADDRESS = /^metrics: (http:\/\/127\.0\.0\.1:\d+\/metrics)$/m;
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
const VALUE = String.raw`[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN`;
const LINE = new RegExp(
  [
    String.raw`^# HELP ${NAME} (?:[^\\\n]|\\[\\n])+$`,
    `^# TYPE ${NAME} (?:counter|gauge|histogram)$`,
    `^${NAME}(?:\\{${LABEL}(?:,${LABEL})*\\})? (?:${VALUE})$`,
  ].join("|"),
);

/** Reads metrics with a parser that others wrote, and holds the text to the format's and its names' rules. */
export function readMetrics(text: string): Map<string, Family> {
  const lines = text.split("\n");
  expect(lines.pop(), "the last line has an end").toBe("");
  for (const line of lines) expect(line).toMatch(LINE);
  const families = new Map(parse(text).map((family) => [family.name, family]));
  for (const { name, type } of families.values()) {
    // All lines of a family stand together, after its help and its type.
    const own = lines.flatMap((line, index) => (new RegExp(`^(# \\w+ )?${name}[ {_]`).test(line) ? [index] : []));
    expect(lines[own[0]!]).toMatch(new RegExp(`^# HELP ${name} `));
    expect(lines[own[0]! + 1]).toBe(`# TYPE ${name} ${type.toLowerCase()}`);
    // https://prometheus.io/docs/practices/naming/
    expect(name).toMatch(type === "COUNTER" ? /_total$/ : /(?<!_total)$/);
    expect(name).toMatch(/^(eventsim|process)_[a-z_]+$/);
    expect(name).not.toMatch(/milli|micro|kilo|mega|_ms\b/);
  }
  return families;
}

/** Returns the value of a metric that has one sample; undefined if there is no such metric. */
export function sampleOf(families: Map<string, Family>, name: string): number | undefined {
  const metrics = families.get(name)?.metrics;
  if (metrics === undefined) return undefined;
  expect(metrics, name).toHaveLength(1);
  return Number(metrics[0]!.value);
}

/** Asks for the metrics once. */
export async function scrape(address: string): Promise<Map<string, Family>> {
  const response = await fetch(address);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return readMetrics(await response.text());
}

/** Starts a run that serves metrics, and returns it with their address. */
export async function served(...values: string[]) {
  const child = start(["--metrics-port", "0", ...values]);
  let said = "";
  while (!METRICS_ADDRESS.test(said)) {
    const [bytes] = (await once(child.stderr, "data")) as [Buffer];
    said += bytes;
  }
  return { child, address: METRICS_ADDRESS.exec(said)![1]! };
}
