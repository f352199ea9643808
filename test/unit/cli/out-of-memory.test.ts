import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nameSnapshots } from "../../../src/cli/jvm/out-of-memory.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

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
