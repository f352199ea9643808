import type { Command } from "commander";
import { contentText, contentValue } from "../../../config/content/write.ts";
import { Merger } from "../../../config/merge/merge.ts";
import { readPart } from "../../../config/merge/part.ts";
import { MergedSource } from "../../../config/merge/source.ts";
import { excessLines, rescale, type Scaled } from "../../../config/merge/sums.ts";
import { checkValue } from "../../../config/read.ts";
import { Problems, UsageError } from "../../../system/errors.ts";
import { printableLines } from "../../../system/printable.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { changeLines, conflictLines, missLines, scaledLine } from "../../config/print-merge.ts";
import { checkOut, type OutOptions, printWarnings, writeOut } from "../../config/write-out.ts";
import type { Action } from "./action.ts";

/** As much as one configuration may have: what comes out must be readable again. */
const MOST_CHARACTERS = 64 * 2 ** 20;

const HELP = `
An overlay says a part of a configuration: some keys, some entries of tables. Of a key, and of an entry, the last file counts.
Entries are known by all but their value: a transition by its source and dest, a start by its state. null in the place of
a value removes the key or the entry: "tag": null, "p": null, "weight": null, "show": null. New transitions follow the
last one of their source. What the overlays changed is printed on standard error, and the result passes the checks of
every run before it is written.

Examples:
  eventsim config merge configs/Accordion-config.json night.json -o mine.json
  eventsim config merge base.json adverts.json --rescale -o mine.json
  eventsim config merge base.json ours.json theirs.json --strict > all.json`;

interface MergeOptions extends OutOptions {
  rescale?: boolean;
  strict?: boolean;
}

function mergeProgram(): Command {
  return makeProgram("eventsim config merge", "Merges configurations: a base, and files that change parts of it.")
    .argument("<base>", "the configuration that the others change")
    .argument("<overlays...>", "files that say what is different, the last one counts")
    .option("-o, --output <file>", "configuration to write (default: standard output)")
    .option("--rescale", "scale a state's other transitions, so that its probabilities add up to what they did")
    .option("--strict", "refuse overlays that contradict each other, or remove what is not there")
    .option("--force", "replace the file if it exists")
    .addHelpText("after", HELP);
}

function mergerOf(files: readonly string[]): Merger {
  const merger = new Merger();
  const found = new Problems();
  let characters = 0;
  for (const [index, file] of files.entries()) {
    const part = found.in(() => readPart(file, index > 0));
    if (part === undefined) continue;
    characters += part.document.text.length;
    if (characters > MOST_CHARACTERS)
      throw new UsageError(
        `the files have more than ${MOST_CHARACTERS / 2 ** 20} million characters together, more than a configuration may have; leave some out`,
      );
    if (found.error === undefined) merger.add(part);
  }
  if (found.error !== undefined) throw found.error;
  return merger;
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${printableLines(line)}\n`);
}

/** Contradictions and vain removals: warnings, or errors where they are strict. */
function judge(merger: Merger, isStrict: boolean): void {
  const doubts = [...conflictLines(merger.conflicts), ...missLines(merger.misses)];
  if (isStrict && doubts.length > 0) throw new UsageError(doubts.join("\n"));
  printWarnings(doubts);
}

function makeRoom(merger: Merger): Scaled[] {
  const { scaled, problems } = rescale(merger);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return scaled;
}

async function merge(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<MergeOptions>(mergeProgram(), args);
  checkOut(options);
  const merger = mergerOf(operands);
  judge(merger, options.strict === true);
  const scaled = options.rescale ? makeRoom(merger) : [];
  const excess = excessLines(merger);
  if (excess.length > 0) throw new UsageError(excess.join("\n"));
  const { content } = merger;
  const { warnings } = checkValue(new MergedSource(merger), contentValue(content));
  say([...changeLines(merger), ...(options.rescale ? [scaledLine(scaled)] : [])]);
  printWarnings(warnings);
  await writeOut(options, contentText(content));
}

/** `eventsim config merge`: a configuration, and what others change in it. */
export const MERGE: Action = { program: mergeProgram, run: merge };
