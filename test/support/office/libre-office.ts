// LibreOffice without windows: it opens a spreadsheet, calculates it, and saves it in another format.
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { installedProgram } from "../installed.ts";

const execute = promisify(execFile);
/** For what hangs: a start takes some seconds. */
const MOST_MS = 200_000;

/** It calculates formulas of files that another program saved when it opens them; without this it shows what was saved. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
`;

/** LibreOffice: EVENTSIM_SOFFICE, or soffice of the PATH. Undefined if there is none. */
export const SOFFICE = installedProgram("soffice", "EVENTSIM_SOFFICE");

/**
 * Filters of CSV (LibreOffice's help, "Filter Options for CSV"): comma, double quote, UTF-8, from row 1; then language,
 * quoted texts, special numbers, as shown, formulas, spaces, and the sheet, -1 for each as a file of its own.
 */
export const CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false";
export const CSV_AS_SHOWN_OF_EACH_SHEET =
  "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,false,-1";
/** As a person opens a CSV of export: UTF-8, separated by commas, and each column as its texts look. */
const CSV_IN = "--infilter=CSV:44,34,76,1";

/**
 * Opens files and saves them in another format, into a new folder. One start serves all of them.
 * @param folder of this LibreOffice's settings and of the results
 * @returns the path of the folder of the results
 */
export async function converted(folder: string, files: readonly string[], format: string): Promise<string> {
  const [profile, results] = [join(folder, "profile"), join(folder, `as-${readdirSync(folder).length}`)];
  mkdirSync(join(profile, "user"), { recursive: true });
  mkdirSync(results);
  writeFileSync(join(profile, "user", "registrymodifications.xcu"), SETTINGS);
  await execute(
    SOFFICE as string,
    [
      ...[`-env:UserInstallation=${pathToFileURL(profile)}`, "--headless", "--norestore"],
      ...(files.every((file) => file.endsWith(".csv")) ? [CSV_IN] : []),
      ...["--convert-to", format, "--outdir", results, ...files],
    ],
    { timeout: MOST_MS },
  );
  return results;
}
