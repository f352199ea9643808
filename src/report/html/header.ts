import { escapeMarkup, printableLines } from "../../system/printable.ts";
import type { Report, ReportHeader } from "../model.ts";
import { bytes, count } from "./figures.ts";
import { shown } from "./markup.ts";

const MOST_COMMAND = 4000;
const MOST_NOTES = 20;
/** Characters of a note, which can have names in it. */
const MOST_NOTE = 1000;

/** A name with its text, which is of data. */
type Fact = readonly [name: string, text: string | undefined];

const instant = (text: string) => text.replace("T", " ").replace(/(\.\d+)?Z$/, "");

function filesOf({ files, manifest }: ReportHeader): Fact[] {
  const { count: number = 0, first = "", last = "" } = files ?? {};
  const names = number > 1 ? `${count(number)}, from ${first} to ${last}` : first;
  return [
    ["Manifest", manifest],
    ["Files", number === 0 ? undefined : names],
  ];
}

function factsOf(header: ReportHeader): Fact[] {
  const { window, configuration, population, seed, engine, program, format, compress, shares } = header;
  const kind = compress === undefined || compress === "none" ? format : `${format}, ${compress}`;
  return [
    [
      "Configuration",
      configuration &&
        `${configuration.name ?? "none of the program's own"}, sha256 ${configuration.sha256.slice(0, 16)}…`,
    ],
    ["Window", window && `${instant(window.start)} to ${instant(window.end)} UTC`],
    ["Users", population && `${count(population.initialUsers)} at the start, ${count(population.users)} at the end`],
    ["Seed", seed],
    ["Engine", engine === undefined ? undefined : `${engine}${program === undefined ? "" : `, eventsim ${program}`}`],
    ["Format", kind],
    ["Shares", shares && `${shares.length} shares`],
    ...filesOf(header),
  ];
}

function definitions(facts: readonly Fact[]): string {
  const lines = facts.flatMap(([name, text]) =>
    text === undefined || text === "" ? [] : [`<dt>${escapeMarkup(name)}</dt><dd>${shown(text)}</dd>`],
  );
  return lines.length === 0 ? "" : `<dl>\n${lines.join("\n")}\n</dl>`;
}

function tiles({ totals }: Report): string {
  const { events, users, simulatedUsers, sessions, songs, bytes: size, anonymousEvents, disorder } = totals;
  const list: [name: string, text: string | undefined][] = [
    ["events", count(events)],
    ["users", (users ?? simulatedUsers) === undefined ? undefined : count((users ?? simulatedUsers) as number)],
    ["sessions", sessions === undefined ? undefined : count(sessions)],
    ["songs played", songs === undefined ? undefined : count(songs)],
    ["in the files", size === undefined || size === 0 ? undefined : bytes(size)],
    [
      "events without a user",
      anonymousEvents === undefined || anonymousEvents === 0 ? undefined : count(anonymousEvents),
    ],
    [
      "events late, doubled, lost",
      disorder && [disorder.late, disorder.duplicated, disorder.lost].map(count).join(" · "),
    ],
  ];
  const items = list.flatMap(([name, text]) =>
    text === undefined ? [] : [`<li><b>${escapeMarkup(text)}</b><span>${escapeMarkup(name)}</span></li>`],
  );
  return `<ul class="tiles">\n${items.join("\n")}\n</ul>`;
}

function commandOf({ command }: ReportHeader): string {
  if (command === undefined) return "";
  const text = command.length > MOST_COMMAND ? `${command.slice(0, MOST_COMMAND)}…` : command;
  return `<h3 id="command">To make it again</h3>\n<pre tabindex="0" role="region" aria-labelledby="command">${escapeMarkup(printableLines(text))}</pre>`;
}

function notesOf({ notes }: Report): string {
  if (notes.length === 0) return "";
  return `<ul class="notes" aria-label="Notes">\n${notes
    .slice(0, MOST_NOTES)
    .map((note) => `<li>${shown(note, MOST_NOTE)}</li>`)
    .join("\n")}\n</ul>`;
}

/** Which data set this is, in plain text. */
export function titleOf({ header: { dataSetId, manifest, files } }: Report): string {
  return dataSetId ?? manifest ?? files?.first ?? "a run";
}

/** The top of the page: what it is about, its totals, and how to make the data set again. */
export function headerOf(report: Report): string {
  const { header } = report;
  const { firstEvent, lastEvent } = report.totals;
  const span: Fact = [
    "Events",
    firstEvent && lastEvent ? `${instant(firstEvent)} to ${instant(lastEvent)} UTC` : undefined,
  ];
  return `<h1>Report of a data set</h1>
<p class="id">${header.dataSetId === undefined ? "" : "data set "}<code>${shown(titleOf(report))}</code></p>
${tiles(report)}
${commandOf(header)}
${definitions([span, ...factsOf(header)])}
${notesOf(report)}`;
}
