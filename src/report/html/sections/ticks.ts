import { everyNth, type Ticks } from "../charts/look.ts";
import { dayName, dayNumber, dayOf, monthName, weekdayOf } from "../figures.ts";

/** Days without gaps; a list with a longer span stays as it is. */
const MOST_DAYS = 4000;
/** Labels that fit side by side. */
const MOST_LABELS = 13;

/** All days from the first to the last of a list in order of time. */
export function daysBetween(days: readonly string[]): string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [dayNumber(first), dayNumber(last)];
  if (!(to - from < MOST_DAYS)) return [...days];
  return Array.from({ length: to - from + 1 }, (_, index) => dayOf(from + index));
}

/** Labels for days: each of a week or two, Mondays of a season, and beyond that the first of months. */
export function dayTicks(days: readonly string[], most = MOST_LABELS): Ticks {
  if (days.length <= most) return { labels: days.map(dayName), isShown: () => true };
  const mondays = days.flatMap((day, index) => (weekdayOf(dayNumber(day)) === 0 ? [index] : []));
  if (mondays.length > 0 && mondays.length <= 2 * most) {
    const shown = new Set(mondays.filter((_, index) => mondays.length <= most || index % 2 === 0));
    return { labels: days.map(dayName), isShown: (index) => shown.has(index) };
  }
  const months = days.flatMap((day, index) => (day.slice(8, 10) === "01" ? [index] : []));
  const isMonth = everyNth(months.length, Math.floor(most / 1.5));
  const shown = new Set(months.filter((_, index) => isMonth(index)));
  return { labels: days.map(monthName), isShown: (index) => shown.has(index) };
}

/** Labels for hours such as 2026-01-05T17: every sixth of two days, otherwise each midnight, at most so many. */
export function hourTicks(hours: readonly string[], most = MOST_LABELS): Ticks {
  if (hours.length <= 48) {
    const labels = hours.map((hour) => `${dayName(hour)} ${hour.slice(11, 13)}:00`);
    const step = Math.max(1, Math.ceil(hours.length / 8));
    return { labels, isShown: (index) => index % step === 0 };
  }
  const midnights = hours.flatMap((hour, index) => (hour.endsWith("T00") ? [index] : []));
  const isShown = everyNth(midnights.length, most);
  const shown = new Set(midnights.filter((_, index) => isShown(index)));
  return { labels: hours.map(dayName), isShown: (index) => shown.has(index) };
}
