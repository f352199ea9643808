import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { installedProgram } from "../installed.ts";

/** The browser: EVENTSIM_CHROMIUM, or chromium of the PATH. Undefined if there is none. */
export const CHROMIUM = installedProgram("chromium", "EVENTSIM_CHROMIUM");

/** A page, and what it did besides showing itself. */
export interface Opened {
  page: Page;
  /** What the console and uncaught errors said. */
  complaints: string[];
  /** Addresses that it asked for, its own first. */
  requests: string[];
}

/** Starts a browser for the tests of a file. */
export function browserOfFile(): { open: (address: string, options?: BrowserContextOptions) => Promise<Opened> } {
  let browser: Browser;
  beforeAll(async () => {
    // Its own sandbox needs rights that a container does not give.
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());
  return {
    async open(address, options) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", ({ message }) => complaints.push(message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(address.includes("://") ? address : pathToFileURL(address).href);
      return { page, complaints, requests };
    },
  };
}
