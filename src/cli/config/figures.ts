import { count } from "../../system/figures.ts";

/** Three significant digits, and thousands in groups; large numbers are whole. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "never";
  if (value === 0) return "0";
  if (Math.abs(value) >= 1000) return count(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return decimals > 6 ? value.toExponential(1) : value.toFixed(decimals);
}

/** A share in percent, with three significant digits. */
export function percent(share: number): string {
  return `${figure(100 * share)} %`;
}

/** `3 h 7 min`, `4 min 10 s`, `12.5 s`. */
export function timeSpan(seconds: number): string {
  if (seconds < 60) return `${figure(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${figure(hours / 24)} days`;
}
