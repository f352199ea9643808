// Figures as people read them.

const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** `1,234,567`. Not with `toLocaleString`: the first call loads the tables of languages, at the end of every run. */
export function count(value: number): string {
  return String(Math.round(value)).replace(THOUSANDS, ",");
}

/** `1.25 MB`, from 10 MB on `1,235 MB`. */
export function megabytes(byteLength: number): string {
  return `${byteLength < 1e7 ? Math.round(byteLength / 1e4) / 100 : count(byteLength / 1e6)} MB`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
