import type { Report, ReportFunnel } from "../../model.ts";
import { type Bar, drawBars } from "../charts/bars.ts";
import { count, percent } from "../figures.ts";
import { label } from "../markup.ts";
import { type Figure, HALF, missingWithout, type Section, WIDE } from "./section.ts";

const MOST_BARS = 24;
const MOST_STEPS = 20;

function pagesFigure({ pages }: Report): Figure {
  const shown = pages.slice(0, MOST_BARS);
  const rest = pages.slice(MOST_BARS);
  const [first] = pages;
  const spoken = {
    id: "pages",
    title: "Events by page",
    description:
      first === undefined
        ? "There are no events."
        : `${label(first.page)} has ${percent(first.share)} of the events.${rest.length > 0 ? ` ${rest.length} rarer pages are in the table only.` : ""}`,
  };
  const bars = shown.map(({ page, events, share }) => ({
    name: page,
    value: share,
    says: `${count(events)} · ${percent(share)}`,
  }));
  return {
    spoken,
    svg: drawBars(spoken, bars, { width: WIDE.width }),
    table: {
      head: ["page", "#events", "#share"],
      rows: pages.map(({ page, events, share }) => [page, count(events), percent(share)]),
    },
    isWide: true,
  };
}

const TITLES = { register: "Registering", upgrade: "Upgrading", downgrade: "Downgrading", cancel: "Cancelling" };

function funnelFigure({ name, steps }: ReportFunnel): Figure {
  const last = steps.at(-1);
  const before = steps.at(-2)?.sessions ?? 0;
  const spoken = {
    id: `funnel-${name}`,
    title: TITLES[name],
    description:
      last === undefined
        ? "There are no steps."
        : `${count(last.sessions)} sessions come to the end: ${percent(last.rateOfAll)} of all sessions, and ` +
          `${percent(before === 0 ? 0 : last.rate)} of those at the step before.`,
  };
  const bars = steps.slice(0, MOST_STEPS).map(
    ({ page, sessions, rate, rateOfAll }, index): Bar => ({
      name: page ?? "all sessions",
      value: rateOfAll,
      says: index === 0 ? count(sessions) : `${count(sessions)} · ${percent(rate)} of step ${index}`,
      kind: index === 0 ? 4 : 0,
    }),
  );
  return {
    spoken,
    svg: drawBars(spoken, bars, { width: HALF.width, mostLabel: 22 }),
    table: {
      head: ["step", "#sessions", "#of the step before", "#of all sessions"],
      rows: steps.map(({ page, sessions, rate, rateOfAll }) => [
        page ?? "all sessions",
        count(sessions),
        percent(rate),
        percent(rateOfAll),
      ]),
    },
  };
}

/** What people do. */
export function pagesSection(report: Report): Section {
  return { id: "activity", title: "Pages", figures: report.pages.length === 0 ? [] : [pagesFigure(report)] };
}

/** How many go how far. */
export function funnelsSection({ funnels }: Report): Section {
  const about = { id: "funnels", title: "Funnels" };
  if (funnels === undefined) return { ...about, figures: [], missing: missingWithout("Funnels") };
  return { ...about, figures: funnels.map(funnelFigure) };
}
