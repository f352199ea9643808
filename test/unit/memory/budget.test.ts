import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { describe, expect, it } from "vitest";
import { memoryGroups, totalBytes } from "../../../src/memory/available.ts";
import { budgetFor, defaultLimit, measuredBudget, usualWorkers, workersWithin } from "../../../src/memory/budget.ts";
import { ADDRESS_LIMIT_BYTES } from "../../../src/memory/plan.ts";

const MEBIBYTE = 2 ** 20;

function limited(mebibytes: number) {
  return { limit: { byteLength: mebibytes * MEBIBYTE, origin: `-Xmx${mebibytes}m` } };
}

/** What the process has changes while tests run, so budgets that are compared start from the same. */
const MEASURED = { resident: 100 * MEBIBYTE, hasWorkers: false };

describe("the budget", () => {
  it("divides the limit: the shared memory has everything that program and isolates do not need", () => {
    const { isolateBytes, sharedBytes } = budgetFor(limited(1024), 2, {}, MEASURED);
    expect(isolateBytes).toBeGreaterThan(100 * MEBIBYTE);
    expect(isolateBytes + sharedBytes).toBe(1024 * MEBIBYTE);
  });

  it("counts each worker, its young generation, and another process", () => {
    const isolates = (workers: number, machine = {}) =>
      budgetFor({ ...limited(1024), ...machine }, workers, {}, MEASURED).isolateBytes;
    const one = isolates(2) - isolates(1);
    // What a worker took where it was measured, docs/decisions/0018.
    expect(one).toBeGreaterThan(8.2 * MEBIBYTE);
    expect(isolates(2, { youngBytes: 34 * MEBIBYTE }) - isolates(2)).toBe(64 * MEBIBYTE);
    expect(isolates(2, { companionBytes: 50 * MEBIBYTE }) - isolates(2)).toBe(50 * MEBIBYTE);
  });

  it("counts workers once: as part of the measured memory, or separately", () => {
    const resident = 130 * MEBIBYTE;
    const isolates = (hasWorkers: boolean) =>
      budgetFor(limited(1024), 8, {}, { resident, hasWorkers }).isolateBytes - resident;
    expect(isolates(true)).toBeLessThan(40 * MEBIBYTE);
    expect(isolates(false)).toBeGreaterThan(8 * 8.2 * MEBIBYTE);
  });

  it("is measured where memory is short, with the threads there", async () => {
    const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
    let areThere = false;
    const ready = Promise.resolve().then(() => {
      areThere = true;
    });
    const { isolateBytes } = await measuredBudget(limited(1024), { size: 4, ready });
    expect(areThere).toBe(true);
    expect(Math.abs(isolateBytes - resident())).toBeLessThan(64 * MEBIBYTE);
    const died = Promise.reject(new Error("worker 1 died"));
    await expect(measuredBudget(limited(1024), { size: 4, ready: died })).rejects.toThrow("worker 1 died");
  });

  it("counts the memory that each worker, and the thread that writes, needs for compression", () => {
    const isolates = (outsideBytes: number, writerBytes: number) =>
      budgetFor(limited(1024), 3, { outsideBytes, writerBytes }, MEASURED).isolateBytes;
    expect(isolates(20 * MEBIBYTE, 0) - isolates(0, 0)).toBe(60 * MEBIBYTE);
    expect(isolates(0, 20 * MEBIBYTE) - isolates(0, 0)).toBe(20 * MEBIBYTE);
  });

  it("never allows more than there are addresses", () => {
    expect(budgetFor(limited(2 ** 20), 1).sharedBytes).toBeLessThanOrEqual(ADDRESS_LIMIT_BYTES);
  });

  it("has nothing left where the program alone is too large", () => {
    expect(budgetFor(limited(64), 1).sharedBytes).toBe(0);
  });

  it("is a quarter of the machine's memory, but at least 512 MiB or all of it", () => {
    const { byteLength } = defaultLimit();
    const quarter = Math.floor(totalBytes() / 4);
    expect(byteLength).toBe(Math.max(quarter, Math.min(totalBytes(), 512 * MEBIBYTE)));
    expect(totalBytes()).toBeLessThanOrEqual(totalmem());
  });
});

describe("the number of workers", () => {
  it("is lower where the limit has no room for all, and never 0", () => {
    expect(workersWithin(limited(4096), 8)).toBe(8);
    expect(workersWithin(limited(256), 64)).toBeLessThan(8);
    expect(workersWithin(limited(16), 8)).toBe(1);
  });

  it("is that of the processors, or of -XX:ActiveProcessorCount", () => {
    expect(usualWorkers(limited(8192))).toBe(availableParallelism());
    expect(usualWorkers({ ...limited(8192), processors: 7 })).toBe(7);
  });

  it("grows with the limit: the budget reports how many are missing", () => {
    const machine = { ...limited(200), processors: 16 };
    const workers = usualWorkers(machine);
    expect(budgetFor(machine, workers).missingWorkers).toBe(16 - workers);
    expect(budgetFor({ ...limited(4096), processors: 16 }, 16).missingWorkers).toBe(0);
  });
});

describe("memory groups", () => {
  it("are those of both versions, from the process's own to the outermost", () => {
    expect(memoryGroups("0::/user.slice/run.scope\n")).toEqual([
      "/sys/fs/cgroup",
      "/sys/fs/cgroup/memory",
      "/sys/fs/cgroup/user.slice/run.scope",
      "/sys/fs/cgroup/user.slice",
    ]);
    expect(memoryGroups("5:cpu:/a\n4:blkio,memory:/docker/1\n")).toEqual([
      "/sys/fs/cgroup",
      "/sys/fs/cgroup/memory",
      "/sys/fs/cgroup/memory/docker/1",
      "/sys/fs/cgroup/memory/docker",
    ]);
  });
});
