import { BitSet } from "../collect/memory.ts";
import type { Counted, Question } from "./question.ts";

/** Users with events of more than one level. */
function usersOfLevels({ collector, meter }: Counted): number {
  const byLevel: BitSet[] = [];
  for (const day of collector.days.list)
    for (const [level, users] of day.levelUsers.entries()) {
      byLevel[level] ??= new BitSet(meter);
      byLevel[level].addAll(users);
    }
  let count = 0;
  for (let user = 0; user < collector.users.count; user++) {
    let levels = 0;
    for (const users of byLevel) if (users?.has(user)) levels++;
    if (levels > 1) count++;
  }
  return count;
}

/** Questions that need the events of a user together. */
export const USERS: readonly Question[] = [
  {
    question: "How many users have their first event on each day (UTC)?",
    columns: ["day", "users"],
    sql: `select strftime(first, '%Y-%m-%d') as day, count(*) as users
from (select min(ts) as first from events where userId is not null group by userId) group by day order by day`,
    rows: ({ report }) =>
      report.days!.filter(({ newUsers }) => newUsers > 0).map(({ day, newUsers }) => [day, newUsers]),
  },
  {
    question: "How many users have events of more than one level?",
    columns: ["users"],
    sql: `select count(*) as users
from (select userId from events where userId is not null group by userId having count(distinct level) > 1)`,
    rows: (counted) => [[usersOfLevels(counted)]],
  },
  {
    question:
      "Of the users who registered in a week of the data, which begins on Monday (UTC), how many have an event in each week?",
    columns: ["registered", "week", "users"],
    sql: `select strftime(registered, '%Y-%m-%d') as registered, strftime(week, '%Y-%m-%d') as week, count(*) as users
from (
  select userId, date_trunc('week', min(registration)) as registered
  from events where userId is not null group by userId
)
join (select distinct userId, date_trunc('week', ts) as week from events where userId is not null) using (userId)
where registered >= (select date_trunc('week', min(ts)) from events) and week >= registered
group by 1, 2 order by 1, 2`,
    rows: ({ report }) =>
      (report.retention ?? []).flatMap(({ week, active }) =>
        week === null ? [] : active.filter(({ users }) => users > 0).map((cell) => [week, cell.week, cell.users]),
      ),
  },
];
