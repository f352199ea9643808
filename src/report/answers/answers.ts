import type { Collector } from "../collect/collector.ts";
import type { MemoryMeter } from "../collect/memory.ts";
import { reportOfEvents } from "../numbers/of-events.ts";
import { code, shown, table } from "../text/markdown.ts";
import { COUNTS } from "./counts.ts";
import { MUSIC } from "./music.ts";
import type { Cell } from "./question.ts";
import { SESSIONS } from "./sessions.ts";
import type { AnswerSource } from "./source.ts";
import { USERS } from "./users.ts";

/** In the order in which they become harder. */
const QUESTIONS = [...COUNTS, ...MUSIC, ...SESSIONS, ...USERS];

export interface Answer {
  question: string;
  /** The whole statement for DuckDB. */
  sql: string;
  columns: readonly string[];
  rows: Cell[][];
}

/** Questions about a data set, with their answers. */
export interface Answers {
  answersVersion: 1;
  dataSetId: string;
  /** The command whose output the statements read, where DuckDB does not read the files itself. */
  pipe?: string;
  /** The table `events` that each statement begins with. */
  events: string;
  questions: Answer[];
}

const indented = (text: string): string => text.replace(/^/gm, "  ");

/** The answers for the events that a collector has. Throws RunError where they need too much memory. */
export function answersOf(collector: Collector, meter: MemoryMeter, source: AnswerSource, dataSetId: string): Answers {
  const counted = { collector, meter, report: reportOfEvents(collector, meter) };
  const start = `with events as (\n${indented(source.query)}\n)`;
  return {
    answersVersion: 1,
    dataSetId,
    ...(source.pipe !== undefined && { pipe: source.pipe }),
    events: source.query,
    questions: QUESTIONS.map(({ question, sql, columns, rows }) => ({
      ...{ question, sql: `${start}\n${sql}`, columns },
      rows: rows(counted),
    })),
  };
}

/** More rows are in the JSON. */
const MOST_ROWS = 30;

function sheetOf({ question, sql, columns, rows }: Answer, index: number, start: number): string[] {
  const cell = (value: Cell) => (typeof value === "string" ? shown(value) : String(value));
  const numbers = columns.flatMap((_, column) => (typeof rows[0]?.[column] === "number" ? [column] : []));
  const more = rows.length - MOST_ROWS;
  return [
    "",
    `## ${index + 1}. ${question}`,
    "",
    "```sql",
    sql.slice(start),
    "```",
    "",
    ...(rows.length === 0
      ? ["No row."]
      : table(
          columns,
          rows.slice(0, MOST_ROWS).map((row) => row.map(cell)),
          numbers,
        )),
    ...(more > 0 ? ["", `and ${more} more rows`] : []),
  ];
}

/** The same as a sheet of Markdown, for a teacher. The table of events is there once, and the statements after it. */
export function sheetOfAnswers({ dataSetId, pipe, events, questions }: Answers): string {
  const start = `with events as (\n${indented(events)}\n)\n`.length;
  const lines = [
    `# Questions and answers for the data set ${dataSetId}`,
    "",
    `Days, hours and weeks are those of UTC. The statements are for DuckDB, over this view${pipe === undefined ? "" : `, started as ${code(pipe)}`}:`,
    "",
    "```sql",
    `create ${pipe === undefined ? "view" : "table"} events as`,
    `${events};`,
    "```",
    ...questions.flatMap((answer, index) => sheetOf(answer, index, start)),
  ];
  return `${lines.join("\n")}\n`;
}
