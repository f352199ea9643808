import type { Command } from "commander";
import type { Destination } from "../../output/destinations/destination.ts";
import { openDestination } from "../../output/destinations/destinations.ts";
import { checkStandardOutput } from "../../output/destinations/standard-output.ts";
import { readEvents } from "../../read/events.ts";
import { Input, MOST_FRAME_BYTES } from "../../read/input.ts";
import { firstLines } from "../../read/lines.ts";
import { LineFilter } from "../../read/where.ts";
import { UsageError } from "../../system/errors.ts";
import type { Machine } from "../../system/machine.ts";
import { collect, whole } from "../../system/values.ts";
import { makeProgram, parseCommand } from "../arguments/program.ts";
import type { Given } from "../jvm/sources.ts";
import { openMachine } from "../start.ts";

/** Resident memory of Node and the program without a file, measured with Node 20 to 26, and the least memory for a frame. */
const PROGRAM_BYTES = 96 << 20;
const LEAST_FRAME_BYTES = 4 << 20;

const HELP = `
Reads JSON, MessagePack, Avro, Arrow and CSV with a header, plain or compressed as gzip, LZ4 (frames, and Hadoop's
framing) or Zstandard; and Parquet (a file, not a pipe).
Files of a store are named by their addresses, and Parquet and Arrow there are read by ranges.
Recognises format and compression by the content of a file, not by its name.

Examples:
  eventsim cat data/week/*.json.lz4 | head -3
  eventsim cat data/week/*.msgpack.gz --where page=NextSong --where level=free --head 10
  curl -s https://example.org/events.json.gz | eventsim cat --where userId=17`;

interface CatOptions {
  where?: string[];
  head?: number;
  csvNull?: string;
}

/** All are opened before the first line is printed, so that a wrong name is reported at once. */
async function openAll(paths: readonly string[], mostFrameBytes: number): Promise<Input[]> {
  if (paths.filter((path) => path === "-").length > 1)
    throw new UsageError('"-" stands for standard input, which can be read only once');
  const inputs: Input[] = [];
  try {
    for (const path of paths) inputs.push(await Input.open(path, mostFrameBytes));
    return inputs;
  } catch (error) {
    for (const input of inputs) await input.close();
    throw error;
  }
}

/** Prints until the inputs end or `limit` lines are printed. */
async function print(
  inputs: readonly Input[],
  filter: LineFilter,
  { head: limit = Number.POSITIVE_INFINITY, csvNull }: CatOptions,
  output: Destination,
): Promise<void> {
  let left = limit;
  for (const input of inputs) {
    for await (const lines of readEvents(input, { conditions: filter.fields, csvNull })) {
      const picked = filter.pick(lines);
      const first = left === Number.POSITIVE_INFINITY ? { lines: picked, count: 0 } : firstLines(picked, left);
      if (first.lines.length > 0) await output.write([first.lines]);
      left -= first.count;
      if (left === 0) return;
    }
  }
}

/** The most bytes to unpack as a whole under a memory limit, which also holds the packed bytes and the program. */
function mostFrameBytes({ limit }: Machine): number {
  if (limit === undefined) return MOST_FRAME_BYTES;
  const room = (limit.byteLength - PROGRAM_BYTES) / 2;
  return Math.min(MOST_FRAME_BYTES, Math.max(LEAST_FRAME_BYTES, Math.floor(room)));
}

export function catProgram(): Command {
  return makeProgram("eventsim cat", "Prints files of events as lines of JSON, to standard output.")
    .argument("[files...]", "files to read, - for standard input (default: standard input)")
    .option("--where <key=value>", "print only events with this value; if repeated, all must hold", collect)
    .option("--head <count>", "stop after this many events, over all files", whole(1, Number.MAX_SAFE_INTEGER))
    .option("--csv-null <text>", "text without quotes that stands for null in CSV, besides nothing")
    .addHelpText("after", HELP);
}

/** `eventsim cat`: prints files of events as lines of JSON. @param given options of the JVM, of which only the heap's limit is used */
export async function cat(args: string[], given: Given[]): Promise<void> {
  const { options, operands } = parseCommand<CatOptions>(catProgram(), args);
  checkStandardOutput();
  const filter = new LineFilter(options.where ?? []);
  const machine = await openMachine(given, undefined);
  const inputs = await openAll(operands.length === 0 ? ["-"] : operands, mostFrameBytes(machine));
  const output = await openDestination(undefined);
  try {
    await print(inputs, filter, options, output);
    await output.finish();
  } catch (error) {
    output.abort();
    throw error;
  } finally {
    for (const input of inputs) await input.close();
  }
}
