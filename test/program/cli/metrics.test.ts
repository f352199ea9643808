// What --metrics-port serves, asked for while runs are under way.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ENGINE_VERSION } from "../../../src/config/engine.ts";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { contentOf, temporaryFolder } from "../../support/files/folders.ts";
import { EVEN_WEEK, nodeFileSystem, runHere } from "../../support/program/here.ts";
import { type Family, METRICS_ADDRESS, sampleOf, scrape, served } from "../../support/program/metrics.ts";
import { atRest, exitCode, FIXED_WEEK, outcomeOf, run } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Sends text to the port and returns all that comes back until the connection ends. */
async function exchange(address: string, text: string): Promise<string> {
  const { port, hostname } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  let answer = "";
  for await (const bytes of socket) answer += bytes;
  return answer;
}

afterEach(() => vi.restoreAllMocks());

describe("a run that is asked while it writes", () => {
  it.each([
    ["JSON in one file, which workers write", ["--workers", "2"], "e.json"],
    ["gzip in one file", ["--compress", "gzip"], "e.json.gz"],
    ["files of LZ4", ["--split-events", "3000", "--compress", "lz4"], "e.lz4"],
  ])("%s: tells in the end what the manifest does", async (_, values, name) => {
    const folder = temporaryFolder();
    const manifest = join(folder, "manifest.json");
    let said = "";
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
    const scrapes: Map<string, Family>[] = [];
    const files = {
      ...nodeFileSystem,
      // Events and manifest are synced once they are written, and the run waits for it.
      async sync(descriptor: number) {
        scrapes.push(await scrape(METRICS_ADDRESS.exec(said)![1]!));
        await nodeFileSystem.sync(descriptor);
      },
    };
    const week = EVEN_WEEK.filter((word) => word !== "--quiet");
    await runHere([...week, "--metrics-port", "0", "--manifest", manifest, ...values, join(folder, name)], { files });
    const { totals, window } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    // Folders are synced before there is anything to count.
    const of = (metric: string) => scrapes.flatMap((families) => sampleOf(families, metric) ?? []);
    expect(of("eventsim_events_total").at(-1)).toBe(totals.events);
    expect(of("eventsim_raw_bytes_total").at(-1)).toBe(totals.rawBytes);
    const sizes = [...contentOf(folder)].filter(([path]) => /(^|\/)e/.test(path)).map(([, bytes]) => bytes.length);
    // The last bytes of a frame are written when the events are.
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(Math.abs(of("eventsim_written_bytes_total").at(-1)! - bytes)).toBeLessThanOrEqual(64 * sizes.length);
    for (const metric of ["eventsim_events_total", "eventsim_raw_bytes_total", "eventsim_written_bytes_total"])
      expect(of(metric)).toEqual(of(metric).toSorted((one, other) => one - other));
    expect(of("eventsim_window_start_timestamp_seconds").at(-1)).toBe(Date.parse(window.start) / 1000);
    expect(of("eventsim_window_end_timestamp_seconds").at(-1)).toBe(Date.parse(window.end) / 1000);
    expect(of("eventsim_workers").at(-1)).toBe(values.includes("--workers") ? 2 : 1);
  });

  it("counts the events that its bytes hold, while nobody reads its pipe", async () => {
    const { child, address } = await served(...FIXED_WEEK, "--workers", "2", "--part-events", "100");
    await atRest(child);
    const families = await scrape(address);
    const { stdout, code } = await outcomeOf(child);
    expect(code).toBe(0);
    const lines = stdout.toString().split("\n").slice(0, -1);
    const events = sampleOf(families, "eventsim_events_total")!;
    expect(events).toBeLessThan(lines.length);
    const raw = lines.slice(0, events).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    expect(sampleOf(families, "eventsim_raw_bytes_total")).toBe(raw);
    const written = sampleOf(families, "eventsim_written_bytes_total")!;
    expect(written).toBeGreaterThanOrEqual(raw);
    expect(written).toBeLessThan(stdout.length);
    const reached = sampleOf(families, "eventsim_simulated_timestamp_seconds")!;
    // That of the last event, in whole seconds; the pipe may have no room for any.
    if (events > 0) expect(reached).toBe(Math.floor(JSON.parse(lines[events - 1]!).ts / 1000));
    const [ready, slots] = ["eventsim_ring_ready_batches", "eventsim_ring_slots"].map(
      (name) => sampleOf(families, name)!,
    );
    expect(ready).toBeGreaterThan(0);
    expect(ready).toBeLessThanOrEqual(slots!);
    expect(families.get("eventsim_build_info")?.metrics[0]).toEqual({
      value: "1",
      labels: { version, engine: String(ENGINE_VERSION) },
    });
    const now = Date.now() / 1000;
    const began = sampleOf(families, "process_start_time_seconds")!;
    expect(began).toBeGreaterThan(now - 3600);
    expect(began).toBeLessThan(now);
    expect(sampleOf(families, "process_cpu_seconds_total")).toBeGreaterThan(0);
    const resident = sampleOf(families, "process_resident_memory_bytes")!;
    expect(resident).toBeGreaterThan(sampleOf(families, "process_heap_bytes")!);
    expect(families.has("eventsim_lateness_seconds")).toBe(false);
    expect(families.has("eventsim_kafka_retries_total")).toBe(false);
  });

  it("refuses what it does not serve, bounds requests, and repeats nothing of them", async () => {
    const { child, address } = await served(...FIXED_WEEK);
    const answers = {
      "GET /": 404,
      "GET /metrics/": 404,
      "GET /metricsx": 404,
      "POST /metrics": 405,
      "DELETE /metrics": 405,
      "HEAD /metrics": 200,
      "GET /metrics?name=x": 200,
    };
    for (const [line, status] of Object.entries(answers)) {
      const answer = await exchange(address, `${line} HTTP/1.1\r\nHost: secret-host\r\nX-Other: secret-word\r\n\r\n`);
      expect(answer, line).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer, line).toMatch(/^Connection: close\r$/m);
      expect(answer, line).not.toContain("secret");
      if (status === 405) expect(answer).toMatch(/^Allow: GET, HEAD\r$/m);
      if (line.startsWith("HEAD")) expect(answer.slice(answer.indexOf("\r\n\r\n"))).toBe("\r\n\r\n");
    }
    const long = await exchange(address, `GET /metrics HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(9000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect(await exchange(address, "no request\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect((await outcomeOf(child)).code).toBe(0);
  });

  it("ends with the run, also while a connection is open", async () => {
    const { child, address } = await served(...FIXED_WEEK);
    const { port, hostname } = new URL(address);
    const idle = connect(Number(port), hostname);
    await once(idle, "connect");
    idle.on("error", () => {});
    const ended = once(idle, "close");
    child.stdout.resume();
    expect(await exitCode(child)).toBe(0);
    await ended;
    await expect(fetch(address)).rejects.toThrow();
  });
});

describe("before a run", () => {
  it("a port that is in use is refused, and nothing is written", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as import("node:net").AddressInfo;
    const folder = temporaryFolder();
    const { code, stderr } = await run([...FIXED_WEEK, "--metrics-port", String(port), join(folder, "e.json")]);
    other.close();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `eventsim: --metrics-port ${port}: another program uses this port of 127.0.0.1; use another one, or 0 for one that is free\n`,
    });
    expect([...contentOf(folder)]).toEqual([]);
  });

  it.each([
    [["--metrics-port", "65536"], "It must be a whole number from 0 to 65535."],
    [["--metrics-port", "0", "--quiet"], "--metrics-port 0: with --quiet nobody learns the port"],
  ])("%j is refused", async (values, message) => {
    const { code, stdout, stderr } = await run([...FIXED_WEEK, ...values]);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, ""]);
  });
});
