// Build step: compiles the built-in catalog for each format, so that runs need not.
import { loadBuiltinCatalog } from "../../catalog/builtin.ts";
import { catalogHash } from "../../catalog/hash.ts";
import { saveCatalogImage } from "../../model/catalog-image/image-file.ts";
import { catalogImageFile, catalogImageIdentity } from "../../model/catalog-image/load.ts";
import { compileCatalog } from "../../model/model.ts";
import type { Format } from "./format.ts";
import { FORMAT_NAMES, FORMATS } from "./formats.ts";

const catalog = loadBuiltinCatalog();
const hash = catalogHash(catalog);
for (const name of FORMAT_NAMES) {
  const format: Format = FORMATS[name];
  const plain = compileCatalog(catalog, format, false);
  const lz4 = format.rows?.lz4 === undefined ? plain : compileCatalog(catalog, format, true);
  const made = { identity: catalogImageIdentity(name), catalogHash: hash };
  saveCatalogImage(catalogImageFile(name), made, plain, lz4);
}
