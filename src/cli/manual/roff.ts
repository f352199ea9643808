const LINE_CHARACTERS = 78;

const SPECIAL: Readonly<Record<string, string>> = { "\\": "\\e", "-": "\\-", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga" };

/** A text as the macros of man(7) take it. */
export function escaped(text: string): string {
  return text.replace(/[\\^~`-]/g, (character) => SPECIAL[character] as string).replace(/^[.']/, "\\&$&");
}

/** A text in lines, since roff's own are short. */
export function filled(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > LINE_CHARACTERS) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].map(escaped).join("\n");
}

/** One argument of a macro. */
export function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '""')}"`;
}

export function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

export function italic(text: string): string {
  return `\\fI${escaped(text)}\\fR`;
}

/** A term, with its indented description below. */
export function entry(term: string, meaning: string): string {
  return `.TP\n${term}\n${filled(meaning)}`;
}

export function paragraph(text: string): string {
  return `.PP\n${filled(text)}`;
}
