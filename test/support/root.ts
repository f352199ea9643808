import { join } from "node:path";

/** The folder that holds package.json, configs/ and dist/. */
export const ROOT = join(import.meta.dirname, "..", "..");
/** Facts about the original program; not everybody who has the project has them. */
export const SHARED = join(ROOT, "..", "shared");
