// Part of the build: compiles the built-in catalog for each format, so that a run need not.
import { loadBuiltinCatalog } from "../../catalog/builtin.ts";
import { FORMATS, type FormatName } from "../formats/formats.ts";
import { compileCatalog } from "../model.ts";
import { savePrepared } from "./image-file.ts";
import { preparedFile, preparedIdentity } from "./load.ts";

const catalog = loadBuiltinCatalog();
for (const format of Object.keys(FORMATS) as FormatName[]) {
  const [plain, lz4] = [compileCatalog(catalog, format, false), compileCatalog(catalog, format, true)];
  savePrepared(preparedFile(format), preparedIdentity(format), plain, lz4);
}
