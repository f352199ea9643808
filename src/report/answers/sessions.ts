import type { Counted, Question } from "./question.ts";

const HOUR_MS = 3_600_000;
const LENGTHS = "select epoch_ms(max(ts)) - epoch_ms(min(ts)) as length from events group by sessionId";

function countAbove(values: Float64Array, least: number): number {
  let count = 0;
  for (const value of values) if (value > least) count++;
  return count;
}

const funnel = (name: "upgrade" | "cancel" | "register", first: string, second: string): Question => ({
  question: `How many sessions come to the page ${first}, and in how many of them does ${second} come after it (by itemInSession)?`,
  columns: ["began", "finished"],
  sql: `select count(*) as began, count(*) filter (where last > first) as finished
from (
  select min(itemInSession) filter (where page = '${first}') as first, max(itemInSession) filter (where page = '${second}') as last
  from events group by sessionId
)
where first is not null`,
  rows: ({ report }: Counted) => {
    const [, began, finished] = report.funnels!.find((own) => own.name === name)!.steps;
    return [[began!.sessions, finished!.sessions]];
  },
});

/** Questions that need the events of a session together. */
export const SESSIONS: readonly Question[] = [
  {
    question: "How many sessions begin on each day (UTC)?",
    columns: ["day", "sessions"],
    sql: `select strftime(first, '%Y-%m-%d') as day, count(*) as sessions
from (select min(ts) as first from events group by sessionId) group by day order by day`,
    rows: ({ report }) =>
      report.days!.filter(({ sessions }) => sessions > 0).map(({ day, sessions }) => [day, sessions]),
  },
  {
    question: "How many sessions are longer than an hour, from the first event to the last one?",
    columns: ["sessions"],
    sql: `select count(*) as sessions from (${LENGTHS}) where length > ${HOUR_MS}`,
    rows: ({ collector }) => [[countAbove(collector.sessions.lengths(), HOUR_MS)]],
  },
  {
    question:
      "How long is the median session, and what length do 95 % of the sessions not exceed? In seconds; lengths that occur, and no values between two of them.",
    columns: ["median", "p95"],
    sql: `select quantile_disc(length, 0.5) / 1000.0 as median, quantile_disc(length, 0.95) / 1000.0 as p95 from (${LENGTHS})`,
    rows: ({ report }) => [[report.sessions!.seconds.median, report.sessions!.seconds.p95]],
  },
  {
    question: "How many songs do 95 % of the sessions not exceed?",
    columns: ["songs"],
    sql: `select quantile_disc(songs, 0.95) as songs
from (select count(*) filter (where page = 'NextSong') as songs from events group by sessionId)`,
    rows: ({ report }) => [[report.sessions!.songs.p95]],
  },
  funnel("register", "Register", "Submit Registration"),
  funnel("upgrade", "Upgrade", "Submit Upgrade"),
  funnel("cancel", "Cancel", "Cancellation Confirmation"),
];
