import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { DAY, environment, runWith } from "../../support/program/jvm.ts";
import { atRest, FIXED, start } from "../../support/program/program.ts";

// Every event is a batch of its own, so that the workers make garbage and the ring fills.
const BUSY = [...DAY, "-n", "2000", "--part-events", "1", "--workers", "2", "--quiet", "/dev/null"];
/** The lines that `-Xlog:gc` of a JVM prints for collections. */
const COLLECTION =
  /^\[\d+\.\d{3}s\]\[info\]\[gc\] GC\((\d+)\) (?:Pause Young|Pause Full|Concurrent Mark|Reference Processing) \([\w ]+\) \d+M->\d+M\(\d+M\) \d+\.\d{3}ms$/;

function linesWith(tags: string, log: string): string[] {
  return log.split("\n").filter((line) => line.includes(`[${tags}]`));
}

describe("the log", () => {
  it("has the collections of all isolates, in a JVM's format and in the order of their numbers", async () => {
    // With a manifest, the main thread counts each batch.
    const manifest = ["--manifest", join(temporaryFolder(), "manifest.json")];
    const { code, stderr } = await runWith({}, ["-Xlog:gc*", ...manifest, ...BUSY]);
    expect(code).toBe(0);
    const collections = linesWith("gc", stderr);
    expect(collections.length).toBeGreaterThan(3);
    const numbers = collections.map((line) => Number(COLLECTION.exec(line)?.[1]));
    expect(new Set(numbers)).toEqual(new Set(collections.keys()));
    const details = linesWith("gc,heap", stderr).join("\n");
    for (const isolate of ["main", "worker 0", "worker 1"])
      expect(details).toMatch(new RegExp(`GC\\(\\d+\\) ${isolate}: young \\d+M->\\d+M, old`));
  });

  it("has every slice of the window once, and all of the records", async () => {
    const { stdout, stderr } = await runWith({}, ["-verbose:gc", "--quiet", ...FIXED]);
    const slices = linesWith("gc,slice", stderr).map((line) =>
      (/Slice\((\d+)\) (\d+)s-(\d+)s (\d+) records$/.exec(line) ?? []).slice(1).map(Number),
    ) as [number, number, number, number][];
    expect(slices.map(([number]) => number)).toEqual([...slices.keys()]);
    const starts = slices.map(([, from]) => from);
    expect(starts).toEqual([0, ...slices.slice(0, -1).map(([, , to]) => to)]);
    expect(slices.at(-1)?.[2]).toBe(86_400);
    const records = slices.reduce((sum, [, , , count]) => sum + count, 0);
    expect(records).toBe(stdout.split("\n").length - 1);
  });

  it("has the memory's growth and its limit", async () => {
    const { stderr } = await runWith({}, ["-Xlog:gc", "-Xmx300m", ...BUSY]);
    expect(linesWith("gc,init", stderr)).toEqual([
      expect.stringMatching(/Limit 300M, isolates \d+M, shared memory at most \d+M$/),
    ]);
    expect(linesWith("gc,memory", stderr)[0]).toMatch(/Resident 0M->\d+M\(300M\) shared at most \d+M$/);
  });

  it("has the stalls of a ring that is not emptied", async () => {
    const values = ["-Xlog:gc+ring", "-n", "5000", "--workers", "1", ...DAY];
    const child = start(values, { env: environment() });
    let log = "";
    child.stderr.on("data", (bytes) => {
      log += bytes;
    });
    await expect.poll(() => log, { timeout: 120_000 }).toContain("window:");
    await atRest(child);
    child.stdout.resume();
    await new Promise((resolve) => child.once("close", resolve));
    const waits = linesWith("gc,ring", log).map((line) =>
      Number(/\[gc,ring\] Ring full: worker 0 waited for the destination (\d+\.\d{3})ms$/.exec(line)?.[1]),
    );
    // The ring was full while the program was suspended.
    expect(Math.max(...waits)).toBeGreaterThan(100);
  });

  it("goes to a file, with the decorations that are asked for", async () => {
    const file = join(temporaryFolder(), "gc-%p.log");
    const { code, stderr } = await runWith({}, [`-Xlog:gc*:file=${file}:utctime,level,tags,tid`, "-n", "1", ...DAY]);
    expect(code).toBe(0);
    expect(stderr).not.toContain("[gc");
    const folder = join(file, "..");
    const [name] = readdirSync(folder);
    expect(name).toMatch(/^gc-\d+\.log$/);
    const lines = readFileSync(join(folder, name as string), "utf8")
      .trimEnd()
      .split("\n");
    for (const line of lines)
      expect(line).toMatch(/^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000\]\[info\]\[gc(,\w+)?\]\[\d+\] \S/);
  });

  it("says where it cannot be written", async () => {
    const { code, stderr } = await runWith({}, ["-Xlog:gc:file=/nowhere/gc.log", ...FIXED]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^eventsim: -Xlog: \/nowhere\/gc\.log cannot be written/);
  });

  it.each(["-Xlog:disable", "-Xlog:gc=off"])("is switched off by %s after -verbose:gc", async (option) => {
    const { code, stderr } = await runWith({}, ["-verbose:gc", option, "--quiet", ...FIXED]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
