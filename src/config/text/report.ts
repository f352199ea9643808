import { printable, quoted } from "../../system/printable.ts";
import type { Path } from "./places.ts";

/** What a configuration is read from, as far as messages name places in it: a text, or the cells of a spreadsheet. */
export interface Source {
  /** Path as the user typed it. */
  readonly file: string;
  /** A number for the place of the value at a path, or of the innermost value around it; places are in the order of these. */
  offsetOf(path: Path): number;
  /** The same for the place of the key that the path ends with. */
  keyOffsetOf(path: Path): number;
  /** The value at a path as the source writes it. */
  literalAt(path: Path): string;
  /** What follows the name of the file in a message: `:12:5`, or `, sheet "levels", cell B2`. */
  showPlace(offset: number): string;
  /** The place within the file, as a sentence has it: `on line 12`. */
  within(offset: number): string;
}

/** The problem and its remedy; a function is called only if the text is needed. */
type Text = string | (() => string);

/** The most lines in a report. */
const MOST_LINES = 100;
/** The most distinct messages that are made, since each may take milliseconds, and the most problems that are counted exactly. */
const MOST_KINDS = 200;
const MOST_PROBLEMS = 10_000;
/** Up to this number, equal messages have a line each. */
const MOST_ALIKE = 3;
/** The longest message, which may name several states, in characters. */
const MOST_TEXT = 1000;

interface Problem {
  path: Path;
  text: string;
  offset: number;
}

/** Messages that differ only in the entry that they are about. */
interface Kind {
  count: number;
  /** The first of them. */
  problems: Problem[];
}

/** Problems of one severity. All are counted; only the first kinds, and the first problems of each kind, are kept. */
class Problems {
  count = 0;
  readonly #kinds = new Map<string, Kind>();

  constructor(private readonly document: Source) {}

  add(path: Path, given: Text, offset: ((document: Source) => number) | undefined): void {
    if (++this.count > MOST_PROBLEMS || this.#kinds.size >= MOST_KINDS) return;
    const text = typeof given === "string" ? given : given();
    const name = `${formatPath(path).replace(/\[\d+\]/g, "[]")}: ${text}`;
    const kind = this.#kinds.get(name) ?? { count: 0, problems: [] };
    this.#kinds.set(name, kind);
    if (++kind.count > MOST_ALIKE) return;
    kind.problems.push({ path, text, offset: offset?.(this.document) ?? this.document.offsetOf(path) });
  }

  /** `file:line:column: key: text`, in the order of the file. */
  lines(): string[] {
    const shown = [...this.#kinds.values()].flatMap(({ count, problems }) =>
      count <= MOST_ALIKE
        ? problems.map((problem) => ({ ...problem, more: 0 }))
        : [{ ...(problems[0] as Problem), more: count - 1 }],
    );
    const first = shown.sort((left, right) => left.offset - right.offset).slice(0, MOST_LINES);
    const told = first.reduce((sum, { more }) => sum + 1 + more, 0);
    const lines = first.map(
      (problem) => this.#format(problem) + (problem.more === 0 ? "" : ` (and ${problem.more} more)`),
    );
    // Checks stop when the report is full.
    const rest = `${this.count >= MOST_PROBLEMS ? "at least " : ""}${this.count - told}`;
    return told === this.count ? lines : [...lines, `${this.#file}: and ${rest} more messages`];
  }

  get #file(): string {
    return printable(this.document.file, MOST_TEXT);
  }

  #format({ path, text, offset }: Problem): string {
    const key = path.length === 0 ? "" : `${formatPath(path)}: `;
    return `${this.#file}${this.document.showPlace(offset)}: ${key}${printable(text, MOST_TEXT)}`;
  }
}

/** Collects all problems of a config, so that the user sees them at once. */
export class Report {
  readonly #errors: Problems;
  readonly #warnings: Problems;

  constructor(private readonly document: Source) {
    this.#errors = new Problems(document);
    this.#warnings = new Problems(document);
  }

  /** Adds a problem and its remedy at a path; `offset` overrides the position of the path's value. */
  error(path: Path, text: Text, offset?: number): void {
    this.#errors.add(path, text, offset === undefined ? undefined : () => offset);
  }

  /** An error that lies in the key itself. */
  errorAtKey(path: Path, text: Text): void {
    this.#errors.add(path, text, (document) => document.keyOffsetOf(path));
  }

  /** Like `error`, for a problem that is harmless or may be intended. */
  warning(path: Path, text: Text): void {
    this.#warnings.add(path, text, undefined);
  }

  warningAtKey(path: Path, text: Text): void {
    this.#warnings.add(path, text, (document) => document.keyOffsetOf(path));
  }

  /** Where a path's value is, such as `on line 12`, to name it in a message about another one. */
  within(path: Path): string {
    return this.document.within(this.document.offsetOf(path));
  }

  /** A path's value as the file writes it. */
  literalAt(path: Path): string {
    return this.document.literalAt(path);
  }

  get failed(): boolean {
    return this.#errors.count > 0;
  }

  /** Whether the report can show no further error, so that checks may stop. */
  get isFull(): boolean {
    return this.#errors.count >= MOST_PROBLEMS;
  }

  errorLines(): string[] {
    return this.#errors.lines();
  }

  warningLines(): string[] {
    return this.#warnings.lines();
  }
}

/** `transitions[12].p`; a key that is not a plain word is quoted, so that a message stays on one line. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[\w-]{1,100}$/.test(step)) text += `[${quoted(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
