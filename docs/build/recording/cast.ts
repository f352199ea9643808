/** A recording of a terminal, in the form of asciinema's files (asciicast v2): what was printed, and when. */
export interface Cast {
  columns: number;
  rows: number;
  prints: readonly Print[];
}

/** Seconds since the start, and the bytes of the terminal as text. */
export type Print = readonly [seconds: number, text: string];

/** How a line of the recording begins in which a command was typed. */
export const PROMPT = "$ ";

export function printCast({ columns, rows, prints }: Cast): string {
  const header = { version: 2, width: columns, height: rows };
  const lines = [header, ...prints.map(([seconds, text]) => [Number(seconds.toFixed(3)), "o", text])];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function readCast(text: string): Cast {
  const [header, ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return {
    columns: header.width,
    rows: header.height,
    prints: lines.map(([seconds, , printed]) => [seconds, printed]),
  };
}
