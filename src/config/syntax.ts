import type { ParseError } from "jsonc-parser";
import type { ConfigDocument } from "./document.ts";
import { jsonParser } from "./parser.ts";
import { repeatedKeys } from "./repeated.ts";
import type { Report } from "./report.ts";

/**
 * Parses strict JSON and reports what is wrong with its syntax. Answers undefined when the value is not the one that the
 * person meant: comments and trailing commas are errors that do not hide others, but anything else ends the reading, since
 * what follows a broken place would only be guessed.
 */
export function parseValue(
  document: ConfigDocument,
  report: Report,
  allowsRepeatedKeys = false,
): { value: unknown } | undefined {
  const strict = parseStrict(document.text);
  const parsed = strict ?? parseTolerantly(document, report);
  if (parsed === undefined || allowsRepeatedKeys) return parsed;
  for (const { path, offset, firstOffset } of repeatedKeys(document, parsed.value)) {
    const { line } = document.position(firstOffset);
    report.error(path, `given twice, first on line ${line}; keep one`, offset);
  }
  return parsed;
}

function parseStrict(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function parseTolerantly(document: ConfigDocument, report: Report): { value: unknown } | undefined {
  const { root, errors } = document.tree;
  if (errors.length === 0) report.error([], "brackets are nested too deeply; a config has five levels");
  for (const error of errors.filter(firstAtItsOffset)) {
    const harmless = harmlessError(document.text, error);
    report.error([], harmless?.text ?? syntaxText(document, error), harmless?.offset ?? error.offset);
    if (harmless === undefined) return undefined;
  }
  return root && { value: jsonParser().getNodeValue(root) };
}

/** The parser reports a missing key a second time, as a missing value. */
function firstAtItsOffset(error: ParseError, index: number, errors: readonly ParseError[]): boolean {
  return errors[index - 1]?.offset !== error.offset;
}

const CLOSING_BRACKETS: Readonly<Record<string, string>> = { PropertyNameExpected: "}", ValueExpected: "]" };

function harmlessError(text: string, error: ParseError): { text: string; offset: number } | undefined {
  const kind = jsonParser().printParseErrorCode(error.error);
  if (kind === "InvalidCommentToken") return { text: "JSON has no comments; remove this one", offset: error.offset };
  const closing = text[error.offset];
  const before = text.slice(0, error.offset).trimEnd();
  if (closing === undefined || closing !== CLOSING_BRACKETS[kind] || !before.endsWith(",")) return undefined;
  return { text: `JSON has no comma before "${closing}"; remove it`, offset: before.length - 1 };
}

const TOKEN_FAILURES: Readonly<Record<string, string>> = {
  UnexpectedEndOfString:
    'this string does not end on its line; expected a closing " (a line end inside is written \\n)',
  UnexpectedEndOfNumber: "this number is not complete; expected a digit",
  InvalidUnicode: "this string holds an incomplete \\u; expected four hexadecimal digits after it",
  InvalidEscapeCharacter:
    'this string holds an unknown escape; expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX',
  InvalidCharacter: "this string holds a control character; expected an escape such as \\t or \\u0001 in its place",
};

function syntaxText(document: ConfigDocument, error: ParseError): string {
  const failure = TOKEN_FAILURES[jsonParser().printParseErrorCode(error.error)];
  if (failure !== undefined) return failure;
  const found = document.text.slice(error.offset, error.offset + Math.max(1, error.length));
  const shown = found === "" ? "the end of the file" : JSON.stringify(found.slice(0, 30));
  return `found ${shown}; expected ${expectedAt(document, error.offset)}`;
}

/** What JSON allows at an offset before which the text is right, told by the brackets that are open there. */
function expectedAt(document: ConfigDocument, offset: number): string {
  const open: { bracket: string; offset: number }[] = [];
  let last = "";
  let beforeLast = "";
  for (const token of tokensBefore(document.text, offset)) {
    if (token.text === "{" || token.text === "[") open.push({ bracket: token.text, offset: token.offset });
    if (token.text === "}" || token.text === "]") open.pop();
    beforeLast = last;
    last = token.text;
  }
  const inner = open.at(-1);
  if (last === "") return "{: a config is one JSON object";
  if (inner === undefined) return "the end of the file";
  const close = `"${inner.bracket === "{" ? "}" : "]"}"`;
  if (last === "{") return `a key in double quotes or ${close}`;
  if (last === "[") return `a value or ${close}`;
  if (last === ",") return inner.bracket === "{" ? "a key in double quotes" : "a value";
  if (last === ":") return "a value: text in double quotes, a number, true, false, [ or {";
  if (inner.bracket === "{" && beforeLast !== ":" && last.startsWith('"')) return '":" after the key';
  return `"," or ${close} for the "${inner.bracket}" on line ${document.position(inner.offset).line}`;
}

function* tokensBefore(text: string, offset: number): Generator<{ text: string; offset: number }> {
  const scanner = jsonParser().createScanner(text, true);
  for (;;) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    if (start >= offset || scanner.getTokenLength() === 0) return;
    yield { text: text.slice(start, start + scanner.getTokenLength()), offset: start };
  }
}
