import { escapeMarkup } from "../../../system/printable.ts";
import type { Spoken } from "../charts/chart.ts";
import { shown, type Table, tableOf } from "../markup.ts";

/** A picture with the sentence that says what is in it, and its numbers. */
export interface Figure {
  spoken: Spoken;
  svg: string;
  table: Table;
  /** Whether it takes the whole width of the page. */
  isWide?: boolean;
}

/** A part of the page. */
export interface Section {
  id: string;
  title: string;
  figures: readonly Figure[];
  /** What of this part the report's source does not hold, and which one has it. */
  missing?: string;
}

export const WIDE = { width: 1000, height: 290 };
export const HALF = { width: 490, height: 290 };

/** Characters of what a part says instead of pictures, which can have names in it. */
const MOST_MISSING = 4000;

/** Of a part that only events have. */
export function missingWithout(what: string): string {
  return `${what} are in the events, not in a manifest: name the files to eventsim report.`;
}

function figureOf({ spoken, svg, table, isWide }: Figure): string {
  const { id, title, description } = spoken;
  return `<figure id="${id}"${isWide ? ' class="wide"' : ""}>
<figcaption><h3>${escapeMarkup(title)}</h3><p>${escapeMarkup(description)}</p></figcaption>
<div class="frame">${svg}</div>
<details><summary>Numbers<span class="unseen"> of ${escapeMarkup(title)}</span></summary>
${tableOf(table, title)}
</details>
</figure>`;
}

/** @param hasRest whether it says what it lacks */
export function sectionOf({ id, title, figures, missing }: Section, hasRest: boolean): string {
  const note = missing === undefined || !hasRest ? "" : `<p class="missing">${shown(missing, MOST_MISSING)}</p>\n`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeMarkup(title)}</h2>
${note}<div class="figures">
${figures.map(figureOf).join("\n")}
</div>
</section>`;
}
