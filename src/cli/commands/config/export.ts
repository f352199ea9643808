import type { Command } from "commander";
import { readContent } from "../../../config/content/content.ts";
import { formatOf, SHEET_FORMATS, type SheetFormat, writeSheets } from "../../../sheets/sheets.ts";
import { UsageError } from "../../../system/errors.ts";
import { choice } from "../../arguments/option.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { checkOut, type OutOptions, printWarnings, writeOut } from "../../config/write-out.ts";
import type { Action } from "./action.ts";

const HELP = `
A workbook (.xlsx) has a sheet for each auth and level: a row for each state, a column for each state that can follow, and
the probability where they meet; formulas show each row's sum and the chance that the session ends. CSV has one table, with
a row for each transition. Both hold all that the configuration says, and import makes the same configuration of them.

Examples:
  eventsim config export configs/Accordion-config.json -o accordion.xlsx
  eventsim config export my.json -o my.csv
  eventsim config export my.json | column -s, -t | less`;

interface ExportOptions extends OutOptions {
  format?: SheetFormat;
}

function exportProgram(): Command {
  return makeProgram("eventsim config export", "Writes a configuration as a spreadsheet that a person edits.")
    .argument("<file>", "the configuration")
    .option("-o, --output <file>", "spreadsheet to write (default: CSV on standard output)")
    .addOption(
      choice("--format <format>", "format of the spreadsheet (default: by the file's name, else csv)", SHEET_FORMATS),
    )
    .option("--force", "replace the file if it exists")
    .addHelpText("after", HELP);
}

function formatFor({ output, format }: ExportOptions): SheetFormat {
  const isNamed = output !== undefined && output !== "-";
  const chosen = format ?? (isNamed ? formatOf(output) : "csv");
  if (chosen === undefined)
    throw new UsageError(`--output: the name tells no format; end it in .csv or .xlsx, or add --format`);
  if (chosen === "xlsx" && !isNamed)
    throw new UsageError("--format xlsx: a workbook is no text; name its file with -o FILE.xlsx");
  return chosen;
}

async function exportConfig(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<ExportOptions>(exportProgram(), args);
  const format = formatFor(options);
  checkOut(options);
  const { content, warnings } = readContent(operands[0]!);
  printWarnings(warnings);
  await writeOut(options, await writeSheets(operands[0]!, content, format));
}

/** `eventsim config export`: a configuration as a spreadsheet. */
export const EXPORT: Action = { program: exportProgram, run: exportConfig };
