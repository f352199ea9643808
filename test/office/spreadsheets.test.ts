// Spreadsheets of `config export` in LibreOffice: opened, calculated, saved, and read by `config import`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Content, readContent } from "../../src/config/content/content.ts";
import { contentText } from "../../src/config/content/write.ts";
import { readSheetsOf, type SheetFormat, writeSheets } from "../../src/sheets/sheets.ts";
import { temporaryFolder } from "../support/files/folders.ts";
import { CSV, CSV_AS_SHOWN_OF_EACH_SHEET, converted, SOFFICE } from "../support/office/libre-office.ts";
import { configFile, contents } from "../support/sheets/contents.ts";

const SHIPPED = ["Accordion", "Kazoo", "Oud", "Tambourine"];
const GENERATED_COUNT = 12;

/** Of numbers that eventsim ignores, a CSV keeps what a spreadsheet shows: fifteen digits, three of those with an exponent. */
const withoutIgnoredNumbers = ({ settings, ...content }: Content): Content => ({
  ...content,
  settings: settings.filter(({ key }) => key !== "_number"),
});

/** Shipped configurations, and generated ones whose names look like numbers, dates and formulas. */
const all: Record<string, Content> = Object.fromEntries([
  ...SHIPPED.map((name) => [name, readContent(configFile(name)).content]),
  ...fc
    .sample(contents, { numRuns: GENERATED_COUNT, seed: 22 })
    .map((content, index) => [`generated-${index}`, withoutIgnoredNumbers(content)]),
]);

async function exported(folder: string, format: SheetFormat): Promise<string[]> {
  return Promise.all(
    Object.entries(all).map(async ([name, content]) => {
      const path = join(folder, `${name}.${format}`);
      writeFileSync(path, await writeSheets(`${name}.json`, content, format));
      return path;
    }),
  );
}

async function imported(folder: string, format: SheetFormat): Promise<Record<string, string>> {
  const each = Object.keys(all).map(async (name): Promise<[string, string]> => {
    const path = join(folder, `${name}.${format}`);
    return [name, (await readSheetsOf(path, format)).text];
  });
  return Object.fromEntries(await Promise.all(each));
}

const asExported = () => Object.fromEntries(Object.entries(all).map(([name, content]) => [name, contentText(content)]));

describe.skipIf(SOFFICE === undefined)("LibreOffice returns every key, entry, digit and order", () => {
  it("of a workbook that it saves again", async () => {
    const folder = temporaryFolder();
    const saved = await converted(folder, await exported(folder, "xlsx"), "xlsx");
    expect(await imported(saved, "xlsx")).toEqual(asExported());
  });

  it("of a workbook that was one of its own format meanwhile", async () => {
    const folder = temporaryFolder();
    const own = await converted(folder, await exported(folder, "xlsx"), "ods");
    const back = await converted(
      folder,
      Object.keys(all).map((name) => join(own, `${name}.ods`)),
      "xlsx",
    );
    expect(await imported(back, "xlsx")).toEqual(asExported());
  });

  it("of a CSV, if cells are saved as they are and not as shown", async () => {
    const folder = temporaryFolder();
    const saved = await converted(folder, await exported(folder, "csv"), CSV);
    expect(await imported(saved, "csv")).toEqual(asExported());
  });
});

describe.skipIf(SOFFICE === undefined)("LibreOffice calculates", () => {
  /** Accordion's workbook with the first probability of a sheet replaced, as XML. */
  function edited(bytes: Uint8Array, cell: string): Uint8Array {
    const parts = unzipSync(bytes);
    const name = Object.keys(parts).find(
      (part) => /worksheets\/.*\.xml$/.test(part) && strFromU8(parts[part]!).includes("COUNTA("),
    ) as string;
    const xml = strFromU8(parts[name]!);
    const first = /<c r="(?:H|I|J|K)6"[^>]*><v>[^<]*<\/v><\/c>/;
    expect(xml).toMatch(first);
    parts[name] = strToU8(xml.replace(first, (found) => found.replace(/<c r="([A-Z]6)".*/, cell)));
    return zipSync(parts);
  }

  /** The cells of row 6, the first state, of the first sheet that is a matrix. */
  async function firstState(workbook: Uint8Array): Promise<string[]> {
    const folder = temporaryFolder();
    const path = join(folder, "mine.xlsx");
    writeFileSync(path, workbook);
    const sheets = await converted(folder, [path], CSV_AS_SHOWN_OF_EACH_SHEET);
    const { auth, level } = all.Accordion!.tables.transitions[0]!.source as { auth: string; level: string };
    return readFileSync(join(sheets, `mine-${auth} ${level}.csv`), "utf8")
      .split("\n")[5]!
      .split(",");
  }

  it.each([
    ["a probability that lifts the sum above 1", '<c r="$1"><v>7</v></c>', "above 1"],
    ["a text where a number belongs", '<c r="$1" t="inlineStr"><is><t>a lot</t></is></c>', "not a number"],
    ["a number below 0", '<c r="$1"><v>-0.25</v></c>', "below 0"],
  ])("and its check says what is wrong with %s", async (_, cell, says) => {
    const workbook = await writeSheets("Accordion.json", all.Accordion!, "xlsx");
    expect((await firstState(edited(workbook, cell)))[5]).toContain(says);
  });
});
