import type { Command } from "commander";
import { formatOf, readSheetsOf, SHEET_FORMATS, type SheetFormat } from "../../../sheets/sheets.ts";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { choice } from "../../arguments/option.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { checkOut, type OutOptions, printWarnings, writeOut } from "../../config/write-out.ts";
import type { Action } from "./action.ts";

const HELP = `
Reads what export wrote, after a person or a program such as Excel or LibreOffice edited it, makes the checks of every run,
and names the cell of each mistake. The keys are written in one order, and the transitions in the order of the exported file.

Examples:
  eventsim config import accordion.xlsx -o mine.json
  eventsim config import my.csv --force -o my.json
  eventsim config import my.xlsx > my.json`;

interface ImportOptions extends OutOptions {
  format?: SheetFormat;
}

function importProgram(): Command {
  return makeProgram("eventsim config import", "Makes a configuration of a spreadsheet that export wrote.")
    .argument("<file>", "the spreadsheet")
    .option("-o, --output <file>", "configuration to write (default: standard output)")
    .addOption(choice("--format <format>", "format of the spreadsheet (default: by the file's name)", SHEET_FORMATS))
    .option("--force", "replace the configuration if it exists")
    .addHelpText("after", HELP);
}

async function importConfig(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<ImportOptions>(importProgram(), args);
  const file = operands[0]!;
  const format = options.format ?? formatOf(file);
  if (format === undefined)
    throw new UsageError(
      `${printable(file, 1000)}: the name tells no format; save it as .xlsx or .csv, or add --format`,
    );
  checkOut(options);
  const { text, warnings } = await readSheetsOf(file, format);
  printWarnings(warnings);
  await writeOut(options, text);
}

/** `eventsim config import`: a spreadsheet as a configuration. */
export const IMPORT: Action = { program: importProgram, run: importConfig };
