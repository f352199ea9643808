import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";

/** A fenced block of a page, without its indentation. */
export interface Block {
  /** The word after the opening fence: `sh`, `json`, `text`, ...; empty if there is none. */
  language: string;
  text: string;
}

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

export function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^( *)```(\S*)\n(.*?)^\1```$/gms)].map(([, indentation, language, inner]) => ({
    language: language!,
    text: inner!.replaceAll(new RegExp(`^${indentation}`, "gm"), ""),
  }));
}

/** The commands of a block of shell: one per line, where a backslash at the end continues a command on the next line. */
export function commandsOf({ text }: Block): string[] {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n");
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}

/** The code spans in the first cells of a page's tables. */
export function documented(text: string): string[] {
  return [...text.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, cell]) =>
    cell!.match(/`[^`]+`/g)!.map((span) => span.slice(1, -1)),
  );
}
