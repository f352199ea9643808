// Figures and times as the page shows them.
import { DAY_MS, DAY_SECONDS } from "../../system/day.ts";
import { count } from "../../system/figures.ts";

export { weekdayOf } from "../collect/days.ts";
export { dayName as dayOf } from "../numbers/order.ts";
export { count };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Three significant digits without an exponent. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100 || value === 0 || Number.isInteger(value)) return value < 0 ? `−${count(size)}` : count(value);
  const decimals = Math.min(6, 2 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals).replace("-", "−");
}

export function percent(share: number): string {
  return `${figure(100 * share)} %`;
}

const UNITS = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** `1.5 M`: for the ticks of an axis. */
export function compact(value: number): string {
  const [unit, letter] = UNITS.find(([size]) => Math.abs(value) >= size) ?? [1, ""];
  return `${Number((value / unit).toPrecision(3))}${letter && ` ${letter}`}`;
}

/** `40 s`, `3 min`, `2 h`, `1 h 30 min`, `4 days`. */
export function span(seconds: number): string {
  if (seconds < 60) return `${figure(seconds)} s`;
  if (seconds < 3600) {
    const rest = Math.round(seconds % 60);
    return `${Math.floor(seconds / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
  }
  if (seconds >= 2 * DAY_SECONDS) return `${figure(seconds / DAY_SECONDS)} days`;
  const minutes = Math.round((seconds % 3600) / 60);
  return `${Math.floor(seconds / 3600)} h${minutes > 0 ? ` ${minutes} min` : ""}`;
}

export function bytes(byteLength: number): string {
  const [unit, letter] = UNITS.find(([size]) => byteLength >= size) ?? [1, ""];
  return `${figure(byteLength / unit)} ${letter}B`;
}

/** `5 Jan`, from a day such as 2026-01-05. */
export function dayName(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
}

/** `Jan 2026`. */
export function monthName(day: string): string {
  return `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

/** Days since 1970 of a day such as 2026-01-05. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}
