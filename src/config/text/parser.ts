import { createRequire } from "node:module";

/** The parser that knows positions, loaded when a config turns out to need one: loading it takes 10 ms of every start. */
export function jsonParser(): typeof import("jsonc-parser") {
  return createRequire(import.meta.url)("jsonc-parser");
}
