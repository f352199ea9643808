import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILTIN_TABLES } from "../../catalog/builtin.ts";
import { ENGINE_VERSION } from "../../config/engine.ts";
import { layoutHash } from "../../kernel/layout-hash.ts";
import { packageRoot, programVersion } from "../../system/root.ts";
import { IMAGE_BASE } from "../model.ts";
import { type LoadedCatalog, loadCatalogImage } from "./image-file.ts";

/** The path of the built-in catalog for one format, compiled by the build. @param format its name */
export function catalogImageFile(format: string): string {
  return join(packageRoot(), "dist", `catalog-${format}.image`);
}

/**
 * Identifies the inputs of a compiled catalog: this program, this memory map, these tables.
 * @param folder of the tables
 */
export function catalogImageIdentity(format: string, folder = join(packageRoot(), "data")): string {
  const hash = createHash("sha256");
  hash.update(`${programVersion()} ${ENGINE_VERSION} ${format} `).update(layoutHash());
  for (const table of BUILTIN_TABLES) hash.update(readFileSync(join(folder, table)));
  return hash.digest("hex");
}

/** The built-in catalog's part of the model, if the build's file exists and matches this program and its tables. */
export function builtinCatalogImage(format: string, emitsLz4: boolean): LoadedCatalog | undefined {
  let identity: string;
  try {
    identity = catalogImageIdentity(format);
  } catch {
    return undefined; // a table is missing, and its reader reports it
  }
  return loadCatalogImage(catalogImageFile(format), identity, IMAGE_BASE, emitsLz4);
}
