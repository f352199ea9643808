// What a person may do wrong in a workbook: each message names the sheet, the cell and the remedy.
import { beforeAll, describe, expect, it, test } from "vitest";
import { type Content, readContent } from "../../../src/config/content/content.ts";
import { contentValue } from "../../../src/config/content/write.ts";
import { checkValue } from "../../../src/config/read.ts";
import type { Cell } from "../../../src/sheets/cells.ts";
import { readCsv, writeCsv } from "../../../src/sheets/csv.ts";
import { CellSource } from "../../../src/sheets/source.ts";
import { readSheets } from "../../../src/sheets/xlsx/read.ts";
import { sheetsOf } from "../../../src/sheets/xlsx/write.ts";
import { configFile } from "../../support/sheets/contents.ts";

type Sheets = Record<string, Cell[][]>;
let content: Content;
beforeAll(() => {
  content = readContent(configFile("Kazoo")).content;
});

/** Reads the workbook of Kazoo after an edit. */
function edited(edit: (sheets: Sheets) => void): () => unknown {
  const sheets: Sheets = Object.fromEntries(
    sheetsOf("x", content).map(({ name, rows = [] }) => [name, rows.map((row) => [...row] as Cell[])]),
  );
  edit(sheets);
  return () => {
    const source = new CellSource("my.xlsx");
    const grids = Object.entries(sheets).map(([name, rows]) => ({ name, rows }));
    return checkValue(source, contentValue(readSheets(source, grids)));
  };
}

/** The column of the first probability of a row. */
const firstOf = (row: Cell[]) => row.findIndex((cell, column) => column > 6 && cell !== null);

test("the workbook as it is has no mistake", () => {
  expect(edited(() => {})).not.toThrow();
});

describe("refused is", () => {
  it.each<[string, (sheets: Sheets) => void, RegExp]>([
    [
      "text where a probability belongs",
      (sheets) => {
        const row = sheets["Logged In paid"]![6]!;
        row[firstOf(row)] = "a lot";
      },
      /^my\.xlsx, sheet "Logged In paid", cell [H-Z]7: transitions\[\d+\]\.p: found the string "a lot"; give a number from 0 to 1/,
    ],
    [
      "a sum above 1",
      (sheets) => {
        const row = sheets["Logged In paid"]![6]!;
        row[firstOf(row)] = 0.9999;
      },
      /^my\.xlsx, sheet "Logged In paid", cell [A-Z]+7: .*the probabilities from state .* add up to 1\.\d+; lower them/,
    ],
    [
      "a column of an unknown state",
      (sheets) => {
        for (const [row, value] of ["Hone", "Logged In", "GET", 200, "paid"].entries())
          sheets["Logged In paid"]![row]!.push(value);
      },
      /^my\.xlsx, sheet "Logged In paid", cell [A-Z]+1: state "Hone" .* is unknown: it has no row in sheet "Logged In paid" \(did you mean "Home"\?\); correct/,
    ],
    [
      "a column of an auth that no sheet has",
      (sheets) => {
        for (const [row, value] of ["Home", "Gone", "GET", 200, "paid"].entries())
          sheets["Logged In paid"]![row]!.push(value);
      },
      /is unknown: no sheet has auth "Gone" and level "paid" in B1 and B2/,
    ],
    [
      "a row given twice",
      (sheets) => sheets["Logged In paid"]!.push([...sheets["Logged In paid"]![6]!]),
      /cell A\d+: state ".*" .* has a row in sheet "Logged In paid", cell A7 already; keep one/,
    ],
    [
      "a column given twice",
      (sheets) => {
        for (const row of sheets["Logged In paid"]!.slice(0, 5)) row.push(row[7]!);
      },
      /cell [A-Z]+1: state .* has a column in sheet "Logged In paid", cell H1 already; keep one/,
    ],
    ["a missing sheet", (sheets) => delete sheets.levels, /^my\.xlsx: sheet "levels" is missing; export/],
    [
      "a column without a name",
      (sheets) => {
        sheets.levels![1]!.push(5);
      },
      /^my\.xlsx, sheet "levels", cell C2: this column has no name that is known/,
    ],
    [
      "a head without its column",
      (sheets) => {
        sheets.levels![0]![1] = "share";
      },
      /^my\.xlsx, sheet "levels", cell A1: row 1 has no "weight"; it must name the columns level, weight/,
    ],
    [
      "a sheet of something else",
      (sheets) => {
        sheets.Notes = [["hello"]];
      },
      /^my\.xlsx, sheet "Notes": is no table of this workbook.*begin the sheet's name with _/,
    ],
    [
      "a setting given twice",
      (sheets) => sheets.settings!.push(["alpha", 5]),
      /sheet "settings", cell A\d+: "alpha" is in sheet "settings", cell A\d+ already/,
    ],
    [
      "a setting without a value",
      (sheets) => {
        sheets.settings!.find(([key]) => key === "alpha")![1] = null;
      },
      /sheet "settings", cell B\d+: "alpha" has no value; give it one, or delete the row/,
    ],
    [
      "a setting out of its range",
      (sheets) => {
        sheets.settings!.find(([key]) => key === "alpha")![1] = -5;
      },
      /sheet "settings", cell B\d+: alpha: found -5; give a number above 0/,
    ],
    [
      "a status that is none",
      (sheets) => {
        sheets["Logged In paid"]![6]![2] = "OK";
      },
      /cell C7: found "OK" where the status of a state belongs; give a number, such as 200/,
    ],
    [
      "a row without a state",
      (sheets) => {
        sheets["Logged In paid"]!.push([null, null, null, null, null, null, null, 0.5]);
      },
      /cell H\d+: this row names no state/,
    ],
    [
      "a workbook without a matrix",
      (sheets) => {
        for (const name of Object.keys(sheets).filter((one) => / /.test(one))) delete sheets[name];
        for (const name of Object.keys(sheets)) if (sheets[name]![0]![0] === "from auth") delete sheets[name];
      },
      /no sheet has a matrix of transitions/,
    ],
  ])("%s", (_, edit, message) => {
    expect(edited(edit)).toThrow(message);
  });
});

test("new rows, columns and other places of the columns are read", () => {
  const run = edited((sheets) => {
    const sheet = sheets["Logged In paid"]!;
    const last = sheet[0]!.length;
    for (const [row, value] of ["Lounge", "Logged In", "GET", 200, "paid"].entries()) sheet[row]![last] = value;
    const home = sheet.findIndex(([page]) => page === "Home");
    sheet[home]![last] = 0.0001;
    sheet.push(["Lounge", "GET", 200, null, null, null, null, 0.5]);
    sheets._notes = [["not read"]];
  });
  const { config } = run() as {
    config: { transitions: { source: { page: string }; dest: { page: string }; probability: number }[] };
  };
  const index = config.transitions.findIndex(({ dest }) => dest.page === "Lounge");
  expect(config.transitions[index]).toMatchObject({ source: { page: "Home" }, probability: 0.0001 });
  // After the other transitions of its state.
  expect(config.transitions[index + 1]?.source.page).not.toBe("Home");
  expect(config.transitions.at(-1)).toMatchObject({ source: { page: "Lounge" }, probability: 0.5 });
});

test.each<[string, (csv: string) => string, RegExp]>([
  [
    "text where a number belongs",
    (csv) => csv.replace(/(\ntransitions,.*?),0\.\d+,\n/, "$1,much,\n"),
    /^my\.csv, row \d+, column "value": transitions\[\d+\]\.p: found the string "much"/,
  ],
  [
    "an unknown table",
    (csv) => csv.replace(/\ntransitions/, "\ntransition"),
    /^my\.csv, row \d+, column "table": no table is called "transition"; did you mean "transitions"\?/,
  ],
  ["a head without a column", (csv) => csv.replace("value", "p"), /^my\.csv, row 1: the head has no "value"/],
  [
    "a transition given twice",
    (csv) => `${csv}${csv.match(/\ntransitions,.*\n/)![0].slice(1)}`,
    /has the source and dest of transitions\[0\] in row \d+, column "value"; keep one/,
  ],
])("in CSV, %s is refused", async (_, edit, message) => {
  const csv = edit(await writeCsv(content));
  const source = new CellSource("my.csv");
  await expect((async () => checkValue(source, contentValue(await readCsv(source, csv))))()).rejects.toThrow(message);
});
