// Build step: compiles the built-in catalog for each format, so that runs need not.
import { loadBuiltinCatalog } from "../../catalog/builtin.ts";
import { saveCatalogImage } from "../../model/catalog-image/image-file.ts";
import { catalogImageFile, catalogImageIdentity } from "../../model/catalog-image/load.ts";
import { compileCatalog } from "../../model/model.ts";
import { FORMAT_NAMES, FORMATS } from "./formats.ts";

const catalog = loadBuiltinCatalog();
for (const name of FORMAT_NAMES) {
  const [plain, lz4] = [false, true].map((emitsLz4) => compileCatalog(catalog, FORMATS[name], emitsLz4));
  saveCatalogImage(catalogImageFile(name), catalogImageIdentity(name), plain!, lz4!);
}
