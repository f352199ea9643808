/** Longer names are cut in messages: a file from a stranger could otherwise make a message of megabytes. */
export const MOST_CHARACTERS = 200;

/**
 * Characters that a terminal obeys and does not show: control characters (C0, DEL, C1), format characters (marks of the writing direction and
 * their overrides, zero-width ones, tags), the separators of lines and paragraphs, and halves of surrogate pairs.
 */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const UNSEEN_BUT_LINE_ENDS = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16).toUpperCase();
  return SHORT[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
}

/** The first characters (UTF-16 units), without the half of a pair at the cut. */
function head(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}

/**
 * An untrusted text (a name in a configuration, manifest, journal or data file, a path), as a message shows it: on one
 * line, with characters that a terminal would obey written as `\n`, `\u001B`, `\u202E` or `\u{E0001}`, and cut where it is longer than `most`
 * UTF-16 units.
 */
export function printable(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text.replace(UNSEEN, escaped);
  return `${head(text, most).replace(UNSEEN, escaped)}... (${text.length} characters)`;
}

/** The same for an address: without a user, a password and a query, since messages are kept in logs. */
export function shownAddress(text: string, most = MOST_CHARACTERS): string {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return printable(text, most);
  const afterUser = rest.includes("@") ? `...${rest.slice(rest.lastIndexOf("@"))}` : rest;
  return printable(`${scheme}${afterUser.replace(/\?.*$/s, "?...")}`, most);
}

/** The same in double quotes, with `"` and `\` in it escaped as in JSON: a name whose ends must be seen. */
export function quoted(text: string, most = MOST_CHARACTERS): string {
  const inQuotes = (shown: string) => `"${shown.replace(/["\\]/g, "\\$&").replace(UNSEEN, escaped)}"`;
  if (text.length <= most) return inQuotes(text);
  return `${inQuotes(`${head(text, most)}...`)} (${text.length} characters)`;
}

/** A word as a POSIX shell reads it: in single quotes where it has other characters than these. */
export function shellWord(text: string): string {
  return /^[\w.,:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A whole message of several lines: its line ends stay, all else is as in `printable`, uncut. */
export function printableLines(text: string): string {
  return text.replace(UNSEEN_BUT_LINE_ENDS, escaped);
}

/** Words as a sentence lists them: "gzip and zstd", ".lz4, .gz or .zst". */
export function listed(words: readonly string[], conjunction: "and" | "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text in XML or HTML, between tags or in an attribute in quotes. Control characters stay: `printable` shows them. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] as string);
}
