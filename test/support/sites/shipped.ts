import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { readConfig } from "../../../src/config/read.ts";
import { bytesOf, configFile, inFolder, linesOf } from "../program/command.ts";
import type { Line } from "../read/line.ts";
import { type Model, prepare } from "../reference/model.ts";

/** A configuration as its file has it. */
export type ConfigJson = Record<string, unknown> & {
  "show-user-details": { auth: string; show: boolean }[];
  transitions: { source: StateJson; dest: StateJson; p: number }[];
};

export interface StateJson {
  page: string;
  auth: string;
  method: string;
  status: number;
  level: string;
}

/** A shipped configuration with changed keys, and without the details of users: short lines are quick to read. */
export function shipped(name: string, changes: Record<string, unknown> = {}): ConfigJson {
  const config: ConfigJson = JSON.parse(readFileSync(configFile(name), "utf8"));
  const hidden = config["show-user-details"].map(({ auth }) => ({ auth, show: false }));
  return { ...config, "show-user-details": hidden, ...changes };
}

/** A site of one page, so that each session is one event; no day, no week, no details unless `changes` say so. */
export function onePage(changes: Record<string, unknown> = {}): ConfigJson {
  const state: StateJson = { page: "Visit", auth: "Member", method: "GET", status: 200, level: "free" };
  return {
    alpha: 60,
    beta: 86_400,
    damping: 0,
    "weekend-damping": 0,
    "session-gap": 60,
    holidays: "none",
    "new-user-auth": "Member",
    "show-user-details": [{ auth: "Member", show: false }],
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "Member", weight: 1 }],
    "new-session": [{ ...state, weight: 1 }],
    transitions: [{ source: state, dest: state, p: 0 }],
    ...changes,
  };
}

/** Calls `use` with the name of a file that holds a configuration, and removes it afterwards. */
export function inFile<T>(config: ConfigJson, use: (file: string) => T): T {
  return inFolder((folder) => {
    const file = join(folder, "config.json");
    writeFileSync(file, JSON.stringify(config));
    return use(file);
  });
}

/** The events of a run of the program. */
export function simulate(config: ConfigJson, ...flags: string[]): Line[] {
  return inFile(config, (file) => linesOf(bytesOf("-c", file, ...flags)).map((line) => JSON.parse(line)));
}

/** The reference's model of a configuration, for what the output does not show: each user's own pace. */
export function modelOf(config: ConfigJson, seed: bigint, userCount: number): Model {
  return prepare({
    config: inFile(config, (file) => readConfig(file).config),
    catalog: loadBuiltinCatalog(),
    seed,
    startSeconds: 0,
    startMilliseconds: 0,
    windowSeconds: 1,
    userCount,
    firstUserId: 1,
    growthRate: 0,
    attritionRate: 0,
    holidays: new Set(),
  });
}

/** `--start-time` and `--end-time`, from days such as 2026-01-31 or instants. */
export function window(start: string, end: string): string[] {
  const instant = (text: string) => (text.includes("T") ? text : `${text}T00:00:00`);
  return ["--start-time", instant(start), "--end-time", instant(end)];
}
