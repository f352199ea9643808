// Workbooks from strangers: refused by limits, in bounded time and memory.
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readContent } from "../../../src/config/content/content.ts";
import { readSheetsOf, writeSheets } from "../../../src/sheets/sheets.ts";
import { archiveOf } from "../../support/sheets/archive.ts";
import { configFile } from "../../support/sheets/contents.ts";

const TYPES = { "[Content_Types].xml": strToU8("<Types/>") };
const read = (bytes: Uint8Array) => readSheetsOf("my.xlsx", "xlsx", Buffer.from(bytes));
const sheet = (inner: string) => ({
  ...TYPES,
  "xl/worksheets/sheet1.xml": strToU8(`<worksheet><sheetData>${inner}</sheetData></worksheet>`),
});

describe("refused is", () => {
  it("an archive that unpacks to more than a configuration needs, before all of it is unpacked", async () => {
    const part = new Uint8Array(32 * 2 ** 20);
    const parts = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`xl/${index}.xml`, part]));
    const bomb = archiveOf({ ...TYPES, ...parts });
    const before = process.memoryUsage().rss;
    await expect(read(bomb)).rejects.toThrow("my.xlsx: the archive unpacks to more than 96 MiB");
    expect(process.memoryUsage().rss - before).toBeLessThan(600 * 2 ** 20);
  });

  it("an archive that says less of its sizes than is in it", async () => {
    const bomb = archiveOf({ ...TYPES, "xl/a.xml": new Uint8Array(128 * 2 ** 20) }, 10);
    await expect(read(bomb)).rejects.toThrow("my.xlsx: the archive unpacks to more than 96 MiB");
  });

  it("a sheet whose last cell is that of the largest sheet", async () => {
    const far = sheet(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`);
    await expect(read(zipSync(far))).rejects.toThrow(
      /the sheets reach as far as 17179869184 cells .*row 1048576, column 16384\); delete the empty rows/,
    );
  });

  it("an archive of very many files", async () => {
    const many = Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`x/${index}`, new Uint8Array(0)]));
    await expect(read(zipSync({ ...TYPES, ...many }))).rejects.toThrow("the archive has more than 1000 files");
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["another archive", zipSync({ "a.txt": strToU8("a") }), /my\.xlsx: this is no \.xlsx file; save/],
    ["a text", strToU8("page,auth\n"), /my\.xlsx: this is no \.xlsx file/],
    ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /an older Excel file, or one with a password/],
    ["a workbook without its parts", zipSync(sheet("")), /my\.xlsx: cannot be read as a workbook/],
  ])("%s", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  it("a workbook that is cut off, wherever", async () => {
    const whole = await writeSheets("x", readContent(configFile("Kazoo")).content, "xlsx");
    for (const share of [0.1, 0.5, 0.999])
      await expect(read(whole.subarray(0, Math.floor(whole.length * share)))).rejects.toThrow(/^my\.xlsx/);
  });
});
