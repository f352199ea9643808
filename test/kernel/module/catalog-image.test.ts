import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { BUILTIN_TABLES, loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { catalogHash } from "../../../src/catalog/hash.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import { readConfig } from "../../../src/config/read.ts";
import { resolveSettings } from "../../../src/config/resolve.ts";
import { loadCatalogImage, saveCatalogImage } from "../../../src/model/catalog-image/image-file.ts";
import { builtinCatalogImage, catalogImageFile, catalogImageIdentity } from "../../../src/model/catalog-image/load.ts";
import type { CompiledCatalog } from "../../../src/model/catalog-tables.ts";
import { compileCatalog, compileModel, IMAGE_BASE } from "../../../src/model/model.ts";
import { FORMATS, type FormatName } from "../../../src/output/formats/formats.ts";
import { smallCatalog } from "../../support/reference/sample.ts";
import { ROOT } from "../../support/root.ts";

const folder = mkdtempSync(join(tmpdir(), "eventsim-prepared-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectSame(loaded: CompiledCatalog | undefined, compiled: CompiledCatalog): void {
  expect(loaded?.tables).toEqual(compiled.tables);
  expect(loaded?.image.base).toBe(compiled.image.base);
  expect(loaded?.image.bytes().equals(compiled.image.bytes())).toBe(true);
}

function emitsLz4Of(format: FormatName): boolean {
  return "lz4" in (FORMATS[format].rows ?? {});
}

describe.each(Object.keys(FORMATS) as FormatName[])("the build's tables for %s", (format) => {
  test("know the catalog's hash without reading it", () => {
    expect(builtinCatalogImage(format, false)?.catalogHash).toBe(catalogHash(loadBuiltinCatalog()));
  });

  test.each(emitsLz4Of(format) ? [false, true] : [false])("equal compiled ones, emission of LZ4: %s", (emitsLz4) => {
    expectSame(builtinCatalogImage(format, emitsLz4), compileCatalog(loadBuiltinCatalog(), FORMATS[format], emitsLz4));
  });

  it("belongs to one format", () => {
    const other = format === "json" ? "msgpack" : "json";
    expect(loadCatalogImage(catalogImageFile(format), catalogImageIdentity(other), IMAGE_BASE, false)).toBeUndefined();
  });
});

test.each([false, true])("a model of it does not read the catalog, emission of LZ4: %s", async (emitsLz4) => {
  const { config } = readConfig(join(ROOT, "configs", "Accordion-config.json"));
  const settings = resolveSettings({ startTime: "2026-01-01T00:00:00", endTime: "2026-01-02T00:00:00" }, config);
  const compiled = builtinCatalogImage("json", emitsLz4) as CompiledCatalog;
  const unread = new Proxy({} as Catalog, {
    get: (_, property) => {
      if (property !== "similar") throw new Error(`${String(property)} is read, which takes 50 ms of every start`);
    },
  });
  const model = await compileModel(config, unread, settings, { format: FORMATS.json, emitsLz4, compiled });
  const whole = await compileModel(config, loadBuiltinCatalog(), settings, { format: FORMATS.json, emitsLz4 });
  expect(model.image.bytes().equals(whole.image.bytes())).toBe(true);
});

test("a table with another weight is another catalog", () => {
  const data = join(folder, "data");
  const builtin = join(ROOT, "data");
  mkdirSync(data);
  for (const table of BUILTIN_TABLES) copyFileSync(join(builtin, table), join(data, table));
  expect(catalogImageIdentity("json", data)).toBe(catalogImageIdentity("json"));
  const songs = readFileSync(join(data, "songs.tsv"), "utf8");
  const last = songs.lastIndexOf("\t") + 1;
  writeFileSync(join(data, "songs.tsv"), `${songs.slice(0, last)}${Number(songs.slice(last)) + 1}\n`);
  expect(catalogImageIdentity("json", data)).not.toBe(catalogImageIdentity("json"));
});

describe("a compiled catalog", () => {
  const file = join(folder, "small.image");
  const plain = compileCatalog(smallCatalog(), FORMATS.json, false);
  const lz4 = compileCatalog(smallCatalog(), FORMATS.json, true);
  const load = (emitsLz4: boolean, identity = "mine", base = IMAGE_BASE) =>
    loadCatalogImage(file, identity, base, emitsLz4);
  let bytes: Buffer;

  beforeAll(() => {
    saveCatalogImage(file, { identity: "mine", catalogHash: "hash" }, plain, lz4);
    bytes = readFileSync(file);
  });
  beforeEach(() => writeFileSync(file, bytes));

  it("is read back, with the emission of LZ4 and without", () => {
    expectSame(load(false), plain);
    expectSame(load(true), lz4);
  });

  it("is not used for another program, catalog or memory map", () => {
    expect(load(false, "another's")).toBeUndefined();
    expect(load(false, "mine", IMAGE_BASE + 64)).toBeUndefined();
  });

  it("is not used where it is missing", () => {
    rmSync(file);
    expect(load(false)).toBeUndefined();
  });

  it.each([0, 1, 63, 64, 4095, 4096, 4097])("is not used where only %i bytes are left", (byteLength) => {
    truncateSync(file, byteLength);
    expect(load(false)).toBeUndefined();
    expect(load(true)).toBeUndefined();
  });

  it("are not used if the last byte is missing and belongs to the part that is read", () => {
    truncateSync(file, statSync(file).size - 1);
    expect(load(true)).toBeUndefined();
    expectSame(load(false), plain);
  });

  it("are not used if any byte of the part that is read has changed", () => {
    const head = Array.from({ length: 4096 }, (_, at) => at);
    const behind = Array.from({ length: plain.image.byteLength }, (_, at) => 4096 + at);
    // Primes, so that every column of the tables is tested.
    for (const at of [...head.filter((each) => each % 7 === 0), ...behind.filter((each) => each % 13 === 0)]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      writeFileSync(file, damaged);
      expect(load(false), `byte ${at}`).toBeUndefined();
    }
  });
});
