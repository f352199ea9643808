const TAB = 9;
const BLANK = 32;
const SEPARATOR = Buffer.from("<SEP>");
const MOST_INT = 2 ** 31;

/** Blank, tab, vertical tab and form feed. */
const isSpace = (byte: number) => byte === BLANK || byte === TAB || byte === 11 || byte === 12;

/**
 * The places of two columns of a line whose columns are separated by runs of white space; one at the line's start makes an empty first
 * column. Undefined if there are not as many columns.
 * @returns starts and ends, in this order
 */
export function spacedColumns(bytes: Buffer, start: number, end: number, first: number, second: number) {
  const places: number[] = [];
  let from = start;
  for (let column = 0; from <= end; column++) {
    let to = from;
    while (to < end && !isSpace(bytes[to]!)) to++;
    if (column > 0 && to === from) return undefined;
    if (column === first || column === second) places.push(from, to);
    if (column === second) return places as [number, number, number, number];
    if (to === end) return undefined;
    from = to;
    while (from < end && isSpace(bytes[from]!)) from++;
  }
  return undefined;
}

/** Where columns 1 and 2 of a line with tabs are; undefined if there are fewer than three columns. */
export function tabbedColumns(bytes: Buffer, start: number, end: number) {
  const first = tabAt(bytes, start, end);
  const second = first < end ? tabAt(bytes, first + 1, end) : end;
  if (second >= end) return undefined;
  return { start: first + 1, end: second, countEnd: tabAt(bytes, second + 1, end) };
}

function tabAt(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== TAB) at++;
  return at;
}

/** A decimal integer of 32 bits with an optional sign; NaN for anything else. */
export function intAt(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let at = isNegative || bytes[start] === 0x2b ? start + 1 : start;
  if (at >= end) return Number.NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
    if (value > MOST_INT) return Number.NaN;
  }
  if (isNegative) return -value + 0;
  return value < MOST_INT ? value : Number.NaN;
}

/** The first four columns of a line with `<SEP>`; undefined if there are fewer, where empty ones at the line's end do not count. */
export function separatedColumns(line: Buffer): [Buffer, Buffer, Buffer, Buffer] | undefined {
  const columns: Buffer[] = [];
  let from = 0;
  while (columns.length < 4) {
    const at = line.indexOf(SEPARATOR, from);
    columns.push(line.subarray(from, at < 0 ? line.length : at));
    if (at < 0) break;
    from = at + SEPARATOR.length;
  }
  if (columns.length < 4) return undefined;
  if (columns[3]!.length === 0 && !hasMore(line, from)) return undefined;
  return columns as [Buffer, Buffer, Buffer, Buffer];
}

/** Whether anything but separators follows. */
function hasMore(line: Buffer, from: number): boolean {
  for (let at = from; at < line.length; at += SEPARATOR.length)
    if (line.compare(SEPARATOR, 0, SEPARATOR.length, at, Math.min(line.length, at + SEPARATOR.length)) !== 0)
      return true;
  return false;
}

/** A double as Java prints it: the shortest digits, at least one after the point, with an exponent below 10^-3 and from 10^7 on. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value));
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  return `${withPoint(digits)}E${Number(exponent)}`;
}

const withPoint = (text: string) => (text.includes(".") ? text : `${text}.0`);
