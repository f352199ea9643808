import type { Command } from "commander";
import { readConfig } from "../../../config/read.ts";
import { sentencesOf } from "../../../graph/draw/legend.ts";
import { GRAPH_FORMATS, type GraphFormat, GraphWriter, graphFormatOf } from "../../../graph/formats/formats.ts";
import { foldRedirects } from "../../../graph/model/fold.ts";
import { graphOf } from "../../../graph/model/graph.ts";
import { showFrom } from "../../../graph/model/shown.ts";
import { writeWhole } from "../../../output/destinations/destination.ts";
import { localPath, openDestination } from "../../../output/destinations/destinations.ts";
import { statusOf } from "../../../output/destinations/path.ts";
import { checkStandardOutput, printOut } from "../../../output/destinations/standard-output.ts";
import { UsageError } from "../../../system/errors.ts";
import { listed, printable, printableLines } from "../../../system/printable.ts";
import { collect, share } from "../../../system/values.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { builtinDurations } from "../../config/solving.ts";
import type { Action } from "./action.ts";

const DEFAULT_PROBABILITY = 0.05;
const ENDINGS = GRAPH_FORMATS.map((format) => `.${format}`);

const HELP = `
Draws the states and transitions of a configuration, by auth and level, with the traffic that is solved from the table:
lines are wider where sessions pass more often. Redirects (status 3xx), such as forms that are sent, are folded into the
transitions through them, and rare transitions are hidden, but for each state's main way in and out; the legend says
what was left out. The file's ending says the format:
  .svg   a picture, light or dark as its reader's system is
  .png   the same, light, on white; the same bytes on every machine
  .html  a page in one file with search and a filter by probability, which loads nothing from a network
  .dot   text for Graphviz
  .mmd   text for Mermaid, which GitHub draws
Without -o it prints .dot.

Examples:
  eventsim config graph configs/Accordion-config.json -o data/accordion.svg
  eventsim config graph my.json -o data/my.html -o data/my.png
  eventsim config graph my.json --unfold --min-probability 0 -o data/all.svg
  eventsim config graph my.json | dot -Tpdf -o my.pdf`;

interface GraphOptions {
  output?: string[];
  minProbability?: number;
  unfold?: boolean;
}

function graphProgram(): Command {
  return makeProgram("eventsim config graph", "Draws the states and transitions of a configuration.")
    .argument("<file>", "the configuration")
    .option("-o, --output <file>", `file to write, by its ending ${listed(ENDINGS, "or")}; may be repeated`, collect)
    .option(
      "--min-probability <share>",
      `hide transitions that are less probable (default: ${DEFAULT_PROBABILITY})`,
      share(1),
    )
    .option("--unfold", "draw redirects as states of their own")
    .addHelpText("after", HELP);
}

interface Output {
  path: string;
  format: GraphFormat;
}

function outputOf(name: string, config: string): Output {
  const path = localPath(name);
  const format = graphFormatOf(path);
  if (format === undefined)
    throw new UsageError(
      `-o ${printable(name)}: this ending is no format of a graph; it must be ${listed(ENDINGS, "or")}`,
    );
  const [one, other] = [statusOf(path), statusOf(config)];
  if (one?.isDirectory()) throw new UsageError(`-o ${printable(name)}: is a folder; name a file in it`);
  if (one !== undefined && one.ino === other?.ino && one.dev === other.dev)
    throw new UsageError(`-o ${printable(name)}: is the configuration itself; name another file`);
  return { path, format };
}

/** All contents are made before the first file is opened: a graph that is too large leaves none. */
async function writeFiles(writer: GraphWriter, outputs: readonly Output[]): Promise<void> {
  const made: { path: string; content: Uint8Array }[] = [];
  for (const { path, format } of outputs) made.push({ path, content: await writer.contents(format) });
  for (const { path, content } of made) await writeWhole(await openDestination(path), [content]);
}

async function graph(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<GraphOptions>(graphProgram(), args);
  const [file] = operands as [string];
  const minProbability = options.minProbability ?? DEFAULT_PROBABILITY;
  const outputs = (options.output ?? []).map((name) => outputOf(name, file));
  if (outputs.length === 0) checkStandardOutput();
  const { config, warnings } = readConfig(file);
  const whole = graphOf(config, builtinDurations());
  const drawn = options.unfold ? whole : foldRedirects(whole);
  const shown = showFrom(drawn, minProbability);
  const writer = new GraphWriter(drawn, shown, minProbability);
  const say = (line: string) => process.stderr.write(`${printableLines(line)}\n`);
  warnings.forEach(say);
  if (outputs.length === 0) return printOut(Buffer.from(await writer.contents("dot")).toString());
  await writeFiles(writer, outputs);
  say(
    `${outputs.map(({ path }) => printable(path)).join(", ")}: ${sentencesOf({ graph: drawn, shown }, minProbability).join(" ")}`,
  );
}

/** `eventsim config graph`: the state machine as a picture. */
export const GRAPH: Action = { program: graphProgram, run: graph };
