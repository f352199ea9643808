import type { Collector } from "../collect/collector.ts";
import type { MemoryMeter } from "../collect/memory.ts";
import type { Report } from "../model.ts";

export type Cell = string | number;

/** What the answers are made from. */
export interface Counted {
  collector: Collector;
  meter: MemoryMeter;
  report: Omit<Report, "header">;
}

/** A question, the SQL that answers it over a table `events`, and the answer from the counts. */
export interface Question {
  question: string;
  columns: readonly string[];
  sql: string;
  rows: (counted: Counted) => Cell[][];
}
