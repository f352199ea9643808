import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import type { CatalogTables, CompiledCatalog } from "../catalog-tables.ts";
import { Image } from "../image.ts";

/*
 * A file with a catalog's part of the model, compiled in advance:
 *
 *   0     sha256 of the rest of the head, in hexadecimal
 *   64    the head as JSON, filled up with spaces
 *   4096  the tables of any run
 *         the further tables for the emission of LZ4
 */
const HASH_CHARACTERS = 64;
const HEAD_BYTES = 4096;

/** The part of the file that a run reads. */
interface Stage {
  /** From the image's start. */
  byteLength: number;
  /** Of these bytes. */
  sha256: string;
  tables: CatalogTables;
}

interface Head {
  /** Identifies program, catalog and format. */
  identity: string;
  /** Of the catalog (catalogHash). */
  catalogHash: string;
  /** Address of the image's first byte. */
  base: number;
  plain: Stage;
  lz4: Stage;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function stageOf({ image, tables }: CompiledCatalog): Stage {
  return { byteLength: image.byteLength, sha256: hashOf(image.bytes()), tables };
}

/** A compiled catalog, and what it was compiled from (catalogHash). */
export interface LoadedCatalog extends CompiledCatalog {
  catalogHash: string;
}

/** Writes the same catalog, compiled without and with the emission of LZ4: one is the beginning of the other. */
export function saveCatalogImage(
  file: string,
  { identity, catalogHash }: Pick<Head, "identity" | "catalogHash">,
  plain: CompiledCatalog,
  lz4: CompiledCatalog,
): void {
  const { base } = lz4.image;
  const head: Head = { identity, catalogHash, base, plain: stageOf(plain), lz4: stageOf(lz4) };
  const text = Buffer.from(JSON.stringify(head).padEnd(HEAD_BYTES - HASH_CHARACTERS));
  if (text.length !== HEAD_BYTES - HASH_CHARACTERS)
    throw new Error(`${file}: the head takes more than ${HEAD_BYTES} bytes`);
  writeFileSync(file, Buffer.concat([Buffer.from(hashOf(text)), text, lz4.image.bytes()]));
}

function readHead(descriptor: number): Head | undefined {
  const bytes = Buffer.alloc(HEAD_BYTES);
  readSync(descriptor, bytes, 0, HEAD_BYTES, 0);
  const text = bytes.subarray(HASH_CHARACTERS);
  const isWhole = hashOf(text) === bytes.toString("latin1", 0, HASH_CHARACTERS);
  return isWhole ? (JSON.parse(text.toString()) as Head) : undefined;
}

/** Reads a stage to its final place in memory. */
function readStage(
  descriptor: number,
  base: number,
  { byteLength, sha256, tables }: Stage,
): CompiledCatalog | undefined {
  const image = new Image(base);
  image.extend(readSync(descriptor, image.room(byteLength), 0, byteLength, HEAD_BYTES));
  return hashOf(image.bytes()) === sha256 ? { image, tables } : undefined;
}

/** Reads a file of `saveCatalogImage`. Returns undefined if it is missing, damaged, or made from other inputs. */
export function loadCatalogImage(
  file: string,
  identity: string,
  base: number,
  emitsLz4: boolean,
): LoadedCatalog | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    const head = readHead(descriptor);
    if (head?.identity !== identity || head.base !== base) return undefined;
    const compiled = readStage(descriptor, base, emitsLz4 ? head.lz4 : head.plain);
    return compiled && { ...compiled, catalogHash: head.catalogHash };
  } catch {
    return undefined; // compiling has the same result
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
