import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../root.ts";

/** The library's file in the build; its threads' scripts are beside it. */
export const LIBRARY = pathToFileURL(join(ROOT, "dist", "program", "index.js")).href;

/** The library as in an installed package. */
export const library = (await import(LIBRARY)) as typeof import("../../../src/index.ts");
