import xterm from "@xterm/headless";
import type { Cast } from "./cast.ts";

/** A text that stands in a row of the screen for a while. */
export interface Line {
  row: number;
  text: string;
  /** Seconds since the start. */
  from: number;
  until: number;
}

/** The rows of a terminal's screen, from the top. */
function rowsOf(terminal: InstanceType<typeof xterm.Terminal>): string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? "",
  );
}

/** Every text that a recording shows, with its row and its time. */
export async function linesOf({ columns, rows, prints }: Cast): Promise<Line[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const end = prints.at(-1)![0];
  const lines: Line[] = [];
  let shown: Line[] = [];
  for (const [seconds, text] of prints) {
    await new Promise<void>((resolve) => terminal.write(text, resolve));
    shown = rowsOf(terminal).map((now, row) => {
      const before = shown[row];
      if (before?.text === now) return before;
      if (before !== undefined) before.until = seconds;
      const line = { row, text: now, from: seconds, until: end };
      if (now !== "") lines.push(line);
      return line;
    });
  }
  terminal.dispose();
  return lines.filter(({ from, until }) => until > from);
}
