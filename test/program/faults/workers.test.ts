import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCodeOf, isOnline, recordWorkers } from "../../support/program/started-workers.ts";

const VALUES = [...QUICK_WEEK, "-n", "300", "--split-events", "5000"];

let whole: Record<string, string>;
beforeAll(async () => {
  whole = digestsOf(await runInto(lastingFolder(), VALUES));
});

/**
 * A file system that calls back at the `count`-th rename, in the middle of a run. Until that ends, no file is flushed
 * to disk.
 */
class EventfulFiles extends FailingFiles {
  #isOver: Promise<unknown> = Promise.resolve();

  constructor(
    private count: number,
    private readonly happen: () => Promise<unknown>,
  ) {
    super("rename", Number.POSITIVE_INFINITY);
  }

  override rename(from: string, to: string): void {
    super.rename(from, to);
    if (--this.count === 0) this.#isOver = this.happen();
  }

  override async sync(descriptor: number): Promise<void> {
    await super.sync(descriptor);
    await this.#isOver;
  }
}

describe("a worker that dies ends the run with an error, not with a gap", () => {
  it.each([1, 2, 3])("of %i, in many files; --resume makes the rest", async (count) => {
    const started = recordWorkers();
    const folder = fastFolder();
    const files = new EventfulFiles(3, async () => {
      // A thread that ends before it starts is not missed: the others do its work.
      await isOnline(started.at(-1)!);
      await started.at(-1)!.terminate();
    });
    const values = [...VALUES, "--workers", String(count)];
    const { exitCode, message } = await failureOf([...values, join(folder, "events.json")], { files });
    await files.quiet();
    expect(started).toHaveLength(count);
    expect(exitCode).toBe(1);
    expect(message).toBe(`worker ${count - 1} died: exit code 1; the output is incomplete`);
    const { ".eventsim/_files": journal, ...left } = digestsOf(contentOf(folder));
    expect(journal).toBeDefined();
    expect(".eventsim/_manifest" in left).toBe(false);
    expect(whole).toMatchObject(left);
    await runHere([...values, "--resume", join(folder, "events.json")]);
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  // Node 20 aborts the process where a thread is ended while it makes a compressor: one in some 150 runs that were left.
  it("of another error, all end between two tasks", async () => {
    const started = recordWorkers();
    const files = new FailingFiles("write", 3);
    const values = [...VALUES, "--workers", "3", "--compress", "gzip", join(fastFolder(), "events.json.gz")];
    expect(await failureOf(values, { files })).toMatchObject({ exitCode: 1 });
    expect(await Promise.all(started.map(exitCodeOf))).toEqual([0, 0, 0]);
  });

  it("though each says that all is well, as one that is ended before it has begun", async () => {
    const started = recordWorkers(undefined, "// ends at once");
    const folder = fastFolder();
    const { exitCode, message } = await failureOf([...VALUES, "--workers", "2", join(folder, "events.json")]);
    expect(started).toHaveLength(2);
    expect({ exitCode, message }).toEqual({
      exitCode: 1,
      message: "all workers ended before the run did; the output is incomplete",
    });
    expect([...contentOf(folder).keys()]).toEqual([".eventsim/_files"]);
  });

  it("in one file, which is not there then", async () => {
    const folder = fastFolder();
    // An address outside the memory: the kernel traps when it writes its first batch.
    const started = recordWorkers((job) => (job.schedule = { ...job.schedule, slots: 2 ** 32 - 2 ** 16 }));
    const { exitCode, message } = await failureOf([...QUICK_WEEK, "--workers", "2", join(folder, "events.json")]);
    expect(started).toHaveLength(2);
    expect(exitCode).toBe(1);
    expect(message).toMatch(/^worker \d died: memory access out of bounds; the output is incomplete$/);
    expect(contentOf(folder).size).toBe(0);
  });
});
