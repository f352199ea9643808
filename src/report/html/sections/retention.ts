import type { Report, ReportCohort } from "../../model.ts";
import { drawHeatmap } from "../charts/heatmap.ts";
import { drawLines } from "../charts/lines.ts";
import { count, dayName, percent } from "../figures.ts";
import { type Figure, missingWithout, type Section, WIDE } from "./section.ts";
import { dayTicks } from "./ticks.ts";

/** Weeks side by side whose percentages can be read, and cohorts one below the other. */
const MOST_WEEKS = 20;
const MOST_COHORTS = 26;

const shareOf = ({ users }: ReportCohort, active: number) => (users === 0 ? 0 : active / users);

function cohortsFigure(cohorts: readonly ReportCohort[]): Figure {
  const shown = cohorts.slice(0, MOST_COHORTS);
  const weeks = Math.min(MOST_WEEKS, Math.max(...cohorts.map(({ active }) => active.length)));
  const cells = shown.flatMap((cohort, row) =>
    cohort.active.slice(0, weeks).map(({ users }, column) => {
      const strength = shareOf(cohort, users);
      return { column, row, strength, says: `${Math.round(100 * strength)} %` };
    }),
  );
  const all = cohorts.reduce((sum, { users }) => sum + users, 0);
  const after = cohorts.filter(({ active }) => active.length > 1);
  const base = after.reduce((sum, { users }) => sum + users, 0);
  const stayed = after.reduce((sum, { active }) => sum + (active[1]?.users ?? 0), 0);
  const cut =
    shown.length < cohorts.length ? ` The picture has the first ${shown.length} of ${cohorts.length} weeks.` : "";
  const spoken = {
    id: "retention",
    title: "Retention by week of registration",
    description:
      `${count(all)} users registered in these weeks. ` +
      `${base > 0 ? `Of those who could, ${percent(stayed / base)} were active in the week after. ` : ""}Each cell has the share of the week's users who are active so many weeks later; the last week may be cut by the window.${cut}`,
  };
  const rows = shown.map(({ week, users }) => `${dayName(week as string)} (${count(users)})`);
  const columns = Array.from({ length: weeks }, (_, index) => String(index));
  return {
    spoken,
    svg: drawHeatmap(
      spoken,
      { columns, rows, cells, columnsName: "weeks since the week of registration" },
      WIDE.width,
      28,
    ),
    table: {
      head: ["week", "#users", ...columns.map((column) => `#week ${column}`)],
      rows: cohorts.map((cohort) => [
        cohort.week as string,
        count(cohort.users),
        ...columns.map((_, index) => {
          const active = cohort.active[index];
          return active === undefined ? "" : `${count(active.users)} (${percent(shareOf(cohort, active.users))})`;
        }),
      ]),
    },
    isWide: true,
  };
}

function earlierFigure(cohort: ReportCohort): Figure {
  const shares = cohort.active.map(({ users }) => shareOf(cohort, users));
  const spoken = {
    id: "retention-earlier",
    title: "Active users among those who registered earlier",
    description: `${count(cohort.users)} users registered before the first week of the events. Each point is the percentage of them with an event in a week.`,
  };
  const weeks = cohort.active.map(({ week }) => week);
  return {
    spoken,
    svg: drawLines(spoken, WIDE, dayTicks(weeks), [{ name: "active", values: shares.map((share) => 100 * share) }], {
      axis: { max: 100, interval: 25 },
    }),
    table: {
      head: ["week", "#active users", "#share"],
      rows: cohort.active.map(({ week, users }) => [week, count(users), percent(shareOf(cohort, users))]),
    },
    isWide: true,
  };
}

/** Who stays. */
export function retentionSection({ retention }: Report): Section {
  const about = { id: "stay", title: "Retention" };
  if (retention === undefined) return { ...about, figures: [], missing: missingWithout("Weeks of registration") };
  const cohorts = retention.filter(({ week, active }) => week !== null && active.length > 0);
  const earlier = retention.find(({ week, active }) => week === null && active.length > 0);
  const figures = [
    ...(cohorts.length === 0 ? [] : [cohortsFigure(cohorts)]),
    ...(earlier === undefined ? [] : [earlierFigure(earlier)]),
  ];
  return { ...about, figures, ...(figures.length === 0 && { missing: "No event has a user with a registration." }) };
}
