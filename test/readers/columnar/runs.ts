// The runs whose files the readers read: each as JSON, and as each format that has columns.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FIELD_NAMES } from "../../../src/schema/choose.ts";
import { FIXED, FIXED_WEEK } from "../../support/program/program.ts";
import { writeSite, writeSmallCatalog } from "../../support/sites/small.ts";

/** A format with its options. */
export interface Form {
  /** As the questions of compare.py have it, and the ending of the file. */
  format: "parquet" | "arrow" | "arrows" | "avro" | "csv";
  options: string[];
  /** Whether filters are tried: a codec changes none of what they go by. */
  isFiltered: boolean;
  /** Readers that lack the codec. */
  except?: string[];
}

const inForm = (format: Form["format"], ...options: string[]): Form => ({ format, options, isFiltered: true });
const withCodecs = (format: Form["format"], codecs: readonly string[]): Form[] =>
  codecs.map((codec) => ({ ...inForm(format, "--compress", codec), isFiltered: false }));

/** Arrow's own reader for JavaScript has no codecs. */
const arrowForms = (format: Form["format"]): Form[] => [
  ...withCodecs(format, ["none"]),
  ...withCodecs(format, ["zstd", "lz4"]).map((form) => ({ ...form, except: ["apache-arrow"] })),
];

/** Each codec of each format. */
export const CODECS = {
  parquet: withCodecs("parquet", ["none", "zstd", "snappy", "lz4", "gzip"]),
  avro: [
    ...withCodecs("avro", ["none", "gzip", "snappy"]),
    { ...inForm("avro", "--compress", "zstd"), isFiltered: false, except: ["polars"] },
  ],
  arrow: arrowForms("arrow"),
  arrows: arrowForms("arrows"),
  csv: withCodecs("csv", ["none"]),
} satisfies Record<Form["format"], Form[]>;

/** With the codec that the program chooses. */
const AVRO = inForm("avro");
const ARROW = inForm("arrow");
const ARROWS = inForm("arrows");
const CSV = inForm("csv");
const PARQUET = inForm("parquet");
const PARQUET_PLAIN = { ...inForm("parquet", "--compress", "none"), isFiltered: false };

export interface Run {
  name: string;
  options: (folder: string) => string[];
  /** Events of a row group. */
  groupEvents: number;
  /** The names of the columns. */
  columns: readonly string[];
  forms: Form[];
}

/** The small site, whose catalog has a few lines. */
const small =
  (...options: string[]) =>
  (folder: string) => [
    ...["--config", writeSite(folder), "--data", writeSmallCatalog(folder), "--no-similar-songs"],
    ...options,
  ];

/** Texts that a reader may take for the end of a text, for no text or for another one. */
const ODD_PAGES: Record<string, string> = {
  Home: "",
  Login: 'he said "no", \\N',
  Cancel: "x".repeat(60_000),
  "Submit Upgrade": "NULL",
};
const ODD_AUTHS: Record<string, string> = { Guest: "two\nlines\r\n\tand so on", "Logged In": "\u{1f600} logged in" };

/** The small site with odd texts in its states and in its catalog, where texts repeat. */
function oddTexts(folder: string): string[] {
  const options = small(...FIXED, "--tag", 'a "tag", \u00e9')(folder);
  const site = join(folder, "site.json");
  const replace = (key: string, value: unknown) =>
    key === "page"
      ? (ODD_PAGES[value as string] ?? value)
      : key === "auth"
        ? (ODD_AUTHS[value as string] ?? value)
        : value;
  writeFileSync(
    site,
    JSON.stringify(JSON.parse(readFileSync(site, "utf8"), replace)).replaceAll(
      '"Guest"',
      JSON.stringify(ODD_AUTHS.Guest),
    ),
  );
  const songs = [
    "\u65e5\u672c\t\u{1f389}",
    `${"y".repeat(60_000)}\tNULL`,
    '"a",b\tit\'s',
    "\u{10fffd}\t\ue000",
    "A\tSame",
    "B\tSame",
  ];
  const lines = songs.map((song, at) => `TR${at}\t${song}\t${100.5 + at}\t${at + 1}\n`);
  writeFileSync(join(folder, "listen_counts.txt.gz"), gzipSync(lines.join("")));
  return options;
}

export const WINDOW = ["--start-time", "2026-01-05T00:00:00", "--end-time", "2026-01-13T00:00:00"];

const columnsOf = (hasTag: boolean) => FIELD_NAMES.filter((name) => hasTag || name !== "tag");
const COLUMNS = columnsOf(false);

export const RUNS: Run[] = [
  {
    name: "20,000 users",
    options: () => ["-n", "20000", ...WINDOW, "--events", "100000"],
    groupEvents: 5000,
    columns: COLUMNS,
    forms: [PARQUET, PARQUET_PLAIN, AVRO, CSV, ARROW, ARROWS],
  },
  {
    name: "a small site",
    options: small(...FIXED_WEEK),
    groupEvents: 2048,
    columns: COLUMNS,
    forms: [...CODECS.parquet, ...CODECS.arrow, ...CODECS.arrows, ...CODECS.avro],
  },
  {
    name: "odd texts",
    options: oddTexts,
    groupEvents: 200,
    columns: columnsOf(true),
    forms: [PARQUET, PARQUET_PLAIN, AVRO, CSV, ARROW, ARROWS],
  },
  {
    name: "out of order",
    options: small(...FIXED_WEEK, "--late", "20%:3h", "--duplicate", "5%:1m"),
    groupEvents: 2048,
    columns: COLUMNS,
    forms: [PARQUET, ARROWS],
  },
  {
    name: "one event",
    options: small(...FIXED, "--events", "1"),
    groupEvents: 1000,
    columns: COLUMNS,
    forms: [PARQUET, AVRO, CSV, ARROW, ARROWS],
  },
  {
    name: "no events",
    options: small("-n", "1", "-s", "2026-03-02T00:00:00", "-e", "2026-03-02T00:00:01"),
    groupEvents: 1000,
    columns: COLUMNS,
    forms: [PARQUET, AVRO, CSV, ARROW, ARROWS],
  },
];
