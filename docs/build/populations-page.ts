import { readdirSync, readFileSync } from "node:fs";
import { builtinSongs } from "../../src/catalog/builtin.ts";
import { figure, percent, timeSpan } from "../../src/cli/config/figures.ts";
import { readConfig } from "../../src/config/read.ts";
import { type Prediction, predict } from "../../src/predict/predict.ts";
import { durationsOf } from "../../src/predict/times/length.ts";
import { table } from "./markdown.ts";

const PAGE = "configs/README.md";
const FILE_END = "-config.json";
const DAYS = 28;

/** The tables of configs/README.md, each between two comments that name it. */
export const TABLES = {
  visits: [
    "population",
    "sessions a user and day",
    "weekend day to weekday",
    "busiest to quietest hour",
    "length of a session",
    "events a session",
    "songs a session",
    "events a user and day",
  ],
  deeds: [
    "population",
    "adverts",
    "errors",
    "Thumbs Up",
    "Thumbs Down",
    "free sessions with an upgrade",
    "paid sessions with a downgrade",
    "users who pay",
    "gone in four weeks",
  ],
} as const;

export function populationNames(): string[] {
  const files = readdirSync("configs").filter((file) => file.endsWith(FILE_END));
  return files.map((file) => file.slice(0, -FILE_END.length)).sort();
}

/** What `eventsim config check` predicts for a shipped configuration. */
export function predictPopulation(name: string): Prediction {
  const { config } = readConfig(`configs/${name}${FILE_END}`);
  return predict(config, durationsOf(builtinSongs()), DAYS).prediction;
}

const WEEKEND = [5, 6];
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Session starts of a day of the weekend, for each of a day of the week. */
function weekendRatio({ week: { days } }: Prediction): number {
  return mean(WEEKEND.map((day) => days[day]!)) / mean(days.filter((_, day) => !WEEKEND.includes(day)));
}

function visitsRow(name: string, prediction: Prediction): string[] {
  const { userDay, week, session } = prediction;
  return [
    ...[name, figure(userDay.sessions), weekendRatio(prediction).toFixed(2)],
    ...[(Math.max(...week.hours) / Math.min(...week.hours)).toFixed(1), timeSpan(session.lengthSeconds)],
    ...[figure(session.events.mean), figure(session.songs.mean), figure(userDay.events)],
  ];
}

/** Of the users who are not gone, those at the level, when the days end. */
function shareAt(level: string, { mix }: Prediction): number {
  const { shares } = mix.at(-1)!;
  const sum = (some: typeof shares) => some.reduce((total, { share }) => total + share, 0);
  return sum(shares.filter((each) => each.level === level)) / sum(shares);
}

function deedsRow(name: string, prediction: Prediction): string[] {
  const { pages, starts, mix } = prediction;
  const pageShare = (page: string) => percent(pages.find((each) => each.page === page)?.share ?? 0);
  const change = (from: string, to: string) =>
    percent(starts.find(({ auth, level }) => auth === "Logged In" && level === from)!.changes[to]!);
  return [
    ...[name, pageShare("Roll Advert"), pageShare("Error"), pageShare("Thumbs Up"), pageShare("Thumbs Down")],
    ...[
      change("free", "paid"),
      change("paid", "free"),
      percent(shareAt("paid", prediction)),
      percent(mix.at(-1)!.gone),
    ],
  ];
}

/** A population's row in each of the tables. */
export function populationRows(name: string, prediction: Prediction): Record<keyof typeof TABLES, string[]> {
  return { visits: visitsRow(name, prediction), deeds: deedsRow(name, prediction) };
}

/** configs/README.md with the predictions of the configurations beside it. */
export function populationsPage(): string {
  const rows = populationNames().map((name) => populationRows(name, predictPopulation(name)));
  return Object.entries(TABLES).reduce(
    (text, [key, heads]) => {
      const block = new RegExp(`(<!-- ${key}:begin -->\n)[^]*?(<!-- ${key}:end -->)`);
      const made = table(
        heads,
        rows.map((row) => row[key as keyof typeof TABLES]),
      );
      return text.replace(block, (_, begin, end) => `${begin}\n${made}\n\n${end}`);
    },
    readFileSync(PAGE, "utf8"),
  );
}
