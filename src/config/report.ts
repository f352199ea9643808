import type { ConfigDocument, Path } from "./document.ts";

interface Problem {
  offset: number;
  line: string;
}

/** Collects everything that is wrong with a config, so that a person sees all of it at once. */
export class Report {
  private readonly errors: Problem[] = [];
  private readonly warnings: Problem[] = [];

  constructor(private readonly document: ConfigDocument) {}

  /** What is wrong and what to do, at a path; the offset says where if that is not where the path's value stands. */
  error(path: Path, text: string, offset = this.document.offsetOf(path)): void {
    this.errors.push({ offset, line: this.format(path, text, offset) });
  }

  /** An error that lies in the key itself. */
  errorAtKey(path: Path, text: string): void {
    this.error(path, text, this.document.keyOffsetOf(path));
  }

  /** Like an error, for what does no harm or may be meant so. */
  warning(path: Path, text: string): void {
    const offset = this.document.offsetOf(path);
    this.warnings.push({ offset, line: this.format(path, text, offset) });
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
    return this.errors.length > 0;
  }

  /** `file:line:column: key: text`, in the order of the file. */
  errorLines(): string[] {
    return inFileOrder(this.errors);
  }

  warningLines(): string[] {
    return inFileOrder(this.warnings);
  }

  private format(path: Path, text: string, offset: number): string {
    const { line, column } = this.document.position(offset);
    const key = path.length === 0 ? "" : `${formatPath(path)}: `;
    return `${this.document.file}:${line}:${column}: ${key}${text}`;
  }
}

function inFileOrder(problems: readonly Problem[]): string[] {
  return [...problems].sort((left, right) => left.offset - right.offset).map((problem) => problem.line);
}

/** `transitions[12].p`; a key that is no plain word stands quoted, so that a message stays one line. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[\w-]+$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
