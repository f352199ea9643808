import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderPage } from "../../../../src/report/html/page.ts";
import type { Report } from "../../../../src/report/model.ts";
import { fullReport, manifestReport } from "../../../support/report/sample.ts";

/** The pictures of a page, each with what is in it. */
function picturesOf(page: string): string[] {
  return [...page.matchAll(/<svg .*?<\/svg>/gs)].map(([svg]) => svg);
}

const marksOf = (svg: string) => (svg.match(/<(path|circle|rect|text|polyline)\b/g) ?? []).length;

const page = renderPage(fullReport());

describe("the page of a report", () => {
  it("has a picture for everything that a report holds", () => {
    const titles = [...page.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      ...["Events by day", "Events by weekday and hour of the day", "Active users and sessions by day", "Users so far"],
      ...["Registrations by day", "Session length in time", "Session length in events", "Session length in songs"],
      ...["Events by page", "Registering", "Upgrading", "Downgrading", "Cancelling"],
      ...["Active users by day and level", "Events by level"],
      ...["Retention by week of registration", "Active users among those who registered earlier"],
      ...["Most played tracks", "Most played artists", "The tail: plays by rank"],
      ...["Users by place", "Places with the most users", "States with the most users"],
      "Observed minus predicted, in standard deviations",
    ]);
    expect(picturesOf(page)).toHaveLength(titles.length);
  });

  it("has marks, a name and a description in each picture, and its numbers beside it", () => {
    for (const svg of picturesOf(page)) {
      expect(marksOf(svg), svg.slice(0, 200)).toBeGreaterThan(3);
      const [, title, description] = /role="img" aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
      expect(svg).toMatch(new RegExp(`<title id="${title}">[^<]+</title><desc id="${description}">[^<]+</desc>`));
    }
    expect(page.match(/<details>/g)).toHaveLength(picturesOf(page).length);
    expect(page.match(/<table>/g)).toHaveLength(picturesOf(page).length);
  });

  it("has ids that are there once", () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("lets a browser load nothing, and apply no style but its own sheet", () => {
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/ style="|<script|<link|<img|<image|https?:|url\((?!#)/);
  });

  it("is the same for the same report, also after others", () => {
    renderPage(manifestReport());
    expect(renderPage(fullReport())).toBe(page);
  });

  it("tells how the data set is made again", () => {
    expect(page).toContain("es1-aaaa-bbbb-cccc-dddd");
    expect(page).toMatch(/<pre [^>]*>eventsim -c configs\/Accordion-config\.json week\.json<\/pre>/);
  });

  it("has no colour but the sheet's variables in its pictures", () => {
    const colours = picturesOf(page).flatMap((svg) =>
      [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, one]) => one),
    );
    expect(
      new Set(colours.filter((one) => !/^(none|var\(--(ink|faint|rule|paper|c[0-4])\))$/.test(one as string))),
    ).toEqual(new Set());
  });

  it("stays below 1.5 MB for ten years and long names", () => {
    const long = renderPage(fullReport((plain) => `${plain} ${"long ".repeat(200)}`, 3653));
    expect(Buffer.byteLength(long)).toBeLessThan(1.5e6);
  });
});

describe("the page of a manifest alone", () => {
  const alone = renderPage(manifestReport());

  it("has the pictures of what a manifest holds", () => {
    const titles = [...alone.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title);
    expect(titles).toContain("Events by weekday and hour of the day");
    expect(titles).toContain("Most played tracks");
    expect(titles).not.toContain("Users so far");
  });

  it("says what has the rest", () => {
    for (const what of [
      "Users and sessions by day, and growth,",
      "Lengths of sessions",
      "Funnels",
      "Levels over time",
      "Weeks of registration",
      "Places",
    ])
      expect(alone).toContain(`${what} are in the events, not in a manifest: name the files to eventsim report.`);
  });

  it("has no more than a sentence where there are no events", () => {
    const empty: Report = {
      ...manifestReport(),
      hours: [],
      weekHours: [],
      pages: [],
      levels: [],
      totals: { events: 0 },
    };
    delete empty.music;
    expect(picturesOf(renderPage(empty))).toHaveLength(1);
  });
});

describe("names from a stranger's data", () => {
  const HOSTILE = `</title></svg><script>alert(1)</script>&"'\u0000\u001b[31m\u202e`;
  const hostile = renderPage(fullReport((plain) => `${HOSTILE}${plain}`));

  it("are text", () => {
    expect(hostile).not.toMatch(/<script|<\/svg><script/);
    // No place of these names is on the map.
    expect(picturesOf(hostile)).toHaveLength(picturesOf(page).length - 1);
    const tags = (text: string) => [...text.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([, name]) => name as string);
    expect([...new Set(tags(hostile))].filter((tag) => !tags(page).includes(tag))).toEqual([]);
  });

  it("have no character that is not seen", () => {
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(hostile).toContain("\\u202E");
  });
});
