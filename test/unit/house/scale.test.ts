// Computes the figures of docs/guide/scale.md and of the table in docs/guide/cluster.md again: the inputs from the measurements that the
// former names, the rest from the inputs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOST_FILES } from "../../../src/output/manifest/merge/shares.ts";
import { ROOT } from "../../support/root.ts";

const page = readFileSync(join(ROOT, "docs/guide/scale.md"), "utf8");
const clusterPage = readFileSync(join(ROOT, "docs/guide/cluster.md"), "utf8");

/** The rows of all tables: the cells after the first one, by the first one. The three tables of forms have no name in common. */
function rowsOf(section: string, source = page): Map<string, string[]> {
  const start = source.indexOf(`## ${section}\n`);
  expect(start, section).toBeGreaterThanOrEqual(0);
  const text = source.slice(start, source.indexOf("\n## ", start + 1) >>> 0);
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return new Map(rows.map((row) => row.slice(2, -2).split(" | ")).map(([name, ...cells]) => [name!, cells]));
}

const inputs = rowsOf("Inputs");
function input(name: string): number {
  const [value] = inputs.get(name) ?? [];
  expect(Number(value), name).toBeGreaterThan(0);
  return Number(value);
}

/** A figure of a measurement in bench/results. */
function measured(commit: string, row: string, fact: string): number {
  const folder = join(ROOT, "bench/results");
  const names = readdirSync(folder).filter((name) => name.includes(commit) && /(?<!-again)\.jsonl$/.test(name));
  const lines = names.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  const found = lines.map((line) => JSON.parse(line)).find((each) => each.row === row);
  return found.facts[fact] as number;
}

/** Whether a printed figure is the value, to three digits. */
function expectFigure(printed: string, value: number, name: string): void {
  expect(Math.abs(Number(printed) / value - 1), `${name}: ${printed}, computed ${value}`).toBeLessThan(0.005);
}

describe("the inputs of scale.md", () => {
  it.each([
    ["text of an event, bytes", "d44d71c", "json-20k", "bytesPerEvent", 1],
    ["JSON, million events/s", "55da131", "json-20k", "steadyEventsPerSecond", 1e6],
    ["JSON as LZ4, million events/s", "d44d71c", "lz4-20k", "steadyEventsPerSecond", 1e6],
    ["Parquet with its default codec, million events/s", "f72727f", "parquet-default-20k", "firstEventsPerSecond", 1e6],
    ["Parquet, bytes of an event", "f72727f", "parquet-size-auto", "bytesPerEvent", 1],
    ["messages of Kafka with LZ4, bytes of an event", "2877284", "kafka-lz4", "bytesPerEvent", 1],
    ["messages of Kafka with LZ4, million events/s", "2877284", "kafka-lz4", "eventsPerSecond", 1e6],
    ["memory of a million users, MB", "a1aae96", "memory-1m", "peakBytes", 1e6],
  ] as const)("%s", (name, commit, row, fact, unit) => {
    expectFigure(String(input(name)), measured(commit, row, fact) / unit, name);
  });

  it("two that are quotients", () => {
    const size = measured("a1aae96", "lz4-size", "ownBytes") / measured("a1aae96", "lz4-size", "fileEvents");
    expectFigure(String(input("JSON as LZ4, bytes of an event")), size, "lz4-size");
    const events = measured("a1aae96", "memory-window", "longEvents");
    const userDays = measured("a1aae96", "memory-window", "users") * measured("a1aae96", "memory-window", "longDays");
    expectFigure(String(input("events of a user and day")), events / userDays, "events of a user and day");
  });
});

const EVENTS = 1e15 / input("text of an event, bytes");
const MACHINES = input("machines");
const NETWORK = input("network of a machine, GB/s") * 1e9;
const FILE = input("file, GiB") * 2 ** 30;
const REPLICAS = input("replicas");

/** What follows for a form. */
function formOf(eventsPerSecond: number, eventBytes: number) {
  const bytes = EVENTS * eventBytes;
  const share = bytes / MACHINES;
  const seconds = EVENTS / MACHINES / eventsPerSecond;
  const files = bytes / FILE;
  const blocks = files * (FILE / (input("block of HDFS, MiB") * 2 ** 20));
  const hdfsSeconds = ((REPLICAS - 1) * share) / NETWORK;
  const calls = files * input("calls of the name node: a file") + blocks * input("calls of the name node: a block");
  const parts = FILE / (input("part of an upload to S3, MiB") * 2 ** 20);
  const requests = files * (parts + input("requests of an upload beside its parts"));
  const writing = Math.max(seconds, share / NETWORK);
  const perPrefix = input("writes of S3, a second and partitioned prefix");
  return {
    "seconds of its two cores": seconds,
    "GB that it writes": share / 1e9,
    "GB/s that its disk or network must take to keep up": share / seconds / 1e9,
    "seconds of its network, if everything goes over it once": share / NETWORK,
    files: files / MACHINES,
    "TB on its disks": (REPLICAS * bytes) / 1e12,
    "seconds of the network, for two replicas of three": hdfsSeconds,
    "GB/s that the disks of a machine must take, while all write":
      (REPLICAS * share) / Math.max(seconds, hdfsSeconds) / 1e9,
    "thousands of files": files / 1e3,
    "thousands of blocks": blocks / 1e3,
    "GB of heap for them in the name node":
      ((files + blocks) * input("heap of the name node, bytes of a file or block")) / 1e9,
    "calls of the name node a second, while all write": calls / Math.max(seconds, hdfsSeconds),
    "TB in it": bytes / 1e12,
    "millions of requests": requests / 1e6,
    "requests a second, while all write": requests / writing,
    "prefixes that take them": requests / writing / perPrefix,
    "hours over one prefix": requests / perPrefix / 3600,
    "hours of a machine, times its price an hour": (writing * MACHINES) / 3600,
    "TB in the bucket, times the price of a TB and month": bytes / 1e12,
    "thousands of requests, times the price of a thousand": requests / 1e3,
  };
}

const forms = [
  formOf(input("JSON, million events/s") * 1e6, input("text of an event, bytes")),
  formOf(input("JSON as LZ4, million events/s") * 1e6, input("JSON as LZ4, bytes of an event")),
  formOf(input("Parquet with its default codec, million events/s") * 1e6, input("Parquet, bytes of an event")),
];

const SECTIONS = ["What each machine makes, and how long it takes", "HDFS", "S3", "What it costs"];
const names = Object.keys(forms[0]!) as (keyof (typeof forms)[0])[];
const derived = new Map(SECTIONS.flatMap((section) => [...rowsOf(section)]));

describe("the tables of scale.md", () => {
  it.each(names)("%s", (name) => {
    const cells = derived.get(name);
    expect(cells, name).toHaveLength(3);
    for (const [form, cell] of cells!.entries()) expectFigure(cell, forms[form]![name], name);
  });

  it("have no row that is not computed", () => {
    const rest = [...derived].filter(([name]) => !(names as string[]).includes(name));
    // Heads and rules.
    for (const [, cells] of rest) expect(cells[0]).toMatch(/^(JSON|---)$/);
  });
});

/** Each figure in the text, as it stands there. */
it("the sentences of scale.md", () => {
  const kafka = EVENTS * input("messages of Kafka with LZ4, bytes of an event");
  const broker = NETWORK / REPLICAS;
  const hours = kafka / (100 * broker) / 3600;
  const lz4 = forms[1]!;
  const busy = EVENTS / MACHINES / (input("messages of Kafka with LZ4, million events/s") * 1e6) / (hours * 3600);
  const sentences: [RegExp, number][] = [
    [/are ([\d.]+) trillion events/, EVENTS / 1e12],
    [/([\d.]+) billion for each machine/, EVENTS / MACHINES / 1e9],
    [/A billion users make them in ([\d.]+) days/, EVENTS / input("events of a user and day") / 1e9],
    [/in ([\d.]+) MB of memory/, input("memory of a million users, MB")],
    [/Ids end at ([\d.]+) billion users/, 2 ** 32 / 1e9],
    [/All messages together have ([\d.]+) TB/, kafka / 1e12],
    [/three replicas ([\d.]+) TB/, (REPLICAS * kafka) / 1e12],
    [/it has ([\d.]+) GB\/s for new messages/, broker / 1e9],
    [/A hundred brokers need ([\d.]+) hours/, hours],
    [
      /by replicas: ([\d.]+) times/,
      lz4["seconds of the network, for two replicas of three"] / lz4["seconds of its two cores"],
    ],
  ];
  // Two replicas of a share on its disks, while one of them goes over the network.
  sentences.push([/disks must then take ([\d.]+) GB\/s/, (2 * NETWORK) / 1e9]);
  sentences.push([/at ([\d.]+) GB\/s to the disks/, (REPLICAS * NETWORK) / (REPLICAS - 1) / 1e9]);
  sentences.push([/which must take ([\d.]+) GB\/s on each machine/, (REPLICAS * NETWORK) / (REPLICAS - 1) / 1e9]);
  for (const [sentence, value] of sentences) expectFigure(sentence.exec(page)![1]!, value, String(sentence));
  expect(page).toContain(`idle ${Math.round((1 - busy) * 100)} % of the time`);
  for (const form of forms) expect(form["thousands of files"] * 1e3).toBeLessThan(MOST_FILES);
});

describe("the terabyte of cluster.md", () => {
  const [users, days, machines, cores, diskGBs, tasks] = [6e6, 7, 4, 8, 0.2, 384];
  const events = users * days * input("events of a user and day");
  const rates = ["JSON", "JSON as LZ4", "Parquet with its default codec"].map((name) =>
    input(`${name}, million events/s`),
  );
  const sizes = ["text of an event, bytes", "JSON as LZ4, bytes of an event", "Parquet, bytes of an event"].map(input);
  const rows = rowsOf("What it takes", clusterPage);
  const bytes = (form: number) => events * sizes[form]!;
  const computed: Readonly<Record<string, (form: number) => number>> = {
    "GB in HDFS": (form) => bytes(form) / 1e9,
    "GB on the disks, with three replicas": (form) => (REPLICAS * bytes(form)) / 1e9,
    // The rates are those of two cores.
    "seconds in which 32 cores make it": (form) => events / ((rates[form]! * 1e6 * machines * cores) / 2),
    "seconds of the network, for two replicas of three": (form) => ((REPLICAS - 1) * bytes(form)) / machines / NETWORK,
    "seconds of four disks with 0.2 GB/s each": (form) => (REPLICAS * bytes(form)) / machines / (diskGBs * 1e9),
  };

  it.each(Object.keys(computed))("%s", (name) => {
    const cells = rows.get(name);
    expect(cells, name).toHaveLength(3);
    for (const [form, cell] of cells!.entries()) expectFigure(cell, computed[name]!(form), name);
  });

  it("and what its sentences say", () => {
    expect([...rows.keys()]).toEqual(["the week", "---", ...Object.keys(computed)]);
    expectFigure(/([\d.]+) GB as LZ4/.exec(clusterPage)![1]!, bytes(1) / tasks / 1e9, "a file as LZ4");
    expectFigure(
      /384 of them have ([\d.]+) GB as JSON/.exec(clusterPage)![1]!,
      bytes(0) / tasks / 1e9,
      "a file as JSON",
    );
    expect(clusterPage).toContain("two billion events in a week, which is a terabyte as JSON");
    expect(Math.round(events / 1e9)).toBe(2);
    expect(Math.round(bytes(0) / 1e11)).toBe(10);
    expect(tasks / (machines * cores)).toBe(12);
  });
});
