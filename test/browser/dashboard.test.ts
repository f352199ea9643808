// The dashboard of a live run in a real browser.
import { describe, expect, it } from "vitest";
import { browserOfFile, CHROMIUM } from "../support/browser/browser.ts";
import { cutTexts, drawnPictures, overlaps } from "../support/browser/pictures.ts";
import { shownRun } from "../support/program/dashboard.ts";
import { exitCode } from "../support/program/program.ts";

/** A minute of the run is a second. */
const LIVE = ["-n", "1000", "--continuous", "--speed", "60", "/dev/null"];

/** The page allows no evaluated text, with which playwright would wait by itself. */
const SOON = { timeout: 60_000, interval: 200 };

describe.skipIf(CHROMIUM === undefined)("the dashboard of a live run", () => {
  const { open } = browserOfFile();

  it("changes while it is looked at, and says when the run has ended", async () => {
    const { child, address } = await shownRun(...LIVE);
    const { page, complaints, requests } = await open(address);
    const events = async () => Number((await page.locator(".tiles b").first().textContent())!.replaceAll(",", ""));
    await page.waitForSelector("#pages svg");
    const before = await events();
    expect(before).toBeGreaterThan(0);

    // What is open and what has the keyboard stay so when the numbers change.
    await page.focus("#pages summary");
    await page.keyboard.press("Enter");
    await expect.poll(events, SOON).toBeGreaterThan(before);
    expect(await page.locator("#pages table").isVisible()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.closest("figure")?.id)).toBe("pages");
    expect(await page.textContent("#status")).toBe("The run is under way.");
    expect(await page.textContent("#progress")).toMatch(
      /^The run writes: up to \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, [\d,]+ events, [\d.,]+ events a second\.$/,
    );

    const pictures = await drawnPictures(page);
    expect(pictures.length).toBeGreaterThan(3);
    expect(pictures.filter(({ marks }) => marks < 2)).toEqual([]);
    expect(pictures.flatMap((picture) => [...cutTexts(picture), ...overlaps(picture)])).toEqual([]);

    child.kill("SIGINT");
    await expect.poll(() => page.textContent("#status"), SOON).toMatch(/^The run was stopped\./);
    await exitCode(child);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([address, `${address}events`]);
  });
});
