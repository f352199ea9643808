import type { Report, ReportBin, ReportDistribution } from "../../model.ts";
import { drawColumns } from "../charts/lines.ts";
import { everyNth } from "../charts/look.ts";
import { count, figure, percent, span } from "../figures.ts";
import { type Figure, HALF, missingWithout, type Section, WIDE } from "./section.ts";

interface Quantity {
  id: string;
  isWide?: boolean;
  title: string;
  /** A value for a person, and for the axis. */
  says: (value: number) => string;
  unit: string;
}

const QUANTITIES: Record<"seconds" | "events" | "songs", Quantity> = {
  seconds: {
    id: "session-time",
    isWide: true,
    title: "Session length in time",
    says: span,
    unit: "from the first event to the last",
  },
  events: { id: "session-events", title: "Session length in events", says: figure, unit: "events" },
  songs: { id: "session-songs", title: "Session length in songs", says: figure, unit: "songs" },
};

function rangeOf({ from, to }: ReportBin, says: (value: number) => string): string {
  if (to === null) return `${says(from)} or more`;
  return to === from + 1 && says === figure ? says(from) : `${says(from)} to below ${says(to)}`;
}

function figureOf({ mean, median, p95, p99, max, bins }: ReportDistribution, quantity: Quantity): Figure {
  const { id, title, says, unit, isWide = false } = quantity;
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const spoken = {
    id,
    title,
    description: `Mean ${says(mean)}, median ${says(median)}, 95th percentile ${says(p95)}, 99th ${says(p99)}, longest ${says(max)}.`,
  };
  const labels = bins.map(({ from }) => says(from));
  const ticks = { labels, isShown: everyNth(labels.length, isWide ? 16 : 7) };
  return {
    spoken,
    svg: drawColumns(
      spoken,
      isWide ? WIDE : HALF,
      ticks,
      bins.map((bin) => bin.count),
      `${unit}: where a bin begins`,
    ),
    table: {
      head: [title, "#sessions", "#share"],
      rows: bins.map((bin) => [rangeOf(bin, says), count(bin.count), percent(bin.count / Math.max(1, total))]),
    },
    isWide,
  };
}

/** How long sessions are. */
export function sessionsSection({ sessions }: Report): Section {
  const about = { id: "sessions", title: "Sessions" };
  if (sessions === undefined || sessions.count === 0)
    return { ...about, figures: [], missing: missingWithout("Lengths of sessions") };
  const figures = (["seconds", "events", "songs"] as const).map((key) => figureOf(sessions[key], QUANTITIES[key]));
  return { ...about, figures };
}
