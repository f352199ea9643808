import type { Command } from "commander";
import { writeWhole } from "../../../output/destinations/destination.ts";
import { openDestination } from "../../../output/destinations/destinations.ts";
import { checkStandardOutput, printOut } from "../../../output/destinations/standard-output.ts";
import { Collector } from "../../../report/collect/collector.ts";
import { collectFiles } from "../../../report/collect/files.ts";
import { MemoryMeter } from "../../../report/collect/memory.ts";
import { headerOfManifest, reportOfManifest } from "../../../report/manifest/of-manifest.ts";
import type { Report } from "../../../report/model.ts";
import { reportOfEvents } from "../../../report/numbers/of-events.ts";
import { count, duration } from "../../../system/figures.ts";
import { collect } from "../../../system/values.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import type { Given } from "../../jvm/sources.ts";
import { openMachine } from "../../start.ts";
import { outputsOf, type ReportOptions, textFor } from "./outputs.ts";
import { predictionOf } from "./prediction.ts";
import { drawEvents, roomFor } from "./room.ts";
import { findSources, type Sources } from "./sources.ts";

const HELP = `
From a manifest, or a folder with one, the report is there at once: totals, hours, pages, levels, tracks, the command that makes
the data again, and what the configuration predicts beside what came out. With --files, and from files of events, it has users
and sessions by day, lengths of sessions, funnels, retention, artists and places too. Files may be named in any order, and have
any format that eventsim cat reads.

Examples:
  eventsim report data/week                                   a summary on the terminal
  eventsim report data/week --files -o report.md
  eventsim report data/week --files -o report.html
  eventsim report data/week/events-*.json.lz4 --json
  eventsim report data/week --files -o report.md -o report.json`;

export function reportProgram(): Command {
  return makeProgram(
    "eventsim report",
    "Reports what a run did: its numbers, as a summary, as a page with pictures, or as JSON.",
  )
    .argument("<files...>", "a manifest or a folder with one; or files of events, - for standard input")
    .option("--files", "read the events of the files that the manifest lists, too")
    .option(
      "-o, --output <file>",
      "write a summary (.md), a page with pictures (.html) or the numbers (.json); - is standard output; may be repeated",
      collect,
    )
    .option("--json", "print the numbers as JSON")
    .option("--csv-null <text>", "text without quotes that stands for null in CSV, besides nothing")
    .addHelpText("after", HELP);
}

/** The numbers of files of events. */
async function reportOfFiles({ files, manifest }: Sources, options: ReportOptions, given: Given[]): Promise<Report> {
  const { meterBytes, mostFrameBytes } = roomFor(await openMachine(given, undefined));
  const meter = new MemoryMeter(meterBytes);
  const collector = new Collector(meter);
  const drawing = drawEvents();
  const started = performance.now();
  try {
    await collectFiles(files, collector, { csvNull: options.csvNull, mostFrameBytes, progress: drawing.draw });
  } finally {
    drawing.stop();
  }
  const numbers = reportOfEvents(collector, meter);
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(`${count(collector.events)} events read in ${duration(seconds)}\n`);
  if (manifest === undefined) {
    const header = { source: "files", files: { count: files.length, first: files[0]!, last: files.at(-1)! } } as const;
    const note =
      "Files alone do not say which command made them, nor what its configuration predicts: their manifest does.";
    return { ...numbers, header, notes: [...numbers.notes, note] };
  }
  return withManifest(numbers, manifest);
}

/** Adds what only the manifest knows, and whether both agree. */
function withManifest(numbers: Omit<Report, "header">, { path, manifest }: NonNullable<Sources["manifest"]>): Report {
  const { totals } = reportOfManifest(path, manifest);
  const differing = (["events", "sessions", "songs"] as const).filter((key) => totals[key] !== numbers.totals[key]);
  const notes = differing.map(
    (key) =>
      `The files have ${count(numbers.totals[key]!)} ${key}, and the manifest ${count(totals[key]!)}: eventsim verify says which file has changed.`,
  );
  const header = headerOfManifest(path, manifest, "manifest and files");
  return { ...numbers, header, totals: { ...totals, ...numbers.totals }, notes: [...numbers.notes, ...notes] };
}

async function makeReport(sources: Sources, options: ReportOptions, given: Given[]): Promise<Report> {
  const { manifest, files } = sources;
  const report =
    files.length > 0 || manifest === undefined
      ? await reportOfFiles(sources, options, given)
      : reportOfManifest(manifest.path, manifest.manifest);
  if (manifest === undefined) return report;
  const prediction = await predictionOf(manifest.path, manifest.manifest);
  if (typeof prediction === "string") return { ...report, notes: [...report.notes, prediction] };
  return { ...report, prediction };
}

/** `eventsim report`: what a run did. Outputs are checked before anything is read. */
export async function report(args: string[], given: Given[]): Promise<void> {
  const { options, operands } = parseCommand<ReportOptions>(reportProgram(), args);
  const sources = await findSources(operands, options.files === true);
  const outputs = outputsOf(options, [...operands, ...sources.files]);
  if (outputs.some(({ path }) => path === undefined)) checkStandardOutput();
  const made = await makeReport(sources, options, given);
  for (const { path, form } of outputs) {
    const text = await textFor(form, made);
    if (path === undefined) printOut(text);
    else await writeWhole(await openDestination(path), [Buffer.from(text)]);
  }
}
