// Reads Avro files with fastavro: the rows are those of the same run as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastingFolder } from "../../support/files/folders.ts";
import { bytesOf, linesOf } from "../../support/program/command.ts";
import { OUTPUTS } from "../../support/schema/outputs.ts";
import { areThere, ask, type Row } from "../ask.ts";

const folder = lastingFolder();

function withoutNull(line: string): Row {
  return Object.fromEntries(Object.entries(JSON.parse(line) as Row).filter(([, value]) => value !== null));
}

describe.skipIf(!areThere).each(OUTPUTS)("fastavro reads $name", ({ name, command }) => {
  it.each(["none", "gzip", "zstd", "snappy"])("with --compress %s", async (compress) => {
    const file = join(folder, `${name.replace(/\W/g, "")}-${compress}.avro`);
    bytesOf(...command, "--compress", compress, "--quiet", file);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe("Obj\u0001");
    const { rows, error } = await ask("fastavro", file);
    expect(error).toBeUndefined();
    expect(rows).toEqual(linesOf(bytesOf(...command)).map(withoutNull));
  });
});
