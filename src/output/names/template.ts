import { DAY_SECONDS } from "../../system/day.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { type NamePiece, namesMatch } from "./name-match.ts";
import { type Share, shareName } from "./share.ts";

const HOUR_SECONDS = 3600;
const DEFAULT_WIDTH = 6;
/** File numbers are doubles: fifteen digits are exact. */
const MOST_WIDTH = 15;

interface Field {
  meaning: string;
  /** Period that the field prints: no file may extend beyond the end of one. */
  periodSeconds?: number;
  /** Layout of the printed time, with a 0 for each digit. */
  digits?: string;
  /** Extracts the text from `2026-01-31T23:59:59.999Z`. */
  print?: (instant: string) => string;
}

/** Months and years consist of whole days, so files that end with a day fit names with only a month or a year. */
const FIELDS: Record<string, Field> = {
  part: { meaning: "the file's number, 000000 at first; {part:8} has eight digits" },
  share: { meaning: "2-of-8 with --part 2/8" },
  date: {
    meaning: "2026-01-31",
    periodSeconds: DAY_SECONDS,
    digits: "0000-00-00",
    print: (instant) => instant.slice(0, 10),
  },
  hour: {
    meaning: "00 to 23",
    periodSeconds: HOUR_SECONDS,
    digits: "00",
    print: (instant) => instant.slice(11, 13),
  },
  year: { meaning: "2026", periodSeconds: DAY_SECONDS, digits: "0000", print: (instant) => instant.slice(0, 4) },
  month: {
    meaning: "01 to 12",
    periodSeconds: DAY_SECONDS,
    digits: "00",
    print: (instant) => instant.slice(5, 7),
  },
  day: { meaning: "01 to 31", periodSeconds: DAY_SECONDS, digits: "00", print: (instant) => instant.slice(8, 10) },
};

type Piece = { text: string } | { field: string; width: number };

/** Names of numbered files. All times are UTC. */
export interface Template {
  /** As the user wrote it. */
  readonly text: string;
  /** The path up to the first segment with a field, "." if there is none. Names are relative to it. */
  readonly folder: string;
  /** The rest of the path with {share} replaced, so that the names of each share differ. */
  readonly names: string;
  readonly hasShare: boolean;
  /** A file must not hold events of two such periods. Undefined if no field prints a time. */
  readonly periodSeconds: number | undefined;
  /** Returns the name relative to `folder`. `startMs` is any instant within the file's period. */
  nameOf(file: { part: number; startMs: number }): string;
  /** Whether a name relative to `folder` could be one of the run's files. */
  matches(relativeName: string): boolean;
  /** Returns the problem and what to do if the number has more digits than `{part}`; otherwise undefined. */
  outgrown(part: number): string | undefined;
}

function fieldList(): string {
  const lines = Object.entries(FIELDS).map(([name, { meaning }]) => `{${name}} ${meaning}`);
  return `the fields are ${lines.join(", ")}`;
}

function refuse(text: string, what: string): never {
  throw new UsageError(`file name "${printable(text)}": ${printable(what)}; ${fieldList()}`);
}

function readField(text: string, content: string): Piece {
  const [, name = "", width] = /^(\w*)(?::(\d+))?$/.exec(content) ?? [];
  if (!Object.hasOwn(FIELDS, name)) return refuse(text, `{${content}} is not a field`);
  if (width === undefined) return { field: name, width: DEFAULT_WIDTH };
  if (name !== "part") return refuse(text, `{${content}}: only {part} takes a number of digits`);
  if (Number(width) >= 1 && Number(width) <= MOST_WIDTH) return { field: name, width: Number(width) };
  return refuse(text, `{${content}}: the number of digits must be 1 to ${MOST_WIDTH}`);
}

function readPieces(text: string, source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{", at);
    const literal = source.slice(at, open < 0 ? source.length : open);
    if (literal.includes("}")) refuse(text, 'a "}" has no matching "{"');
    if (literal !== "") pieces.push({ text: literal });
    if (open < 0) break;
    const close = source.indexOf("}", open);
    const content = source.slice(open + 1, close);
    if (close < 0 || content.includes("{")) refuse(text, 'a "{" has no matching "}"');
    pieces.push(readField(text, content));
    at = close + 1;
  }
  return pieces;
}

/** Splits a path into the folder of all files and the rest, which has the fields. */
function splitPath(text: string): { folder: string; rest: string } {
  const brace = text.indexOf("{");
  const slash = text.lastIndexOf("/", brace < 0 ? text.length : brace);
  return { folder: slash < 0 ? "." : text.slice(0, slash) || "/", rest: text.slice(slash + 1) };
}

function checkPath(text: string, rest: string): void {
  const segments = rest.split("/");
  if (text.includes("\0")) refuse(text, "it contains a null character");
  if (segments.at(-1) === "") refuse(text, "it ends without a file's name");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    refuse(text, 'after its first field a path must not have an empty segment, "." or ".."');
  }
}

function isFullDate(names: ReadonlySet<string>): boolean {
  return names.has("date") || ["year", "month", "day"].every((name) => names.has(name));
}

/** Without {part}, each file must have a period of its own and a name that identifies it. */
function checkPart(text: string, names: ReadonlySet<string>, oneFilePerPeriod: boolean): void {
  if (names.has("part")) return;
  if (!oneFilePerPeriod) refuse(text, "without {part} several files would have the same name; add it");
  if (!isFullDate(names)) refuse(text, "it has neither {part} nor a full date, so files would have the same name");
}

/** @param shareCount the number of shares, whose names all match {share} */
function matcherOf(pieces: readonly Piece[], shareCount = 0): NamePiece[] {
  return pieces.flatMap((piece): NamePiece | NamePiece[] => {
    if ("text" in piece) return piece;
    if (piece.field === "share")
      return [{ digits: "0".repeat(String(shareCount).length) }, { text: `-of-${shareCount}` }];
    return piece.field === "part" ? { leastDigits: piece.width } : { digits: FIELDS[piece.field]!.digits as string };
  });
}

/** Replaces the field {share}. */
function withShare(text: string, pieces: readonly Piece[], share: Share | undefined): Piece[] {
  return pieces.map((piece) => {
    if ("text" in piece || piece.field !== "share") return piece;
    if (share === undefined)
      return refuse(text, "{share} is for a share of the users; add --part, such as --part 2/8, or leave it out");
    return { text: shareName(share) };
  });
}

function sourceOf(piece: Piece): string {
  if ("text" in piece) return piece.text;
  return piece.width === DEFAULT_WIDTH ? `{${piece.field}}` : `{${piece.field}:${piece.width}}`;
}

/**
 * Reads a template such as `out/dt={date}/hour={hour}/events-{part:8}.json`. `oneFilePerPeriod` means that each period
 * has one file, so that a full date may replace `{part}`; `share` is the text of `{share}`, or `shareCount` the number of shares whose files the template names. Throws UsageError, with a
 * list of the fields.
 */
export function parseTemplate(
  text: string,
  {
    oneFilePerPeriod = false,
    share,
    shareCount,
  }: { oneFilePerPeriod?: boolean; share?: Share | undefined; shareCount?: number | undefined } = {},
): Template {
  const { folder, rest } = splitPath(text);
  const written = readPieces(text, rest);
  const pieces = shareCount === undefined ? withShare(text, written, share) : written;
  if (folder.includes("}")) refuse(text, 'a "}" has no matching "{"');
  checkPath(text, rest);
  const fields = pieces.filter((piece) => "field" in piece);
  checkPart(text, new Set(fields.map(({ field }) => field)), oneFilePerPeriod);
  const periods = fields.flatMap(({ field }) => FIELDS[field]!.periodSeconds ?? []);
  const widths = fields.filter(({ field }) => field === "part").map(({ width }) => width);
  const matcher = matcherOf(pieces, shareCount);
  return {
    text,
    folder,
    names: pieces.map(sourceOf).join(""),
    hasShare: written.some((piece) => "field" in piece && piece.field === "share"),
    periodSeconds: periods.length === 0 ? undefined : periods.reduce((least, period) => Math.min(least, period)),
    nameOf: ({ part, startMs }) => printName(pieces, part, new Date(startMs).toISOString()),
    matches: (relativeName) => namesMatch(matcher, relativeName),
    outgrown: (part) =>
      describeOutgrown(
        text,
        part,
        widths.reduce((least, width) => Math.min(least, width), MOST_WIDTH),
      ),
  };
}

function printName(pieces: readonly Piece[], part: number, instant: string): string {
  const print = (piece: Piece) => {
    if ("text" in piece) return piece.text;
    return FIELDS[piece.field]!.print?.(instant) ?? String(part).padStart(piece.width, "0");
  };
  return pieces.map(print).join("");
}

function describeOutgrown(text: string, part: number, width: number): string | undefined {
  const digits = String(part).length;
  if (digits <= width) return undefined;
  return (
    `file name "${text}": file number ${part} has more than ${width} digits, and names would no longer sort in order; ` +
    `write {part:${Math.min(MOST_WIDTH, digits + 2)}}, or make larger files`
  );
}

/** Returns the path of a share's single output; the path may have `{share}` and no other field. */
export function withoutShare(path: string, share: Share | undefined): string {
  const pieces = withShare(path, readPieces(path, path), share);
  return pieces.map(sourceOf).join("");
}

/** Whether `{share}` is the only field in a path, so that the path may name a single output. */
export function hasOnlyShare(path: string): boolean {
  return /[{}]/.test(path) && !/[{}]/.test(path.replaceAll("{share}", ""));
}
