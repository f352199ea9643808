import { printable, quoted } from "../../system/printable.ts";
import type { ConfigDocument } from "./document.ts";
import type { Path } from "./places.ts";

/** What is wrong and what to do; made when it is wanted. */
type Text = string | (() => string);

/** More lines than this nobody reads. */
const MOST_LINES = 100;
/** So many different messages are made, which may take milliseconds each, and so many problems are told apart at all. */
const MOST_KINDS = 200;
const MOST_PROBLEMS = 10_000;
/** So many equal messages have a line each. */
const MOST_ALIKE = 3;
/** A whole message, which may name several states. */
const MOST_TEXT = 1000;

interface Problem {
  path: Path;
  text: string;
  offset: number;
}

/** Messages that are equal, but for the entry that they are about. */
interface Kind {
  count: number;
  /** The first of them. */
  problems: Problem[];
}

/** Problems of one weight. Every one is counted; of the kinds that there are, and of each kind, the first are kept. */
class Problems {
  count = 0;
  readonly #kinds = new Map<string, Kind>();

  constructor(private readonly document: ConfigDocument) {}

  add(path: Path, given: Text, offset: ((document: ConfigDocument) => number) | undefined): void {
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
    // When it is full nobody looks for more.
    const rest = `${this.count >= MOST_PROBLEMS ? "at least " : ""}${this.count - told}`;
    return told === this.count ? lines : [...lines, `${this.#file}: and ${rest} more messages`];
  }

  get #file(): string {
    return printable(this.document.file, MOST_TEXT);
  }

  #format({ path, text, offset }: Problem): string {
    const { line, column } = this.document.position(offset);
    const key = path.length === 0 ? "" : `${formatPath(path)}: `;
    return `${this.#file}:${line}:${column}: ${key}${printable(text, MOST_TEXT)}`;
  }
}

/** Collects everything that is wrong with a config, so that a person sees all of it at once. */
export class Report {
  readonly #errors: Problems;
  readonly #warnings: Problems;

  constructor(private readonly document: ConfigDocument) {
    this.#errors = new Problems(document);
    this.#warnings = new Problems(document);
  }

  /** What is wrong and what to do, at a path; the offset says where if that is not where the path's value stands. */
  error(path: Path, text: Text, offset?: number): void {
    this.#errors.add(path, text, offset === undefined ? undefined : () => offset);
  }

  /** An error that lies in the key itself. */
  errorAtKey(path: Path, text: Text): void {
    this.#errors.add(path, text, (document) => document.keyOffsetOf(path));
  }

  /** Like an error, for what does no harm or may be meant so. */
  warning(path: Path, text: Text): void {
    this.#warnings.add(path, text, undefined);
  }

  warningAtKey(path: Path, text: Text): void {
    this.#warnings.add(path, text, (document) => document.keyOffsetOf(path));
  }

  /** Line of a path's value, to name it in a message about another one. */
  lineOf(path: Path): number {
    return this.document.lineOf(path);
  }

  /** A path's value as the file writes it. */
  literalAt(path: Path): string {
    return this.document.literalAt(path);
  }

  get failed(): boolean {
    return this.#errors.count > 0;
  }

  /** Whether no error more can be shown, so that nobody need look for one. */
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

/** `transitions[12].p`; a key that is no plain word stands quoted, so that a message stays one line. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[\w-]{1,100}$/.test(step)) text += `[${quoted(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
