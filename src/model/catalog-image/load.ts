import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILTIN_TABLES } from "../../catalog/builtin.ts";
import { ENGINE_VERSION } from "../../config/engine.ts";
import { layoutHash } from "../../kernel/layout-hash.ts";
import { packageRoot, programVersion } from "../../system/root.ts";
import type { CompiledCatalog } from "../catalog-tables.ts";
import { IMAGE_BASE } from "../model.ts";
import { loadPrepared } from "./image-file.ts";

/** The built-in catalog as one format has it, compiled by the build. @param format its name */
export function preparedFile(format: string): string {
  return join(packageRoot(), "dist", `catalog-${format}.image`);
}

/**
 * What a prepared catalog must be made from to be the same as a compiled one: this program, this map, these tables.
 * @param folder of the tables
 */
export function preparedIdentity(format: string, folder = join(packageRoot(), "data")): string {
  const hash = createHash("sha256");
  hash.update(`${programVersion()} ${ENGINE_VERSION} ${format} `).update(layoutHash());
  for (const table of BUILTIN_TABLES) hash.update(readFileSync(join(folder, table)));
  return hash.digest("hex");
}

/** The built-in catalog's part of the model, if the build's is there and belongs to this program and its tables. */
export function builtinPrepared(format: string, emitsLz4: boolean): CompiledCatalog | undefined {
  let identity: string;
  try {
    identity = preparedIdentity(format);
  } catch {
    return undefined; // a table is missing, and whoever reads it says so
  }
  return loadPrepared(preparedFile(format), identity, IMAGE_BASE, emitsLz4);
}
