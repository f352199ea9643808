// The original's two generators, plainly and in memory: all files as texts in ISO-8859-1, and a real hash table for the order of lines.

/** Lines end with LF, CR or CR LF; a last line without an end counts. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Java's String.split: empty columns at the end are none, unless the text is empty. */
function split(line: string, separator: string | RegExp): string[] {
  if (line === "") return [""];
  const columns = line.split(separator);
  while (columns.length > 0 && columns.at(-1) === "") columns.pop();
  return columns;
}

/** The hash table of the original's tracks: buckets of lists, the newest first. */
class HashTable {
  private buckets: string[][] = Array.from({ length: 16 }, () => []);
  private count = 0;
  private readonly known = new Set<string>();

  private bucketOf(id: string): number {
    let h = 0n;
    for (let at = 0; at < id.length; at++) h = (31n * h + BigInt(id.charCodeAt(at))) % 2n ** 32n;
    const factor = 0x9e3775cdn;
    const x = (h * factor) % 2n ** 32n;
    const bytes = [0n, 8n, 16n, 24n].map((shift) => (x >> shift) & 255n);
    const reversed = bytes.reduce((value, byte) => value * 256n + byte, 0n);
    const y = (reversed * factor) % 2n ** 32n;
    const rotated = (y >> 4n) | ((y & 15n) << 28n);
    return Number(rotated >> BigInt(32 - Math.log2(this.buckets.length)));
  }

  add(id: string): void {
    if (this.known.has(id)) return;
    this.known.add(id);
    this.buckets[this.bucketOf(id)]!.unshift(id);
    this.count++;
    if (this.count <= (3 * this.buckets.length) / 4) return;
    const old = this.buckets;
    this.buckets = Array.from({ length: 2 * old.length }, () => []);
    for (const bucket of old.reverse()) for (const each of bucket) this.buckets[this.bucketOf(each)]!.unshift(each);
  }

  ids(): string[] {
    return [...this.buckets].reverse().flat();
  }
}

/** As Java prints a double, from the shortest digits. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [, sign, digits, exponent] = /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential())!;
  const plain = digits!.replace(".", "");
  const power = Number(exponent);
  if (power < -3 || power >= 7) return `${sign}${plain[0]}.${plain.slice(1) || "0"}E${power}`;
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${plain}`;
  const padded = plain.padEnd(power + 1, "0");
  return `${sign}${padded.slice(0, power + 1)}.${padded.slice(power + 1) || "0"}`;
}

export interface CountInputs {
  analysis: string;
  triplets: string;
  tracks: string;
}

const isInt = (text: string) => /^[+-]?\d+$/.test(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31;
/** The forms of doubles that the tests use. */
const isDouble = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text);

export interface Counts {
  lines: string[];
  /** Where the original stops: a line that does not fit, or a track without a duration. */
  stops: boolean;
}

/**
 * `--generate-counts`. With `skips`, what the original stops at is left out, durations must be positive, sums have no limit, and the lines
 * are in the order of the tracks' first lines: the rules of this project's own engine.
 */
export function listenCounts({ analysis, triplets, tracks }: CountInputs, skips: boolean): Counts {
  let stops = false;
  const duration = new Map<string, number>();
  for (const line of linesOf(analysis)) {
    const columns = split(line, /[ \t\u000b\f]+/);
    const fits = columns.length > 30 && isDouble(columns[3]!);
    if (fits && (!skips || Number(columns[3]) > 0)) duration.set(columns[30]!, Number(columns[3]));
    else stops = true;
  }
  const listens = new Map<string, number>();
  for (const line of linesOf(triplets)) {
    const [, song, count] = split(line, "\t");
    if (song === undefined || count === undefined || !isInt(count)) {
      stops = true;
      continue;
    }
    const sum = (listens.get(song) ?? 0) + Number(count);
    listens.set(song, skips ? sum : sum | 0);
  }
  const known = new Map<string, string[]>();
  const table = new HashTable();
  for (const line of linesOf(tracks)) {
    const columns = split(line, "<SEP>");
    if (columns.length < 4) continue;
    known.set(columns[0]!, columns);
    table.add(columns[0]!);
  }
  const lines: string[] = [];
  for (const id of skips ? known.keys() : table.ids()) {
    const [track, song, artist, title] = known.get(id) as [string, string, string, string];
    const seconds = duration.get(track);
    if (seconds === undefined) stops = true;
    else if ((listens.get(song) ?? 0) > 0) {
      const texts = [artist, title].map((text) => text.replaceAll("\t", "     "));
      lines.push([track, ...texts, javaDouble(seconds), listens.get(song)].join("\t"));
    }
  }
  return { lines, stops };
}

/** `--generate-similars` over the files' values, in their order. */
export function similarSongs(files: readonly { track_id: string; similars: [string, number][] }[]): string[] {
  const printed = (id: string) => JSON.stringify(id).slice(1, -1);
  return files.flatMap((file) => file.similars.map(([other]) => `${printed(file.track_id)},${printed(other)}`));
}
