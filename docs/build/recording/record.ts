import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cast, PROMPT, type Print } from "./cast.ts";

const COMMANDS = [
  "bin/eventsim -n 50000 -s 2026-01-05 -e 2026-01-12 > /dev/null",
  "bin/eventsim -n 2000 -s 2026-01-05 -e 2026-01-12 --split-size 32M data/week/events.json.lz4",
  "bin/eventsim verify data/week",
  "bin/eventsim cat data/week/*.lz4 --where page=NextSong --head 1",
];
const COLUMNS = 96;
const ROWS = 16;
const TYPED_AT_ONCE = 4;
const TYPING_SECONDS = 0.1;
const PAUSE_SECONDS = 1.2;
/** The last screen stays. */
const END_SECONDS = 5;

/** Runs a command on a terminal; returns what it printed, with the seconds since it started. */
async function printsOf(command: string, folder: string): Promise<Print[]> {
  const line = `stty cols ${COLUMNS} rows ${ROWS}; ${command}`;
  const child = spawn("script", ["-qfec", line, "/dev/null"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const start = performance.now();
  const prints: Print[] = [];
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => prints.push([(performance.now() - start) / 1000, text]));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command}: exit code ${code}`);
  return prints;
}

/** A prompt and the command, typed a few letters at a time. */
function typed(command: string, start: number): Print[] {
  const pieces = [PROMPT, ...(command.match(new RegExp(`.{1,${TYPED_AT_ONCE}}`, "g")) ?? []), "\r\n"];
  return pieces.map((piece, index) => [start + index * TYPING_SECONDS, piece]);
}

/**
 * Runs the commands of the README's picture on a terminal, which `script` of util-linux gives them.
 * @param root the repository
 */
export async function record(root: string): Promise<Cast> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-recording-"));
  const prints: Print[] = [];
  try {
    for (const name of ["bin", "data"]) mkdirSync(join(folder, name));
    symlinkSync(join(root, "bin", "eventsim"), join(folder, "bin", "eventsim"));
    for (const command of COMMANDS) {
      const last = () => prints.at(-1)?.[0] ?? -PAUSE_SECONDS;
      prints.push(...typed(command, last() + PAUSE_SECONDS));
      const start = last() + TYPING_SECONDS;
      prints.push(...(await printsOf(command, folder)).map(([seconds, text]): Print => [start + seconds, text]));
    }
    prints.push([prints.at(-1)![0] + END_SECONDS, ""]);
    return { columns: COLUMNS, rows: ROWS, prints };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
