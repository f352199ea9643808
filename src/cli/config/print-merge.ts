import type { Change, Conflict, Merger } from "../../config/merge/merge.ts";
import { showPlace } from "../../config/merge/source.ts";
import type { Scaled } from "../../config/merge/sums.ts";
import { showState } from "../../config/states.ts";
import { printable } from "../../system/printable.ts";
import { figure } from "./figures.ts";

/** Of a file; the diff of two configurations has all of them. */
const MOST_CHANGES = 20;
const MOST_DOUBTS = 100;
const MOST_SCALED = 5;

const shown = (value: string) => printable(value, 60);

function changeText({ what, before, after }: Change): string {
  if (before === undefined) return `  ${what}: new, ${shown(after!)}`;
  return `  ${what}: ${shown(before)}${after === undefined ? " removed" : ` -> ${shown(after)}`}`;
}

/** What each overlay changed. */
export function changeLines({ parts, changes }: Merger): string[] {
  return parts.slice(1).flatMap((part) => {
    const own = changes.filter((change) => change.part === part);
    const file = printable(part.document.file, 1000);
    if (own.length === 0) return [`${file} changes nothing`];
    const more = own.length - MOST_CHANGES;
    return [
      `${file} changes ${own.length} ${own.length === 1 ? "value" : "values"}:`,
      ...own.slice(0, MOST_CHANGES).map(changeText),
      ...(more > 0 ? [`  and ${more} more (eventsim config diff shows them)`] : []),
    ];
  });
}

function atMost(lines: readonly string[]): string[] {
  const more = lines.length - MOST_DOUBTS;
  return more > 0 ? [...lines.slice(0, MOST_DOUBTS), `and ${more} more like these`] : [...lines];
}

const said = (value: string | undefined) => (value === undefined ? "removes it" : `says ${shown(value)}`);

export function conflictLines(conflicts: readonly Conflict[]): string[] {
  return atMost(
    conflicts.map(
      ({ what, first, last }) =>
        `${what}: ${showPlace(first.place)} ${said(first.value)}, ${showPlace(last.place)} ${said(last.value)}, and the last one counts; make them agree, or take one out`,
    ),
  );
}

export function missLines(misses: Merger["misses"]): string[] {
  return atMost(
    misses.map(
      ({ what, place }) =>
        `${showPlace(place)}: ${what}: removes what no file before has; correct its name, or take it out`,
    ),
  );
}

/** What --rescale did. */
export function scaledLine(scaled: readonly Scaled[]): string {
  if (scaled.length === 0) return "--rescale: nothing had to make room";
  const largest = scaled.toSorted((one, other) => Math.abs(other.factor - 1) - Math.abs(one.factor - 1));
  const named = largest
    .slice(0, MOST_SCALED)
    .map(({ source, factor, transitions }) => `${transitions} from ${showState(source)} by ${figure(factor)}`);
  const more = scaled.length - MOST_SCALED;
  return `--rescale: the other transitions made room, ${named.join("; ")}${more > 0 ? `; and of ${more} more states` : ""}`;
}
