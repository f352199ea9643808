/** One of `count` shares of the users; `index` from 1. */
export interface Share {
  index: number;
  count: number;
}

/** `2-of-8`, with zeros so that names sort in order: what `{share}` prints. */
export function shareName({ index, count }: Share): string {
  const digits = String(count);
  return `${String(index).padStart(digits.length, "0")}-of-${digits}`;
}
