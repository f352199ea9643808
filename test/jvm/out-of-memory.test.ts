import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nameSnapshots } from "../../src/jvm/out-of-memory.ts";
import { FIXED, temporaryFolder } from "../cli/program.ts";
import { DAY, runWith } from "./program.ts";

/** The main isolate cannot even read the built-in tables, */
const TIGHT = { NODE_OPTIONS: "--max-old-space-size=11" };
/** which the original's engine needs; for our own the build has compiled them. */
const LARGE = [...FIXED, "--compat", "interana"];
/** A worker cannot even start. */
const TIGHT_WORKER = ["-XX:OldSize=3m", ...DAY, "-n", "200", "/dev/null"];
const ABORTED = 134;

describe("a full heap of the main isolate", () => {
  it("ends the process, as V8 does", async () => {
    expect((await runWith(TIGHT, LARGE)).code).toBe(ABORTED);
  });

  // While V8 writes one it lets the heap grow a little, so the run may still come to its end.
  it("writes a snapshot to the file that is named", async () => {
    const file = join(temporaryFolder(), "main.heapsnapshot");
    const { stderr } = await runWith(TIGHT, [
      ...["-XX:+HeapDumpOnOutOfMemoryError", `-XX:HeapDumpPath=${file}`],
      ...LARGE,
    ]);
    expect(stderr).toContain(`Heap dump file created: ${file} [${statSync(file).size} bytes]`);
    expect(Object.keys(JSON.parse(readFileSync(file, "utf8")))).toContain("nodes");
  });

  it("writes a snapshot into a folder, named by the process", async () => {
    const folder = temporaryFolder();
    await runWith(TIGHT, ["-XX:+HeapDumpOnOutOfMemoryError", `-XX:HeapDumpPath=${folder}`, ...LARGE]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^eventsim_pid\d+\.heapsnapshot$/)]);
  });

  it("runs the commands and exits with 3, where that is wanted", async () => {
    const options = ["-XX:OnOutOfMemoryError=echo full %p; echo twice", "-XX:+ExitOnOutOfMemoryError"];
    const { code, stdout, stderr } = await runWith(TIGHT, [...options, ...LARGE]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^# Executing echo full (\d+)\nfull \1\n# Executing echo twice\ntwice$/m);
  });
});

describe("a full heap of a worker", () => {
  it("is an error of the run that says what to do", async () => {
    const { code, stderr } = await runWith({}, TIGHT_WORKER);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^eventsim: worker \d+ died: its JavaScript heap is full; .* Use a larger -XX:OldSize/m);
  });

  it("runs the commands and exits with 3, where that is wanted", async () => {
    const options = ["-XX:OnOutOfMemoryError=echo full %p", "-XX:+ExitOnOutOfMemoryError"];
    const { code, stderr } = await runWith({}, [...options, ...TIGHT_WORKER]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^# Executing echo full (\d+)\nfull \1$/m);
  });
});

describe("snapshots of several isolates", () => {
  it("all get names, and those of other processes keep theirs", () => {
    const folder = temporaryFolder();
    // As Node.js names them: day, time, process, thread, number.
    const made = ["123.0.001", "123.2.002", "1234.0.001"].map((end) => `Heap.20260105.101112.${end}.heapsnapshot`);
    for (const name of made) writeFileSync(join(folder, name), name);
    nameSnapshots(join(folder, "full.heapsnapshot"), 123);
    expect(readdirSync(folder).sort()).toEqual([made[2], "full.heapsnapshot", "full.heapsnapshot.1"]);
    expect(readFileSync(join(folder, "full.heapsnapshot"), "utf8")).toBe(made[0]);
  });
});
