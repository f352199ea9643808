import { resolve } from "node:path";
import type { Report } from "../../../report/model.ts";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";

/** As commander parsed them. */
export interface ReportOptions {
  json?: boolean;
  files?: boolean;
  output?: string[];
  csvNull?: string;
}

/** The forms of a report by the ending of a file's name; each loads what makes it only when it is asked for. */
const FORMS = {
  md: async (report: Report) => (await import("../../../report/text/summary.ts")).summaryOf(report),
  html: async (report: Report) => (await import("../../../report/html/page.ts")).renderPage(report),
  json: async (report: Report) => (await import("../../../report/text/json.ts")).jsonOf(report),
} satisfies Record<string, (report: Report) => Promise<string>>;
type Form = keyof typeof FORMS;

export interface ReportOutput {
  /** Standard output without it. */
  path: string | undefined;
  form: Form;
}

function outputFor(path: string, printed: Form): ReportOutput {
  if (path === "-") return { path: undefined, form: printed };
  const ending = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(FORMS, ending)) return { path, form: ending as Form };
  const endings = Object.keys(FORMS).map((form) => `.${form}`);
  throw new UsageError(
    `--output ${printable(path)}: the ending says what to write, and it is none of ${endings.join(", ")}; name a file such as report${endings[0]}`,
  );
}

/** Where the report goes: to the files that are named, and to standard output with --json, or without a file. */
export function outputsOf({ json, output = [] }: ReportOptions, inputs: readonly string[]): ReportOutput[] {
  const printed: Form = json ? "json" : "md";
  const wanted = output.map((path) => outputFor(path, printed));
  const read = new Set(inputs.map((path) => resolve(path)));
  for (const { path } of wanted)
    if (path !== undefined && read.has(resolve(path)))
      throw new UsageError(`--output ${printable(path)}: is what the report is made of; name another file`);
  const isPrinted = wanted.some(({ path }) => path === undefined);
  return !isPrinted && (json || wanted.length === 0) ? [...wanted, { path: undefined, form: printed }] : wanted;
}

export async function textFor(form: Form, report: Report): Promise<string> {
  return await FORMS[form](report);
}
