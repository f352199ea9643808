// The page of `config graph` in a real browser: the picture, its search and filter, and what the keyboard and a screen reader have of it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Transition } from "../../src/config/types.ts";
import { browserOfFile, CHROMIUM } from "../support/browser/browser.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { run } from "../support/program/program.ts";
import { configFile } from "../support/sheets/contents.ts";

interface File {
  transitions: { source: Transition["source"]; dest: Transition["dest"]; p: number }[];
}

const HOSTILE = "</title></svg><script>console.log('ran')</script><img src=x onerror=console.log(1)>";
const ACCORDION = configFile("Accordion");
const accordion = JSON.parse(readFileSync(ACCORDION, "utf8")) as File;

/** Accordion, with another name for its page Help. */
function withHostileName(): string {
  return readFileSync(ACCORDION, "utf8").replaceAll('"Help"', JSON.stringify(HOSTILE));
}

describe.skipIf(CHROMIUM === undefined)("the page of a graph", () => {
  const { open } = browserOfFile();
  const folder = lastingFolder();
  const html = join(folder, "accordion.html");

  beforeAll(async () => {
    expect(await run(["config", "graph", ACCORDION, "-o", html])).toMatchObject({ code: 0 });
  });

  const counts = (page: Page) =>
    page.evaluate(() => ({
      drawn: document.querySelectorAll("g.edge.on").length,
      rows: [...document.querySelectorAll<HTMLElement>("#transitions tbody tr")].filter((row) => row.offsetParent)
        .length,
      matches: document.querySelectorAll("g.node.match").length,
      chosen: document.querySelectorAll("g.node.chosen").length,
    }));

  it("asks for nothing, complains of nothing, and draws each state", async () => {
    const { page, complaints, requests } = await open(html);
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll("g.node")].map((node) => node.getBoundingClientRect().width),
    );
    expect(sizes.length).toBeGreaterThan(20);
    expect(sizes.filter((width) => width < 1)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it("is filtered by probability, picture and table alike", async () => {
    const { page } = await open(html);
    const all = (await counts(page)).rows;
    // A step of 25 is a factor of ten, from 0.01 %: step 50 is 1 %.
    await page.locator("#probability").fill("50");
    const rows = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("#transitions tbody tr")].map((row) => ({
        isShown: row.offsetParent !== null,
        probability: Number(row.dataset.probability),
      })),
    );
    expect(rows.filter(({ isShown, probability }) => isShown !== probability >= 0.01)).toEqual([]);
    const { drawn, rows: shown } = await counts(page);
    expect(drawn).toBe(shown);
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThan(all);
    expect(await page.textContent("#least")).toBe("from 1%");
    await page.click("#reset");
    expect((await counts(page)).rows).toBe(all);
  });

  it("finds states by a part of their names, and shows one alone by keyboard", async () => {
    const { page } = await open(html);
    await page.fill("#search", "thumbs up");
    // Each auth and level that has the page.
    const states = new Set(
      accordion.transitions
        .flatMap(({ source, dest }) => [source, dest])
        .filter(({ page }) => page === "Thumbs Up")
        .map(({ auth, level }) => `${auth} ${level}`),
    );
    expect((await counts(page)).matches).toBe(states.size);
    await page.press("#search", "Enter");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    expect(await focused()).toContain("Thumbs Up");
    await page.keyboard.press("Enter");
    expect((await counts(page)).chosen).toBe(1);
    expect(await page.textContent("#chosen")).toBe(await focused());
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-pressed"))).toBe("true");
    await page.keyboard.press("Escape");
    expect((await counts(page)).chosen).toBe(0);
  });

  it("has a table of all transitions on paper, and no controls", async () => {
    const { page } = await open(html);
    await page.emulateMedia({ media: "print" });
    expect(await page.isVisible("#controls")).toBe(false);
    expect(await page.isVisible("#transitions")).toBe(true);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("runs nothing that a name says", async () => {
    const [config, hostile] = [join(folder, "hostile.json"), join(folder, "hostile.html")];
    writeFileSync(config, withHostileName());
    expect(await run(["config", "graph", config, "-o", hostile])).toMatchObject({ code: 0 });
    const { page, complaints, requests } = await open(hostile);
    expect(await page.textContent("#transitions")).toContain(HOSTILE);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
  });
});
