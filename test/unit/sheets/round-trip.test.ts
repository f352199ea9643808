// A configuration comes back from a spreadsheet as it was.
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readContent } from "../../../src/config/content/content.ts";
import { contentText } from "../../../src/config/content/write.ts";
import { readConfig } from "../../../src/config/read.ts";
import { hashOf, plainConfig } from "../../../src/output/manifest/identity.ts";
import { numberJson, textCell, textOf } from "../../../src/sheets/cells.ts";
import { readSheetsOf, SHEET_FORMATS, writeSheets } from "../../../src/sheets/sheets.ts";
import { sheetName } from "../../../src/sheets/xlsx/layout.ts";
import { jsonText } from "../../support/generated/text.ts";

import { configFile, contents } from "../../support/sheets/contents.ts";

const identityOf = (text: string) => hashOf(plainConfig(readConfig("config.json", text).config));

describe.each(SHEET_FORMATS)("%s", (format) => {
  it("returns every key, entry, digit and order of generated configurations", async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const bytes = Buffer.from(await writeSheets("x.json", content, format));
        const { text } = await readSheetsOf(`x.${format}`, format, bytes);
        expect(text).toBe(contentText(content));
      }),
      { numRuns: 60 },
    );
  });

  it.each(["Accordion", "Kazoo"])("returns the configuration %s", async (name) => {
    const { content, config } = readContent(configFile(name));
    const bytes = Buffer.from(await writeSheets("x.json", content, format));
    const { text } = await readSheetsOf(`x.${format}`, format, bytes);
    expect(identityOf(text)).toBe(hashOf(plainConfig(config)));
  });

  it("is written with the same bytes each time", async () => {
    const { content } = readContent(configFile("Oud"));
    const [one, other] = [await writeSheets("x", content, format), await writeSheets("x", content, format)];
    expect(Buffer.compare(Buffer.from(one), Buffer.from(other))).toBe(0);
  });
});

test.each([
  ["an apostrophe where the name is cut", `${"a".repeat(30)}'s page`, "free"],
  ["half of a pair where the name is cut", `${"a".repeat(30)}\u{1F600}`, ""],
  ["nothing that a name may have", "[]:*?/\\", "'"],
  ["the name of another sheet", "settings", ""],
])("a sheet's name is one that spreadsheets take: %s", (_, auth, level) => {
  const taken = new Set<string>();
  const names = [sheetName(auth, level, taken), sheetName(auth, level, taken)];
  // The rules of Excel; names differ in more than case.
  for (const name of names) expect(name).toMatch(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/);
  for (const name of names) expect(name).not.toMatch(/\p{Surrogate}/u);
  expect(new Set([...names.map((name) => name.toLowerCase()), "settings"]).size).toBe(3);
});

test("no text begins like a formula in a cell, and every text comes back", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        jsonText,
        jsonText.map((text) => `=${text}`),
      ),
      fc.boolean(),
      (text, typed) => {
        const cell = textCell(text, { typed, mayBeEmpty: true });
        expect(cell ?? "").not.toMatch(/^[=+\-@\t\r]/);
        expect(textOf(cell)).toBe(text);
      },
    ),
  );
});

test.each([
  [0.25, "0.25"],
  ["0.25", "0.25"],
  ['"9223372036854775807"', "9223372036854775807"],
  ["12 %", '"12 %"'],
  [true, '"true"'],
  [null, undefined],
])("a cell with %j where a number belongs is %j", (cell, json) => {
  expect(numberJson(cell)).toBe(json);
});

test("CSV with semicolons and decimal commas, as a German spreadsheet saves it, is the same configuration", async () => {
  const { content } = readContent(configFile("Kazoo"));
  const csv = Buffer.from(await writeSheets("x", content, "csv")).toString();
  expect(csv).not.toContain(";");
  // Kazoo's texts have no comma.
  const german = csv.replaceAll(",", ";").replace(/(?<=;-?\d+)\.(?=\d+(;|$))/gm, ",");
  expect(german).toMatch(/;0,\d+;/);
  const { text } = await readSheetsOf("x.csv", "csv", Buffer.from(`\ufeff${german.replaceAll("\n", "\r\n")}`));
  expect(text).toBe(contentText(content));
});
