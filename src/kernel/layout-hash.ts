import { createHash } from "node:crypto";
import * as avroKeys from "../../assembly/encode/formats/avro/keys.ts";
import * as csvKeys from "../../assembly/encode/formats/csv/keys.ts";
import * as jsonKeys from "../../assembly/encode/formats/json/keys.ts";
import * as msgpackKeys from "../../assembly/encode/formats/msgpack/keys.ts";
import * as arrow from "../../assembly/layout/arrow.ts";
import * as columns from "../../assembly/layout/columns.ts";
import * as compat from "../../assembly/layout/compat.ts";
import * as control from "../../assembly/layout/control.ts";
import * as disorder from "../../assembly/layout/disorder.ts";
import * as emission from "../../assembly/layout/emission.ts";
import * as messages from "../../assembly/layout/messages.ts";
import * as model from "../../assembly/layout/model.ts";
import * as record from "../../assembly/layout/record.ts";
import * as run from "../../assembly/layout/run.ts";
import * as text from "../../assembly/layout/text.ts";
import * as user from "../../assembly/layout/user.ts";

/** The name of the custom section of dist/kernel.wasm that holds the hash. */
export const LAYOUT_SECTION = "eventsim.layout";

/** The files of assembly/layout/, and the keys of the formats. There is no index of them: asc refuses an import path with .ts, tsc one without. */
const FILES = [
  arrow,
  columns,
  compat,
  control,
  disorder,
  emission,
  messages,
  model,
  record,
  run,
  text,
  user,
  avroKeys,
  csvKeys,
  jsonKeys,
  msgpackKeys,
];

/** Returns every constant of the memory map, as `NAME=value`. */
export function layoutConstants(): string[] {
  return FILES.flatMap((file) => Object.entries(file).map(([name, value]) => `${name}=${value}`)).sort();
}

let hash: Buffer | undefined;

/** Returns a hash over all constants of the memory map, sorted by name. Each run of a process asks for it, several times. */
export function layoutHash(): Buffer {
  hash ??= createHash("sha256").update(layoutConstants().join("\n")).digest();
  return hash;
}
