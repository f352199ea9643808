import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { DAY, runForPeaks, runWith } from "../../support/program/jvm.ts";

const MEBIBYTE = 2 ** 20;
const isLinux = process.platform === "linux";
/** Enough events to fill all planned memory, in a short run. */
const EVENTS = ["--events", "1000000"];

async function peakOf(options: string[]): Promise<number> {
  const { code, stderr, peaks } = await runForPeaks([...DAY, ...options]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return peaks[0] as number;
}

/** Returns the largest population, of up to 100 million, that the program says fits. */
async function largestWithin(heap: string, options: string[] = []): Promise<number> {
  const { code, stderr } = await runWith({}, [...DAY, "-n", "100000000", `-Xmx${heap}`, ...options]);
  expect(code).toBe(2);
  return Number(/use --nusers (\d+) or fewer/.exec(stderr)?.[1]);
}

describe.skipIf(!isLinux)("the peak of the resident memory stays under -Xmx", () => {
  it("of the smallest process for one user", async () => {
    const { stderr } = await runWith({}, [...DAY, "-n", "1", "-Xmx64m"]);
    const least = Number(/or -Xmx(\d+)m/.exec(stderr)?.[1]);
    expect(await peakOf(["-n", "1", `-Xmx${least}m`, "/dev/null"])).toBeLessThan(least * MEBIBYTE);
  });

  const cases: [string, string[]][] = [
    ["JSON", []],
    ["MessagePack in many files", ["--format", "msgpack", "--split-events", "50000"]],
    ["JSON as LZ4", ["--compress", "lz4"]],
    ["MessagePack as zstd", ["--format", "msgpack", "--compress", "zstd"]],
    [
      "JSON as zstd, level 12, in one worker",
      ["--compress", "zstd", "--compress-level", "12", "--workers", "1", "--events", "50000"],
    ],
    ["JSON as gzip", ["--compress", "gzip", "--events", "100000"]],
    ["the original's engine", ["--compat", "interana", "--workers", "2", "--events", "200000"]],
  ];
  it.each(cases)("of 224m with the largest population: %s", async (_, options) => {
    const output = options.includes("--split-events") ? join(temporaryFolder(), "e-{part}.data") : "/dev/null";
    const users = await largestWithin("224m", [...options, output]);
    const peak = await peakOf([...EVENTS, "-n", String(users), "-Xmx224m", ...options, output]);
    expect(peak).toBeLessThan(224 * MEBIBYTE);
    expect(peak).toBeGreaterThan(128 * MEBIBYTE);
  });

  it("of 256m, were all of it touched", async () => {
    const peak = await peakOf(["-n", "100000", "-Xmx256m", "-Xms256m", "-XX:+AlwaysPreTouch", ...EVENTS, "/dev/null"]);
    expect(peak).toBeLessThan(256 * MEBIBYTE);
    expect(peak).toBeGreaterThan(200 * MEBIBYTE);
  });

  it("of 400m, most of it for the largest population", async () => {
    const users = await largestWithin("400m");
    expect(users).toBeGreaterThan(3_000_000);
    const peak = await peakOf(["-n", String(users), "-Xmx400m", "--events", "300000", "/dev/null"]);
    expect(peak).toBeLessThan(400 * MEBIBYTE);
    expect(peak).toBeGreaterThan(320 * MEBIBYTE);
  });

  it("with the process that waits for it, where there are two", async () => {
    const options = ["-n", "100000", "-Xmx300m", "-Xms300m", "-XX:+UseSerialGC", ...EVENTS, "/dev/null"];
    const { code, peaks } = await runForPeaks([...DAY, ...options]);
    expect({ code, processes: peaks.length }).toEqual({ code: 0, processes: 2 });
    expect(peaks[0]! + peaks[1]!).toBeLessThan(300 * MEBIBYTE);
  });
});

describe("a run that cannot fit", () => {
  it("ends before it starts, and says what it needs and all ways out", async () => {
    const { code, stdout, stderr } = await runWith({}, [...DAY, "-n", "20000000", "-Xmx1g"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^eventsim: 20,000,000 users need 1,\d\d\d MiB of memory; -Xmx1g allows 1,024 MiB\. At most 1\d,\d{3},\d{3} users fit: use --nusers \d+ or fewer, or -Xmx\d+m\.$/m,
    );
  });

  it.skipIf(!isLinux)("is advised an -Xmx that suffices", async () => {
    const { stderr } = await runWith({}, [...DAY, "-n", "1600000", "-Xmx256m"]);
    const advised = Number(/or -Xmx(\d+)m/.exec(stderr)?.[1]);
    const options = ["-n", "1600000", `-Xmx${advised}m`, "--events", "200000", "/dev/null"];
    expect(await peakOf(options)).toBeLessThan(advised * MEBIBYTE);
  });

  it("counts those who will arrive", async () => {
    const grows = ["-n", "800000", "--growth-rate", "1", "-s", "2026-01-01T00:00:00", "-e", "2028-01-01T00:00:00"];
    const { code, stderr } = await runWith({}, [...grows, "-Xmx256m"]);
    expect(code).toBe(2);
    expect(stderr).toContain("users fit, with those who arrive");
  });

  it("names a limit that no option can raise", async () => {
    const { stderr } = await runWith({}, [...DAY, "-n", "100000000", "-Xmx64g"]);
    expect(stderr).toMatch(/4 GiB of users, records and batches can be addressed|what is available here allows/);
    expect(stderr).not.toContain("or -Xmx");
  });
});

describe.skipIf(!isLinux)("memory at the start", () => {
  it("is touched by -XX:+AlwaysPreTouch and by -Xms, before the first event", async () => {
    const options = ["-n", "2000", "--events", "1", "--workers", "1", "/dev/null"];
    const [usual, touched, started] = [
      await peakOf(options),
      await peakOf([...options, "-XX:+AlwaysPreTouch"]),
      await peakOf([...options, "-Xms500m"]),
    ];
    expect(touched).toBeGreaterThan(usual + 8 * MEBIBYTE);
    // Memory in use before, about 10 MiB of catalog and model, is among the touched pages.
    expect(started).toBeGreaterThan(480 * MEBIBYTE);
    expect(started).toBeLessThan(530 * MEBIBYTE);
  });
});

describe("eventsim plan", () => {
  it("says that 40 million users fit in 4g", async () => {
    const available = Number(/MemAvailable:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1]) * 1024;
    if (available < 4 * 2 ** 30) return; // this machine has less memory
    const { code, stdout } = await runWith({}, ["plan", ...DAY, "-n", "40000000", "-Xmx4g"]);
    expect(code).toBe(0);
    const rows = [...stdout.matchAll(/^ {2}(\S.*?) +([\d,.]+) MiB +([\d,.]+) MiB/gm)];
    const most = rows.map(([, , , size]) => Number(size?.replaceAll(",", "")));
    // 68 bytes each, as docs/guide/memory.md says.
    expect(most[0]).toBeCloseTo((40e6 * 68) / MEBIBYTE, 0);
    expect(most.at(-1)).toBeLessThanOrEqual(4096);
    expect(rows.map(([, name]) => name)).toEqual([
      "users",
      "catalog and model",
      "records",
      "ring",
      "tables",
      "isolates",
      "all",
    ]);
  });

  it("predicts the output of a run", async () => {
    const command = [...DAY, "-n", "3000"];
    const [planned, made] = [await runWith({}, ["plan", ...command]), await runWith({}, command)];
    const [, events, megabytes] = /^events: about ([\d,]+); ([\d,]+) MB/m.exec(planned.stdout) ?? [];
    const lines = made.stdout.split("\n").length - 1;
    expect(Math.abs(Number(events?.replaceAll(",", "")) / lines - 1)).toBeLessThan(0.1);
    expect(Math.abs(Number(megabytes) / (made.stdout.length / 1e6) - 1)).toBeLessThan(0.1);
    expect(planned.stdout).toMatch(/^time: about .* at [\d,]+ events\/s/m);
    expect(planned.stdout).toMatch(/fits from -Xmx\d+m on; at most about [\d,]+ users fit/);
  });

  it("reports the exact numbers for a single user", async () => {
    const command = [...DAY, "-n", "1000", "--user", "700"];
    const lines = (await runWith({}, command)).stdout.split("\n").length - 1;
    expect((await runWith({}, ["plan", ...command])).stdout).toContain(`events: about ${lines};`);
  });

  it("predicts the output of a run that does not fit, and exits with 2", async () => {
    const { code, stdout, stderr } = await runWith({}, ["plan", ...DAY, "-n", "20000000", "-Xmx1g"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^events: about 1,\d{3},\d{3},\d{3};/m);
    expect(stderr).toContain("20,000,000 users need");
  });

  it("is in --verbose of every run", async () => {
    const { stdout, stderr } = await runWith({}, [...DAY, "-n", "400", "--verbose"]);
    const [, events] = /^events: about ([\d,]+); [\d.,]+ MB, not compressed$/m.exec(stderr) ?? [];
    const lines = stdout.split("\n").length - 1;
    expect(Math.abs(Number(events?.replaceAll(",", "")) / lines - 1)).toBeLessThan(0.3);
    expect(stderr).toMatch(/^time: about .* at [\d,]+ events\/s/m);
    for (const name of ["users", "catalog and model", "records", "ring", "isolates", "all"])
      expect(stderr).toMatch(new RegExp(`^ {2}${name} +[\\d,.]+ MiB`, "m"));
  });

  it("says what is wrong with its command", async () => {
    const { code, stderr } = await runWith({}, ["plan", "-n", "0"]);
    expect(code).toBe(2);
    expect(stderr).toContain("'-n, --nusers <count>'");
  });
});
