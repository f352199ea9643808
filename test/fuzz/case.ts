import type fc from "fast-check";

/** One run of the program on what a stranger wrote. */
export interface Case {
  /** Path in the scratch folder -> content. */
  files: Record<string, Buffer>;
  /** Arguments; the working directory is the scratch folder. */
  args: readonly string[];
  /** Exit codes that are right. */
  codes: readonly number[];
}

/** A kind of input. */
export interface Kind {
  name: string;
  /** Makes what its cases change, once. Cases of the same seed are the same where this is. */
  prepare(): Promise<fc.Arbitrary<Case>>;
}
