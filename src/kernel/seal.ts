// Build step: writes the memory map's hash into the compiled module, so that a module and a host that were built from
// different maps refuse each other (kernel.ts) instead of writing garbage.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../system/root.ts";
import { LAYOUT_SECTION, layoutHash } from "./layout-hash.ts";

const CUSTOM_SECTION = 0;
const file = join(packageRoot(), "dist", "kernel.wasm");
const name = Buffer.from(LAYOUT_SECTION, "latin1");
const content = Buffer.concat([Buffer.of(name.length), name, layoutHash()]);
// Both lengths are below 128, so each is one byte of LEB128.
writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.of(CUSTOM_SECTION, content.length), content]));
