// Part of the build: compiles the built-in catalog for each format, so that a run need not.
import { loadBuiltinCatalog } from "./catalog/builtin.ts";
import { FORMATS, type FormatName } from "./model/formats.ts";
import { compileCatalog } from "./model/model.ts";
import { savePrepared } from "./model/prepared.ts";
import { preparedFile, preparedIdentity } from "./prepared.ts";

const catalog = loadBuiltinCatalog();
for (const format of Object.keys(FORMATS) as FormatName[]) {
  const [plain, lz4] = [compileCatalog(catalog, format, false), compileCatalog(catalog, format, true)];
  savePrepared(preparedFile(format), preparedIdentity(format), plain, lz4);
}
