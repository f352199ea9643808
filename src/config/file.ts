import { readFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { ConfigDocument } from "./document.ts";

/** Reads a config's text. Throws a UsageError when there is no such file or it cannot be a config at all. */
export function readText(file: string): string {
  const bytes = readBytes(file);
  const text = decode(file, bytes);
  if (text.trim() === "") throw new UsageError(`${file}:1:1: the file is empty; a config is one JSON object`);
  return text;
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; check the path of the config",
  EISDIR: "this is a folder; name a config file in it",
  EACCES: "the file must not be read by this user; change its permissions",
};

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${file}: ${READ_FAILURES[code] ?? `cannot be read (${message}); check the path of the config`}`,
    );
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const { line, column } = firstBadByte(bytes);
    throw new UsageError(`${file}:${line}:${column}: not UTF-8 from here on; save the file as UTF-8`);
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
