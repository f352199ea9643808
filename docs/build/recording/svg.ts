import { type Cast, PROMPT } from "./cast.ts";
import { type Line, linesOf } from "./screens.ts";

// In pixels. The width of a character is that of the usual fonts of terminals, 0.6 of its height.
const FONT_SIZE = 13;
const CHARACTER_WIDTH = FONT_SIZE * 0.6;
const LINE_HEIGHT = 18;
const MARGIN = 16;
const TITLE_HEIGHT = 30;

const STYLE = `text{font:${FONT_SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d5dbe3;white-space:pre}
.c{fill:#9fd58b;font-weight:600}.h{visibility:hidden}`;
const TITLE = "A terminal in which eventsim simulates, writes, verifies and prints events";
const BUTTONS = ["#f26d6d", "#e8bf6a", "#7fc97f"];
const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

type Time = Pick<Line, "from" | "until">;

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character]!);
}

/** A position in the time of the whole, in percent. */
function percent(seconds: number, whole: number): string {
  return `${Number(((seconds / whole) * 100).toFixed(2))}%`;
}

/** When the lines of a class are seen. */
function keyframes(name: string, { from, until }: Time, whole: number): string {
  const before = from > 0 ? "0%{visibility:hidden}" : "";
  const after = until < whole ? `${percent(until, whole)}{visibility:hidden}` : "";
  return `@keyframes ${name}{${before}${percent(from, whole)}{visibility:visible}${after}}.${name}{animation-name:${name}}`;
}

function element({ row, text, until }: Line, name: string, whole: number): string {
  const top = TITLE_HEIGHT + MARGIN + (row + 0.75) * LINE_HEIGHT;
  const classes = [name, text.startsWith(PROMPT) ? "c" : [], until < whole ? "h" : []].flat().join(" ");
  return `<text x="${MARGIN}" y="${top}" class="${classes}">${escapeText(text)}</text>`;
}

/** A recording as an animated picture that needs no script, so that it moves where a page shows it as an image. */
export async function drawCast(cast: Cast): Promise<string> {
  const whole = cast.prints.at(-1)![0];
  const lines = await linesOf(cast);
  // Lines of the same time share a class.
  const times = new Map(lines.map((line) => [`${line.from} ${line.until}`, line]));
  const names = [...times.keys()];
  const nameOf = ({ from, until }: Line) => `k${names.indexOf(`${from} ${until}`)}`;
  const width = Math.ceil(2 * MARGIN + cast.columns * CHARACTER_WIDTH);
  const height = TITLE_HEIGHT + 2 * MARGIN + cast.rows * LINE_HEIGHT;
  const rules = [...times.values()].map((line) => keyframes(nameOf(line), line, whole));
  const moving = `text{animation:${whole.toFixed(1)}s step-end infinite}\n${rules.join("\n")}`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${TITLE}">`,
    `<title>${TITLE}</title>`,
    // Without animation the last screen is what is seen.
    `<style>${STYLE}\n@media (prefers-reduced-motion:no-preference){${moving}}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1b2028"/>`,
    ...BUTTONS.map((color, index) => `<circle cx="${MARGIN + 6 + index * 20}" cy="20" r="6" fill="${color}"/>`),
    ...lines.map((line) => element(line, nameOf(line), whole)),
    "</svg>",
  ].join("\n")}\n`;
}
