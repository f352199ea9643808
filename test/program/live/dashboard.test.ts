// What --dashboard serves while a run writes, and to whom. The page in a browser is in test/browser/dashboard.test.ts.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { contentOf, temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { eventsOf, shownRun } from "../../support/program/dashboard.ts";
import { exitCode, FIXED, FIXED_WEEK } from "../../support/program/program.ts";

/** Asks for a path with a method and a name of the host. */
async function ask(address: string, path: string, { method = "GET", host = new URL(address).host } = {}) {
  const { hostname, port } = new URL(address);
  const asked = request({ hostname, port, path, method, headers: { Host: host } });
  asked.end();
  const [response] = await once(asked, "response");
  let body = "";
  for await (const bytes of response) body += bytes;
  return { status: response.statusCode as number, headers: response.headers, body };
}

/** The figure in the first tile of the page. */
const eventsIn = (html: string) => Number(/<b>([\d,]+)<\/b><span>events</.exec(html)![1]!.replaceAll(",", ""));

/** A live run that has written events and goes on for longer than a test. */
const LIVE = ["-n", "500", "--continuous", "--speed", "60", "/dev/null"];

describe("the dashboard of a run", () => {
  it("shows in the end what the manifest has", async () => {
    const folder = temporaryFolder();
    const manifest = join(folder, "m.json");
    const week = ["-n", "3000", ...FIXED_WEEK.slice(2)];
    const { child, address } = await shownRun(...week, "--manifest", manifest, join(folder, "e.json"));
    let content = "";
    let last = "";
    for await (const { name, value } of eventsOf(address, new AbortController().signal)) {
      if (name === "content") content = value;
      last = `${name}: ${value}`;
    }
    expect(await exitCode(child)).toBe(0);
    expect(last).toMatch(/^ended: The run has ended\. /);
    const { totals, id } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    expect(eventsIn(content)).toBe(totals.events);
    expect(content).toContain(id);
    const [page, events] = Object.entries(totals.pages).sort(([, one], [, other]) => other - one)[0]!;
    expect(content).toContain(
      `<th scope="row">${page}</th><td class="n">${String(events).replace(/\B(?=(\d{3})+$)/g, ",")}</td>`,
    );
  });

  it.each([
    ["a file", [], "e.json"],
    ["files by the hour", ["--split-time", "1h", "--compress", "lz4"], "e.lz4"],
    ["Parquet", [], "e.parquet"],
    ["events out of order", ["--late", "5%:60s"], "e.json"],
  ])("changes no byte of %s", async (_, values, name) => {
    const [plain, watched] = [temporaryFolder(), temporaryFolder()];
    expect(await commandHere([...FIXED, "--quiet", ...values, join(plain, name)])).toMatchObject({ code: 0 });
    const { code, stderr } = await commandHere([...FIXED, "--dashboard", ...values, join(watched, name)]);
    expect(code, stderr).toBe(0);
    const content = (folder: string) =>
      new Map([...contentOf(folder)].map(([path, bytes]) => [path.slice(folder.length), bytes]));
    expect(content(watched)).toEqual(content(plain));
  });

  it("counts what leaves while a live run goes on, and ends with it", async () => {
    const { child, address } = await shownRun(...LIVE);
    const counts: number[] = [];
    const stop = new AbortController();
    for await (const { name, value } of eventsOf(address, stop.signal)) {
      if (name === "content") counts.push(eventsIn(value));
      if (counts.length === 2) break;
    }
    stop.abort();
    child.kill("SIGINT");
    await exitCode(child);
    expect(counts.length).toBeGreaterThanOrEqual(2);
    expect(counts[1]).toBeGreaterThan(counts[0]!);
    await expect(fetch(address)).rejects.toThrow();
  });
});

describe("the server of the dashboard", () => {
  it("answers this machine's own names, reads, and its two paths, and nothing else", async () => {
    const { child, address } = await shownRun(...LIVE);
    const { port } = new URL(address);
    const page = await ask(address, "/");
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "x-frame-options": "DENY",
      "cache-control": "no-store",
    });
    expect(page.body).toMatch(
      /default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; connect-src 'self'/,
    );
    expect((await ask(address, "/", { host: `localhost:${port}` })).status).toBe(200);
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port}.evil.example`])
      expect(await ask(address, "/events", { host }), host).toMatchObject({
        status: expect.toSatisfy((status) => status === 403 || status === 400),
      });
    for (const path of ["/..%2f..%2fetc/passwd", "/../package.json", "/events/", "//"])
      expect((await ask(address, path)).status, path).toBe(404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect(await ask(address, "/", { method }), method).toMatchObject({
        status: 405,
        headers: { allow: "GET, HEAD" },
      });
    expect(await ask(address, "/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
    child.kill("SIGINT");
    await exitCode(child);
  });

  it("keeps eight pages open, and refuses more", async () => {
    const { child, address } = await shownRun(...LIVE);
    const stop = new AbortController();
    const open = await Promise.all(Array.from({ length: 8 }, () => fetch(`${address}events`, { signal: stop.signal })));
    expect(open.map(({ status }) => status)).toEqual(new Array(8).fill(200));
    expect((await fetch(`${address}events`)).status).toBe(503);
    stop.abort();
    child.kill("SIGINT");
    await exitCode(child);
  });

  it("refuses a port that another program has, before anything is written", async () => {
    const other = createServer();
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const folder = temporaryFolder();
    const { code, stderr } = await commandHere([...FIXED, "--dashboard-port", String(port), join(folder, "e.json")]);
    other.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`--dashboard-port ${port}: another program uses this port of 127.0.0.1`);
    expect(contentOf(folder).size).toBe(0);
  });

  it("wants a port that somebody knows", async () => {
    const { code, stderr } = await commandHere([...FIXED, "--dashboard", "--quiet", "/dev/null"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--dashboard: with --quiet nobody learns the port; name one with --dashboard-port");
  });
});
