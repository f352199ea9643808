import type { Report } from "../../model.ts";
import { drawHeatmap } from "../charts/heatmap.ts";
import { drawLines } from "../charts/lines.ts";
import { count, dayNumber, dayOf, percent, weekdayOf } from "../figures.ts";
import { type Figure, type Section, WIDE } from "./section.ts";
import { dayTicks, hourTicks } from "./ticks.ts";

const HOUR_MS = 3_600_000;
/** Beyond three weeks a picture shows days, and beyond three years weeks. */
const MOST_HOURS = 24 * 21;
const MOST_DAYS = 3 * 366;
/** A run of centuries has more hours than memory should be spent on. */
const MOST_FILLED = 24 * 400;
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

interface Series {
  unit: "hour" | "day" | "week";
  times: string[];
  events: number[];
}

type Hours = Report["hours"];

/** Hours without events are in no list; a picture has them. */
function filled(hours: Hours): Series {
  const first = Date.parse(`${hours[0]?.hour}:00:00Z`);
  const length = Math.round((Date.parse(`${hours.at(-1)?.hour}:00:00Z`) - first) / HOUR_MS) + 1;
  if (!(length <= MOST_FILLED))
    return { unit: "hour", times: hours.map(({ hour }) => hour), events: hours.map(({ events }) => events) };
  const events = new Array<number>(length).fill(0);
  for (const one of hours) events[Math.round((Date.parse(`${one.hour}:00:00Z`) - first) / HOUR_MS)] = one.events;
  const times = events.map((_, index) => new Date(first + index * HOUR_MS).toISOString().slice(0, 13));
  return { unit: "hour", times, events };
}

function summed({ times, events }: Series, unit: "day" | "week"): Series {
  const sums = new Map<string, number>();
  times.forEach((time, index) => {
    const day = dayNumber(time);
    const key = dayOf(unit === "day" ? day : day - weekdayOf(day));
    sums.set(key, (sums.get(key) ?? 0) + (events[index] as number));
  });
  return { unit, times: [...sums.keys()], events: [...sums.values()] };
}

function seriesOf(hours: Hours): Series {
  const byHour = filled(hours);
  if (byHour.times.length <= MOST_HOURS) return byHour;
  const byDay = summed(byHour, "day");
  return byDay.times.length <= MOST_DAYS ? byDay : summed(byHour, "week");
}

function eventsOverTime(hours: Hours): Figure {
  const { unit, times, events } = seriesOf(hours);
  const most = events.reduce((best, value, index) => (value > (events[best] as number) ? index : best), 0);
  const when = unit === "hour" ? `${times[most]?.replace("T", " ")}:00` : times[most];
  const spoken = {
    id: "events-over-time",
    title: `Events by ${unit}`,
    description: `The busiest ${unit} is ${unit === "week" ? "that of " : ""}${when}, with ${count(events[most] as number)} events. Times are UTC.`,
  };
  const ticks = unit === "hour" ? hourTicks(times) : dayTicks(times);
  return {
    spoken,
    svg: drawLines(spoken, WIDE, ticks, [{ name: "events", values: events }]),
    table: {
      head: [unit, "#events"],
      rows: times.map((time, index) => [time.replace("T", " "), count(events[index] as number)]),
    },
    isWide: true,
  };
}

const twoDigits = (hour: number) => String(hour).padStart(2, "0");

function weekOfHours(weekHours: number[][]): Figure {
  const cells = weekHours.flatMap((row, weekday) => row.map((events, hour) => ({ weekday, hour, events })));
  const total = cells.reduce((sum, { events }) => sum + events, 0);
  const most = cells.reduce((best, cell) => (cell.events > best.events ? cell : best));
  const spoken = {
    id: "week-of-hours",
    title: "Events by weekday and hour of the day",
    description:
      `The fuller a cell, the more events. The fullest is ${WEEKDAYS[most.weekday]} from ${twoDigits(most.hour)}:00 on, ` +
      `with ${percent(most.events / Math.max(1, total))} of all events. Times are UTC.`,
  };
  const svg = drawHeatmap(
    spoken,
    {
      columns: Array.from({ length: 24 }, (_, hour) => twoDigits(hour)),
      rows: WEEKDAYS,
      cells: cells.map(({ weekday, hour, events }) => ({
        column: hour,
        row: weekday,
        strength: most.events === 0 ? 0 : events / most.events,
      })),
      columnsName: "hour of the day, UTC",
    },
    WIDE.width,
  );
  const head = ["hour", ...WEEKDAYS.map((weekday) => `#${weekday}`)];
  const rows = Array.from({ length: 24 }, (_, hour) => [
    twoDigits(hour),
    ...weekHours.map((row) => count(row[hour] as number)),
  ]);
  return { spoken, svg, table: { head, rows }, isWide: true };
}

/** When events happen. */
export function hoursSection({ hours, weekHours }: Report): Section {
  if (hours.length === 0) return { id: "when", title: "When", figures: [], missing: "There are no events." };
  return { id: "when", title: "When", figures: [eventsOverTime(hours), weekOfHours(weekHours)] };
}
