import { misfits } from "../../predict/compare/rows.ts";
import { count, duration } from "../../system/figures.ts";
import type { Report, ReportFunnel, ReportHeader } from "../model.ts";
import { code, shown, table } from "./markdown.ts";

/** A summary is read beside a change, so each list ends early. */
const MOST_ROWS = 10;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function headerRows({ header, totals }: Report): string[][] {
  const { dataSetId, configuration, seed, engine, window, files, population, shares } = header;
  const rows: [string, string | undefined][] = [
    ["data set", dataSetId && code(dataSetId)],
    ["shares", shares && count(shares.length)],
    ["configuration", configuration && (configuration.name ?? `sha256 ${configuration.sha256.slice(0, 16)}...`)],
    ["engine", engine === undefined ? undefined : shown(String(engine))],
    ["seed", seed && shown(seed)],
    ["window", window && `${shown(window.start)} to ${shown(window.end)}`],
    ["files", files && describeFiles(files)],
    [
      "users at the start and at the end",
      population && `${count(population.initialUsers)}, ${count(population.users)}`,
    ],
    ["first and last event", totals.firstEvent && `${totals.firstEvent}, ${totals.lastEvent}`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function describeFiles({ count: number, first, last }: NonNullable<ReportHeader["files"]>): string {
  return number === 1 ? shown(first) : `${count(number)}, ${shown(first)} to ${shown(last)}`;
}

function totalRows({ totals, sessions }: Report): string[][] {
  const { events, users, simulatedUsers, songs, anonymousEvents } = totals;
  const numbers: [string, number | undefined][] = [
    ["events", events],
    ["users with a userId", users],
    ["users of the simulation with events", simulatedUsers],
    ["sessions", totals.sessions],
    ["songs", songs],
    ["events without a userId", anonymousEvents],
  ];
  const rows = numbers.flatMap(([name, value]) => (value === undefined ? [] : [[name, count(value)]]));
  if (sessions === undefined) return rows;
  const { seconds } = sessions;
  const lengths = [seconds.median, seconds.p95].map(duration).join(", ");
  return [...rows, ["session length, median and 95th percentile", lengths]];
}

function funnelRow({ name, steps }: ReportFunnel): string[] {
  const [, first, last] = steps;
  return [name, count(first!.sessions), count(last!.sessions), percent(last!.rate), percent(last!.rateOfAll)];
}

function section(title: string, lines: readonly string[]): string[] {
  return ["", `## ${title}`, "", ...lines];
}

function dayLines({ days = [] }: Report): string[] {
  if (days.length === 0) return [];
  const rows = days
    .slice(0, MOST_ROWS)
    .map((day) => [day.day, ...[day.events, day.users, day.newUsers, day.sessions, day.songs].map(count)]);
  const more = days.length > MOST_ROWS ? ["", `and ${count(days.length - MOST_ROWS)} more days`] : [];
  return section("Days", [
    ...table(["day", "events", "users", "new users", "sessions", "songs"], rows, [1, 2, 3, 4, 5]),
    ...more,
  ]);
}

function frequencyLines(title: string, rows: readonly { name: string; events: number; share: number }[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.slice(0, MOST_ROWS).map(({ name, events, share }) => [shown(name), count(events), percent(share)]);
  const more = rows.length > MOST_ROWS ? ["", `and ${count(rows.length - MOST_ROWS)} more`] : [];
  return section(title, [...table([title.toLowerCase(), "events", "share"], cells, [1, 2]), ...more]);
}

function musicLines({ music }: Report): string[] {
  if (music === undefined) return [];
  const rows = music.topTracks
    .slice(0, MOST_ROWS)
    .map(({ artist, song, plays }) => [shown(song), shown(artist), count(plays)]);
  const { tracks } = music;
  const tail =
    tracks === undefined
      ? []
      : [
          "",
          `${count(tracks.distinct)} tracks were played; the first hundred have ${percent(tracks.shareOfTop.top100)} of the plays.`,
        ];
  return section("Most played", [...table(["song", "artist", "plays"], rows, [2]), ...tail]);
}

function predictionLines({ prediction }: Report): string[] {
  if (prediction === undefined) return [];
  const number = misfits(prediction);
  const wrong = prediction.rows.filter(({ fits }) => !fits).slice(0, MOST_ROWS);
  const rows = wrong.map(({ what, predicted, observed, apart }) => [
    shown(what),
    predicted.toPrecision(4),
    observed.toPrecision(4),
    Number.isFinite(apart) ? apart.toFixed(1) : "no noise",
  ]);
  return section("Prediction", [
    number === 0
      ? `All ${count(prediction.rows.length)} values are what the configuration predicts, within ${prediction.limit.toFixed(1)} times the noise.`
      : `${count(number)} of ${count(prediction.rows.length + prediction.strange.length)} values do not fit the configuration.`,
    ...(rows.length === 0
      ? []
      : ["", ...table(["value", "predicted", "observed", "times the noise"], rows, [1, 2, 3])]),
    ...prediction.strange.slice(0, MOST_ROWS).map((text) => `\n${shown(text)}`),
  ]);
}

/** A report as Markdown that fits into the description of a change. */
export function summaryOf(report: Report): string {
  const { header, funnels = [], pages, levels, notes } = report;
  const title = header.configuration?.name?.replace(/^configs\/|-config\.json$/g, "") ?? "Events";
  const again = header.command === undefined ? [] : section("To make it again", [code(header.command)]);
  const lines = [
    `# ${shown(title)}: ${count(report.totals.events)} events`,
    "",
    ...table(["", ""], [...headerRows(report), ...totalRows(report)], [1]),
    ...dayLines(report),
    ...frequencyLines(
      "Page",
      pages.map(({ page, ...others }) => ({ name: page, ...others })),
    ),
    ...frequencyLines(
      "Level",
      levels.map(({ level, ...others }) => ({ name: level, ...others })),
    ),
    ...(funnels.length === 0
      ? []
      : section(
          "Funnels",
          table(
            ["", "sessions that began", "finished", "of those", "of all sessions"],
            funnels.map(funnelRow),
            [1, 2, 3, 4],
          ),
        )),
    ...musicLines(report),
    ...predictionLines(report),
    ...again,
    ...(notes.length === 0
      ? []
      : section(
          "Notes",
          notes.map((note) => `- ${shown(note)}`),
        )),
  ];
  return `${lines.join("\n")}\n`;
}
