import type { Node, ParseError } from "jsonc-parser";
import { jsonParser } from "./parser.ts";

/** Keys and indices from the root of a config to one of its values: ["transitions", 12, "p"]. */
export type Path = readonly (string | number)[];

interface Tree {
  root: Node | undefined;
  errors: readonly ParseError[];
}

/**
 * The text of a config, and where each key stands in it. The syntax tree takes twenty times as long as `JSON.parse`, so it is
 * built when the first position is asked for: a right config never needs it.
 */
export class ConfigDocument {
  private builtTree: Tree | undefined;
  private builtLineStarts: number[] | undefined;

  constructor(
    /** Path as the person gave it. */
    readonly file: string,
    readonly text: string,
  ) {}

  /** Its root is undefined when the text holds no value or is nested more deeply than the parser can follow. */
  get tree(): Tree {
    this.builtTree ??= buildTree(this.text);
    return this.builtTree;
  }

  /** Offset in the text of the value at the path, or of the innermost value around it that the file has. */
  offsetOf(path: Path): number {
    return this.nearestNode(path)?.offset ?? 0;
  }

  /** Offset of the key that the path ends with. */
  keyOffsetOf(path: Path): number {
    return this.nearestNode(path)?.parent?.offset ?? 0;
  }

  /** The value at the path as the file writes it. */
  literalAt(path: Path): string {
    const { offset = 0, length = 0 } = this.nearestNode(path) ?? {};
    return this.text.slice(offset, offset + length);
  }

  /** Line and column of an offset, both from 1; a column is a UTF-16 code unit, as editors count. */
  position(offset: number): { line: number; column: number } {
    this.builtLineStarts ??= lineStarts(this.text);
    const line = this.builtLineStarts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - this.builtLineStarts[line]! + 1 };
  }

  lineOf(path: Path): number {
    return this.position(this.offsetOf(path)).line;
  }

  private nearestNode(path: Path): Node | undefined {
    let node = this.tree.root;
    for (const step of path) {
      const inner = node && childAt(node, step);
      if (inner === undefined) break;
      node = inner;
    }
    return node;
  }
}

function buildTree(text: string): Tree {
  const errors: ParseError[] = [];
  try {
    return { root: jsonParser().parseTree(text, errors, { disallowComments: true }), errors };
  } catch (error) {
    if (error instanceof RangeError) return { root: undefined, errors: [] };
    throw error;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const lineEnd of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineEnd.index + lineEnd[0].length);
  return starts;
}

/** Of a key that is given twice the last value counts, as in `JSON.parse`. */
function childAt(node: Node, step: string | number): Node | undefined {
  if (typeof step === "number") return node.type === "array" ? node.children?.[step] : undefined;
  if (node.type !== "object") return undefined;
  return node.children?.findLast((property) => property.children?.[0]?.value === step)?.children?.[1];
}
