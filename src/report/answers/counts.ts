import type { Question } from "./question.ts";

const DAY = "strftime(ts, '%Y-%m-%d')";

/** Questions that one aggregation answers. */
export const COUNTS: readonly Question[] = [
  {
    question: "How many events are there?",
    columns: ["events"],
    sql: "select count(*) as events from events",
    rows: ({ report }) => [[report.totals.events]],
  },
  {
    question: "How many users are there, by their userId?",
    columns: ["users"],
    sql: "select count(distinct userId) as users from events",
    rows: ({ report }) => [[report.totals.users!]],
  },
  {
    question: "How many events have no userId?",
    columns: ["events"],
    sql: "select count(*) as events from events where userId is null",
    rows: ({ report }) => [[report.totals.anonymousEvents!]],
  },
  {
    question: "How many sessions and songs are there? A song is an event of the page NextSong.",
    columns: ["sessions", "songs"],
    sql: "select count(distinct sessionId) as sessions, count(*) filter (where page = 'NextSong') as songs from events",
    rows: ({ report }) => [[report.totals.sessions!, report.totals.songs!]],
  },
  {
    question: "How many events does each level have? In descending order; the same number by the level's name.",
    columns: ["level", "events"],
    sql: "select level, count(*) as events from events group by level order by events desc, level",
    rows: ({ report }) => report.levels.map(({ level, events }) => [level, events]),
  },
  {
    question: "How many events does each page have? In descending order; the same number by the page's name.",
    columns: ["page", "events"],
    sql: "select page, count(*) as events from events group by page order by events desc, page",
    rows: ({ report }) => report.pages.map(({ page, events }) => [page, events]),
  },
  {
    question: "How many events are there in each hour of the day (UTC)?",
    columns: ["hour", "events"],
    sql: "select hour(ts) as hour, count(*) as events from events group by hour order by hour",
    rows: ({ report }) =>
      Array.from({ length: 24 }, (_, hour) => [
        hour,
        report.weekHours.reduce((sum, day) => sum + day[hour]!, 0),
      ]).filter(([, events]) => events! > 0),
  },
  {
    question: "How many distinct users are there on each day (UTC)?",
    columns: ["day", "users"],
    sql: `select ${DAY} as day, count(distinct userId) as users from events group by day order by day`,
    rows: ({ report }) => report.days!.map(({ day, users }) => [day, users]),
  },
  {
    question: "How many users with an event of each level are there on each day (UTC)?",
    columns: ["day", "level", "users"],
    sql: `select ${DAY} as day, level, count(distinct userId) as users from events group by day, level order by day, level`,
    rows: ({ report }) => report.levelDays!.map(({ day, level, users }) => [day, level, users]),
  },
  {
    question: "Which ten locations have the most users? Equal ones by their events, then by name.",
    columns: ["location", "users"],
    sql: `select location, users
from (select location, count(distinct userId) as users, count(*) as events from events where location is not null group by location)
order by users desc, events desc, location limit 10`,
    rows: ({ report }) => (report.places?.list ?? []).slice(0, 10).map(({ location, users }) => [location, users]),
  },
];
