import type { ParseErrorCode } from "jsonc-parser";
import { quoted } from "../../system/printable.ts";
import { strictText } from "../checks/compat-text.ts";
import type { ConfigDocument } from "./document.ts";
import { tooDeepAt } from "./places.ts";
import { repeatedKeys } from "./repeated.ts";
import type { Report } from "./report.ts";
import { jsonParser, withoutSlips } from "./slips.ts";

/** No real config nests deeper, and a recursive parser overflows its stack at some thousands of levels. */
const MOST_BRACKETS = 1000;

/**
 * Parses strict JSON and reports syntax errors. Returns undefined if the value is not the one that the
 * author meant: comments and trailing commas are errors that do not hide others, but any other error ends the reading, since
 * the text after it could only be guessed.
 * @param likeOriginal accepts the syntax of the original's parser, and the last one of repeated keys
 */
export function parseValue(
  document: ConfigDocument,
  report: Report,
  likeOriginal = false,
): { value: unknown } | undefined {
  const tooDeep = tooDeepAt(document.text, MOST_BRACKETS);
  if (tooDeep >= 0) {
    report.error([], "brackets are nested too deeply; a config has five levels", tooDeep);
    return undefined;
  }
  const strict = parseStrict(document.text) ?? (likeOriginal ? parseStrict(strictText(document.text)) : undefined);
  const parsed = strict ?? parseTolerantly(document, report);
  if (parsed === undefined || likeOriginal) return parsed;
  for (const { path, offset, firstOffset } of repeatedKeys(document.json, parsed.value)) {
    if (report.isFull) break;
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

/** Reports comments and trailing commas and skips them, up to the first other error. */
function parseTolerantly(document: ConfigDocument, report: Report): { value: unknown } | undefined {
  const { json, slips } = withoutSlips(document.text);
  const parsed = parseStrict(json);
  const failure = parsed === undefined ? firstFailure(json) : undefined;
  for (const { offset, text } of slips) if (offset < (failure?.offset ?? json.length)) report.error([], text, offset);
  if (failure !== undefined) report.error([], syntaxText(document, failure), failure.offset);
  document.json = json;
  return parsed;
}

interface Failure {
  error: ParseErrorCode;
  offset: number;
  length: number;
}

/** The position where the text stops being JSON. */
function firstFailure(json: string): Failure {
  const stop = new Error();
  let first: Failure = { error: 0 as ParseErrorCode, offset: json.length, length: 0 };
  const onError = (error: ParseErrorCode, offset: number, length: number) => {
    first = { error, offset, length };
    throw stop;
  };
  try {
    jsonParser().visit(json, { onError }, { disallowComments: true });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return first;
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

function syntaxText(document: ConfigDocument, { error, offset, length }: Failure): string {
  const failure = TOKEN_FAILURES[jsonParser().printParseErrorCode(error)];
  if (failure !== undefined) return failure;
  const found = document.text.slice(offset, offset + Math.min(30, Math.max(1, length)));
  return `found ${found === "" ? "the end of the file" : quoted(found)}; expected ${expectedAt(document, offset)}`;
}

/** The tokens that JSON allows at an offset up to which the text is valid, given the open brackets there. */
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
