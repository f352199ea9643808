import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { DAY, runWith } from "../../support/program/jvm.ts";
import { FIXED } from "../../support/program/program.ts";

/** Too small for the main isolate to read the built-in tables, */
const TIGHT = { NODE_OPTIONS: "--max-old-space-size=11" };
/** which the original's engine needs; for the default engine, the build has compiled them. */
const LARGE = [...FIXED, "--compat", "interana"];
/** Too small for a worker to start. */
const TIGHT_WORKER = ["-XX:OldSize=3m", ...DAY, "-n", "200", "/dev/null"];

describe("a heap that Node was told to keep too small", () => {
  it.each([TIGHT, { NODE_OPTIONS: "--stack-trace-limit=5 --max_old_space_size=31" }])(
    "is said before anything starts, %j",
    async (variables) => {
      const { code, stdout, stderr } = await runWith(variables, LARGE);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      const mebibytes = /=(\d+)$/.exec(variables.NODE_OPTIONS)?.[1];
      expect(stderr).toMatch(
        new RegExp(`^eventsim: Node.js may use ${mebibytes} MiB for its heap, .* out of NODE_OPTIONS.*\n$`),
      );
    },
  );

  it("is enough from the value in the message on", async () => {
    const { code, stderr } = await runWith({ NODE_OPTIONS: "--max-old-space-size=32" }, LARGE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("events, ") });
  });

  it("does not include the young generation, as V8's number does", async () => {
    const variables = { NODE_OPTIONS: "--max-old-space-size=12 --max-semi-space-size=128" };
    expect((await runWith(variables, LARGE)).code).toBe(2);
    expect((await runWith(variables, ["-Xmx400m", ...LARGE])).code).toBe(0);
  });

  it("is not the only thing that makes a run impossible: WebAssembly may be off", async () => {
    const { code, stderr } = await runWith({ NODE_OPTIONS: "--jitless" }, FIXED);
    expect(code).toBe(2);
    expect(stderr).toContain("eventsim: Node.js runs without WebAssembly");
  });
});

describe("a full heap of the main isolate", () => {
  // V8 lets the heap grow while it writes a snapshot, so the run may still complete.
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
