import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { readConfig } from "../../../src/config/read.ts";
import { holidaysOfUnitedStates } from "../generated/holidays.ts";
import { configFile, linesOf, sha256 } from "../program/command.ts";
import type { Settings } from "../reference/simulate.ts";
import { ROOT } from "../root.ts";

/** The output of a shipped configuration. */
export interface GoldenOutput {
  lines: number;
  sha256: string;
  /** The first lines, so that a difference can often be shown. */
  head: string[];
  /** Hashes of the inputs: if one differs, it is no longer the same command. */
  inputs: Inputs;
}

interface Inputs {
  config: string;
  catalog: string;
}

export interface GoldenFile {
  engineVersion: number;
  outputs: Record<string, GoldenOutput>;
}

const FILE = join(import.meta.dirname, "golden.json");
const HEAD_LINES = 5;

/** From a Thursday on; the Saturday is a holiday, and the evening before it is part of a weekend. */
const START = "2026-07-02T00:00:00";
const END = "2026-07-05T00:00:00";
const USERS = 200;

export function configNames(): string[] {
  const files = readdirSync(join(ROOT, "configs")).filter((file) => file.endsWith("-config.json"));
  return files.map((file) => file.replace("-config.json", ""));
}

/** The command whose output the file holds. */
export function commandOf(name: string): string[] {
  return ["-c", configFile(name), "-n", String(USERS), "--start-time", START, "--end-time", END];
}

/** The same for the reference; with fewer users and seconds, its lines are among those of the command. */
export function settingsOf(name: string, userCount = USERS, windowSeconds = secondsBetween(START, END)): Settings {
  const { config } = readConfig(configFile(name));
  return {
    config,
    catalog: loadBuiltinCatalog(),
    seed: config.seed,
    startSeconds: Date.parse(`${START}Z`) / 1000,
    startMilliseconds: 0,
    windowSeconds,
    userCount,
    firstUserId: 1,
    growthRate: config.growthRate ?? 0,
    attritionRate: 0,
    holidays: config.holidays === "none" ? new Set() : holidaysOfUnitedStates(2016, 2026),
  };
}

function secondsBetween(start: string, end: string): number {
  return (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 1000;
}

export function inputsOf(name: string): Inputs {
  const data = join(ROOT, "data");
  const tables = readdirSync(data).filter((file) => file.endsWith(".tsv"));
  const hashes = tables.sort().map((file) => `${file} ${sha256(readFileSync(join(data, file)))}\n`);
  return { config: sha256(readFileSync(configFile(name))), catalog: sha256(Buffer.from(hashes.join(""))) };
}

export function outputOf(name: string, bytes: Buffer): GoldenOutput {
  const lines = linesOf(bytes);
  return { lines: lines.length, sha256: sha256(bytes), head: lines.slice(0, HEAD_LINES), inputs: inputsOf(name) };
}

/** The version that docs/reference/engine.md describes. */
export function engineVersion(): number {
  return Number(/engine version (\d+)/.exec(readFileSync(join(ROOT, "docs", "reference", "engine.md"), "utf8"))![1]);
}

export function readGolden(): GoldenFile {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

export function writeGolden(outputs: Record<string, GoldenOutput>): void {
  const file: GoldenFile = { engineVersion: engineVersion(), outputs };
  writeFileSync(FILE, `${JSON.stringify(file, undefined, 2)}\n`);
}
