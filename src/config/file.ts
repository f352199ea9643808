import { closeSync, constants, existsSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../system/errors.ts";
import { printable } from "../system/printable.ts";
import { sleepMs } from "../system/threads.ts";
import { shippedFile, shippedNames } from "./shipped.ts";
import { ConfigDocument } from "./text/document.ts";

/** A config of a hundred thousand transitions has 27 MB; a larger file is not a config. */
const MOST_BYTES = 64 * 2 ** 20;
const PIECE_BYTES = 2 ** 16;
/** The longest time without data from a pipe, and the pause between two reads. */
const SILENCE_MS = 10_000;
const PAUSE_MS = 20;

/** The contents of pipes, by path: a pipe can be read only once, but is needed more often. */
const pipes = new Map<string, Buffer>();
/** The descriptor from which a restarted process reads a pipe's contents, and the variable with the pipe's path. */
export const HANDED_PIPE = { variable: "EVENTSIM_CONFIGURATION_PIPE", descriptor: 4 } as const;
const handedPipe = process.env[HANDED_PIPE.variable];
delete process.env[HANDED_PIPE.variable];

/** The contents of the pipes that were read, by the paths that the user typed. */
export function pipesRead(): ReadonlyMap<string, Buffer> {
  return pipes;
}

/** Reads a config's text. Throws UsageError if the file does not exist or cannot be a config. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  const text = decode(file, bytes);
  if (text.trim() === "") throw new UsageError(`${shown(file)}:1:1: the file is empty; a config is one JSON object`);
  return text;
}

function shown(file: string): string {
  return printable(file, 1000);
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  EISDIR: "this is a folder; name a config file in it",
  EACCES: "this user may not read the file; change its permissions",
};

function readBytes(file: string): Buffer {
  const known = pipes.get(file);
  if (known !== undefined) return known;
  if (file === "") throw new UsageError("--config: the path is empty; name a config file");
  try {
    if (file === handedPipe) {
      const bytes = readAll(file, HANDED_PIPE.descriptor);
      pipes.set(file, bytes);
      return bytes;
    }
    // Non-blocking: opening a pipe without a writer would otherwise block for ever.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readAll(file, descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`${shown(file)}: there is no such file; ${adviceOnMissing(file)}`);
    throw new UsageError(
      `${shown(file)}: ${READ_FAILURES[code] ?? `cannot be read (${message}); check the path of the config`}`,
    );
  }
}

function readAll(file: string, descriptor: number): Buffer {
  const stats = fstatSync(descriptor);
  const refusal = refusalOf(stats);
  if (refusal !== undefined) throw new UsageError(`${shown(file)}: ${refusal}`);
  const pieces: Buffer[] = [];
  let byteLength = 0;
  for (const piece of piecesOf(file, descriptor)) {
    pieces.push(piece);
    byteLength += piece.length;
    if (byteLength > MOST_BYTES) throw new UsageError(`${shown(file)}: ${TOO_LARGE}`);
  }
  const bytes = Buffer.concat(pieces);
  if (stats.isFIFO()) pipes.set(file, bytes);
  return bytes;
}

const TOO_LARGE = `more than ${MOST_BYTES / 2 ** 20} MiB; this is no config, or it has to say less`;

function refusalOf(stats: Stats): string | undefined {
  if (stats.isDirectory()) return READ_FAILURES.EISDIR;
  if (stats.isFile()) return stats.size > MOST_BYTES ? TOO_LARGE : undefined;
  return stats.isFIFO() || stats.isSocket() ? undefined : "this is a device and no file; name a config file";
}

/** A pipe reads as empty until a writer has written to it, so that is not its end. */
function* piecesOf(file: string, descriptor: number): Generator<Buffer> {
  const isPipe = fstatSync(descriptor).isFIFO();
  const buffer = Buffer.alloc(PIECE_BYTES);
  let hasBegun = !isPipe;
  let silentMs = 0;
  for (;;) {
    const count = readSome(descriptor, buffer);
    if (count === 0 && hasBegun) return;
    if (count > 0) {
      hasBegun = true;
      silentMs = 0;
      yield Buffer.from(buffer.subarray(0, count));
      continue;
    }
    if (silentMs >= SILENCE_MS) throw new UsageError(`${shown(file)}: nobody writes to this pipe; name a config file`);
    sleepMs(PAUSE_MS);
    silentMs += PAUSE_MS;
  }
}

/** Returns the number of bytes read, 0 at the end, and -1 if there are none yet. */
function readSome(descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return -1;
    throw error;
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const { line, column } = firstBadByte(bytes);
    throw new UsageError(`${shown(file)}:${line}:${column}: not UTF-8 from here on; save the file as UTF-8`);
  }
}

function firstBadByte(bytes: Buffer): { line: number; column: number } {
  const good = wellFormedPrefix(bytes);
  const { line, column } = new ConfigDocument("", good).position(good.length);
  return { line, column };
}

/** The longest start of the bytes that is UTF-8: found by halving, since a start of a good start is good. */
function wellFormedPrefix(bytes: Buffer): string {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decodePrefix(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  return decodePrefix(bytes, good) ?? "";
}

/** A character that the prefix cuts in two is not an error yet: `stream` waits for its other bytes. */
function decodePrefix(bytes: Buffer, length: number): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}

/** Advice for a configuration that does not exist: the shipped ones, or the one that the name resembles. */
export function adviceOnMissing(file: string): string {
  const names = shippedNames();
  const wanted = basename(file)
    .toLowerCase()
    .replace(/(-config)?(\.json)?$/, "");
  const meant = names.find((name) => name.toLowerCase() === wanted);
  if (meant !== undefined && resolve(file) !== shippedFile(meant) && existsSync(shippedFile(meant)))
    return `did you mean ${shippedFile(meant)}?`;
  // A name like those of the shipped ones, or a file of their folder.
  if (!/-config\.json$/.test(file) && !/(^|[/\\])configs[/\\]/.test(file)) return "check the path of the config";
  return `check the path of the config; ${dirname(shippedFile(""))} has ${names.join(", ")}`;
}
