// The page of a report in a real browser: what it draws, what it says to a screen reader, and that it asks nobody for anything.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { renderPage } from "../../src/report/html/page.ts";
import { browserOfFile, CHROMIUM } from "../support/browser/browser.ts";
import { cutTexts, drawnPictures, overlaps, spoken } from "../support/browser/pictures.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { run } from "../support/program/program.ts";
import { fullReport, manifestReport } from "../support/report/sample.ts";
import { ROOT } from "../support/root.ts";

const HOSTILE = `</title></svg><script>console.log("ran")</script><img src=x onerror=console.log(1)>`;
const PAGES = {
  "everything there is": () => renderPage(fullReport()),
  "a year and long names": () =>
    renderPage(fullReport((plain) => `${plain} of a very long name that goes on and on`, 365)),
  "two days": () => renderPage(fullReport(undefined, 2)),
  // A label of the axis is at the end of the line.
  "two hours": () => renderPage({ ...fullReport(undefined, 2), hours: fullReport(undefined, 2).hours.slice(8, 10) }),
  "names that are markup": () => renderPage(fullReport((plain) => `${HOSTILE}${plain}`)),
  "a manifest alone": () => renderPage(manifestReport()),
};
type Name = keyof typeof PAGES | "a run's manifest" | "a run's files";

/** The pages that the program writes of a run that grows, with guests. */
async function writeReports(folder: string, pathOf: (name: Name) => string): Promise<void> {
  const data = join(folder, "data");
  const tambourine = join(ROOT, "configs", "Tambourine-config.json");
  const window = ["-s", "2026-01-05", "-e", "2026-02-02", "--growth-rate", "2"];
  const written = await run([
    "-c",
    tambourine,
    "-n",
    "300",
    ...window,
    "--split-time",
    "7d",
    join(data, "events.parquet"),
  ]);
  expect(written.code, written.stderr).toBe(0);
  for (const [name, values] of [
    ["a run's manifest", []],
    ["a run's files", ["--files"]],
  ] as [Name, string[]][]) {
    const { code, stderr } = await run(["report", data, ...values, "-o", pathOf(name)]);
    expect(code, stderr).toBe(0);
  }
}

describe.skipIf(CHROMIUM === undefined)("the page of a report", () => {
  const { open } = browserOfFile();
  let folder = "";
  const pathOf = (name: Name) => join(folder, `${name}.html`);
  beforeAll(async () => {
    folder = lastingFolder();
    await writeReports(folder, pathOf);
    for (const [name, render] of Object.entries(PAGES)) writeFileSync(pathOf(name as Name), render());
  });
  const everything = () => pathOf("everything there is");

  describe.each([...Object.keys(PAGES), "a run's manifest", "a run's files"] as Name[])("of %s", (name) => {
    it("asks for nothing but itself, and has nothing to complain of", async () => {
      const { complaints, requests } = await open(pathOf(name));
      expect(complaints).toEqual([]);
      expect(requests).toHaveLength(1);
    });

    it("draws marks in each picture, cuts no text, and puts none over another", async () => {
      const { page } = await open(pathOf(name));
      const pictures = await drawnPictures(page);
      expect(pictures.length).toBeGreaterThan(4);
      expect(pictures.filter(({ marks }) => marks < 2).map(({ id }) => id)).toEqual([]);
      const faults = pictures.map((picture) => ({ id: picture.id, cut: cutTexts(picture), over: overlaps(picture) }));
      expect(faults.filter(({ cut, over }) => cut.length + over.length > 0)).toEqual([]);
    });

    it("fits on a telephone", async () => {
      const { page } = await open(pathOf(name), { viewport: { width: 360, height: 700 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  });

  it("tells a screen reader what each picture shows", async () => {
    const { page } = await open(everything());
    const nodes = await spoken(page);
    const pictures = nodes.filter(({ role }) => role === "image" || role === "img");
    expect(pictures).toHaveLength((await drawnPictures(page)).length);
    for (const { name } of pictures) expect(name.length).toBeGreaterThan(20);
    expect(pictures[0]!.name).toMatch(/^Events by day The busiest day is 2026-/);
    // The marks and labels in a picture are not read one by one.
    expect(nodes.filter(({ role }) => /^(SvgRoot|graphics)/i.test(role))).toEqual([]);
  });

  it("has landmarks, and headings in order", async () => {
    const { page } = await open(everything());
    const nodes = await spoken(page);
    expect(nodes.map(({ role }) => role)).toEqual(
      expect.arrayContaining(["banner", "main", "navigation", "contentinfo"]),
    );
    const levels = await page.$$eval("h1, h2, h3", (all) => all.map(({ tagName }) => Number(tagName.slice(1))));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1 && index > 1)).toEqual([]);
  });

  it("is used with the keyboard alone", async () => {
    const { page } = await open(everything());
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("To the pictures");
    const summaries = await page.locator("summary").count();
    const reached = new Set<string>();
    for (let presses = 0; presses < 4 * summaries && reached.size < summaries; presses++) {
      await page.keyboard.press("Tab");
      const figure = await page.evaluate(() =>
        document.activeElement?.matches("summary") ? document.activeElement.closest("figure")!.id : "",
      );
      if (figure !== "") reached.add(figure);
    }
    expect(reached.size).toBe(summaries);
    await page.focus("#pages summary");
    await page.keyboard.press("Enter");
    expect(await page.locator("#pages table").isVisible()).toBe(true);
    expect(await page.locator("#pages tbody tr").count()).toBe(3);
  });

  it("is printed on white, whatever the screen is", async () => {
    const { page } = await open(everything(), { colorScheme: "dark" });
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(50_000);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    expect(await page.locator("nav").isVisible()).toBe(false);
    expect(await page.locator("#pages svg").isVisible()).toBe(true);
    // A4 without its margins is narrower than a screen on which wide pictures are scrolled: paper has no bar to scroll with.
    await page.setViewportSize({ width: 670, height: 950 });
    const cut = await page.evaluate(
      () => [...document.querySelectorAll(".frame")].filter((frame) => frame.scrollWidth > frame.clientWidth).length,
    );
    expect(cut).toBe(0);
  });
});
