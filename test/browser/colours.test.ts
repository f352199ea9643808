// The colours of a report's page: light, dark, those that a person has set, and none.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { renderPage } from "../../src/report/html/page.ts";
import { browserOfFile, CHROMIUM } from "../support/browser/browser.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { fullReport } from "../support/report/sample.ts";

/** The colours that the browser uses: of the paper, of texts, and of the lines and areas of data. */
function coloursOf(page: Page): Promise<{ paper: string; texts: string[]; marks: string[] }> {
  return page.evaluate(() => {
    const styles = (selector: string) => [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one));
    const distinct = (colours: string[]) => [...new Set(colours)].filter((colour) => colour !== "none");
    return {
      paper: getComputedStyle(document.body).backgroundColor,
      texts: distinct(styles("svg.picture text").map(({ fill }) => fill)),
      marks: distinct(
        styles('svg.picture [stroke^="var(--c"], svg.picture [fill^="var(--c"]').map(({ fill, stroke }) =>
          fill === "none" ? stroke : fill,
        ),
      ),
    };
  });
}

/** Red, green and blue; of a colour that lets the paper through, what is seen. */
function channels(colour: string, paper = "rgb(255, 255, 255)"): number[] {
  const [, red, green, blue, opacity = "1"] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour) ?? [];
  if (opacity === "1") return [red, green, blue].map(Number);
  return [red, green, blue].map(
    (value, index) => Number(value) * Number(opacity) + channels(paper)[index]! * (1 - Number(opacity)),
  );
}

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const luminances = [one, other].map((colour) => {
    const linear = channels(colour, other).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  });
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

describe.skipIf(CHROMIUM === undefined)("the page's colours", () => {
  const { open } = browserOfFile();
  let path = "";
  beforeAll(() => {
    path = join(lastingFolder(), "report.html");
    writeFileSync(path, renderPage(fullReport()));
  });

  it.each(["light", "dark"] as const)("can be seen in %s", async (colorScheme) => {
    const { page } = await open(path, { colorScheme });
    const { paper, texts, marks } = await coloursOf(page);
    expect(channels(paper)[0]! > 127).toBe(colorScheme === "light");
    expect(texts.length).toBeGreaterThan(0);
    expect(marks.length).toBeGreaterThan(1);
    for (const text of texts) expect(contrast(text, paper), text).toBeGreaterThanOrEqual(4.5);
    for (const mark of marks) expect(contrast(mark, paper), mark).toBeGreaterThanOrEqual(3);
  });

  it("are those that a person has set", async () => {
    const { page } = await open(path, { forcedColors: "active" });
    const { paper, texts, marks } = await coloursOf(page);
    for (const one of [...texts, ...marks]) expect(contrast(one, paper), one).toBeGreaterThanOrEqual(3);
  });

  it("are not needed to tell lines apart", async () => {
    const { page } = await open(path);
    for (const figure of ["users-by-day", "levels-over-time", "tail"]) {
      const dashes = await page.$$eval(`#${figure} svg path[stroke^="var(--c"][fill="none"]`, (lines) =>
        lines.map((line) => line.getAttribute("stroke-dasharray") ?? "none"),
      );
      expect(dashes, figure).toHaveLength(2);
      expect(new Set(dashes).size, figure).toBe(2);
    }
    const misfit = await page.$$eval("#deviations text", (texts) => texts.map(({ textContent }) => textContent));
    expect(misfit).toContain("−9: does not fit");
  });
});
