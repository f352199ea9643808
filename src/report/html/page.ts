import { createHash } from "node:crypto";
import { escapeMarkup } from "../../system/printable.ts";
import type { Report } from "../model.ts";
import { headerOf, titleOf } from "./header.ts";
import { shown } from "./markup.ts";
import { hoursSection } from "./sections/hours.ts";
import { levelsSection } from "./sections/levels.ts";
import { musicSection } from "./sections/music.ts";
import { funnelsSection, pagesSection } from "./sections/pages.ts";
import { peopleSection } from "./sections/people.ts";
import { placesSection } from "./sections/places.ts";
import { predictionSection } from "./sections/prediction.ts";
import { retentionSection } from "./sections/retention.ts";
import { sectionOf } from "./sections/section.ts";
import { sessionsSection } from "./sections/sessions.ts";
import { STYLE } from "./style.ts";

const SECTIONS = [
  hoursSection,
  peopleSection,
  sessionsSection,
  pagesSection,
  funnelsSection,
  levelsSection,
  retentionSection,
  musicSection,
  placesSection,
  predictionSection,
];

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** A page that changes while it is looked at. */
export interface Live {
  /** Runs in the browser. */
  script: string;
}

interface Parts {
  /** Whether parts without pictures say what has them. */
  hasRest: boolean;
}

/** What a browser may do for this page: show its own style, and for one that changes, run its script and ask its server. */
function policyOf(live: Live | undefined): string {
  const script = live === undefined ? "" : `; script-src ${hashOf(live.script)}; connect-src 'self'`;
  return `default-src 'none'; style-src ${hashOf(STYLE)}${script}; base-uri 'none'; form-action 'none'`;
}

/** What is inside of the page's body, and changes with its numbers. */
export function renderContent(report: Report, { hasRest }: Parts): string {
  const sections = SECTIONS.map((section) => section(report)).filter(
    ({ figures, missing }) => figures.length > 0 || (hasRest && missing !== undefined),
  );
  const links = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeMarkup(title)}</a></li>`);
  return `<header>
${headerOf(report)}
</header>
<nav aria-label="Parts of the page"><ul>
${links.join("\n")}
</ul></nav>
<main id="main">
${sections.map((section) => sectionOf(section, hasRest)).join("\n")}
</main>`;
}

/** Returns the page of a report: one document of HTML, which asks no network for anything. The same report returns the same bytes. */
export function renderPage(report: Report, live?: Live): string {
  const status =
    live === undefined
      ? ""
      : '<p class="status"><span id="status" role="status">The run has not begun to write.</span> <span id="progress"></span></p>\n';
  const script = live === undefined ? "" : `<script>${live.script}</script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(live)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${shown(titleOf(report))} – eventsim report</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the pictures</a>
${status}<div id="content">
${renderContent(report, { hasRest: live === undefined })}
</div>
<footer>Made by eventsim. Each picture has its numbers below it; <code>eventsim report --json</code> has all of them.</footer>
${script}</body>
</html>
`;
}
