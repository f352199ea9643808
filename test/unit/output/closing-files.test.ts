import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ClosingFiles } from "../../../src/output/containers/files/closing-files.ts";
import { FileDestination } from "../../../src/output/destinations/file.ts";
import { nodeFileSystem } from "../../../src/output/destinations/filesystem.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

/** Three files whose data reaches the disk in reverse order; `steps` records their names and journal entries. */
function openFiles(failsAt?: number) {
  const folder = temporaryFolder();
  const steps: string[] = [];
  const flushed: (() => void)[] = [];
  const nameOf = (number: number) => join(folder, `events-${number}.json`);
  const closing = new ClosingFiles(2, false);
  const files = [0, 1, 2].map((number) => {
    const fileSystem = {
      ...nodeFileSystem,
      // The first is of the data, and the test says when it is on the disk; the second is of the folder.
      sync: (descriptor: number) =>
        flushed[number] === undefined
          ? new Promise<void>((resolve, reject) => {
              flushed[number] = () => (number === failsAt ? reject(new Error("the disk is broken")) : resolve());
            })
          : nodeFileSystem.sync(descriptor),
      rename(from: string, to: string) {
        steps.push(`name ${number}`);
        nodeFileSystem.rename(from, to);
      },
    };
    return new FileDestination(nameOf(number), fileSystem, join(folder, `_${number}.partial`));
  });
  files.forEach((file, number) => {
    closing.add(file, undefined, async () => void steps.push(`entry ${number}`));
  });
  return { closing, steps, flushed, nameOf };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("files that are put on the disk at the same time", () => {
  it("get their names in order, each after the entry of the one before", async () => {
    const { closing, steps, flushed } = openFiles();
    for (const number of [2, 1]) {
      flushed[number]!();
      await settle();
    }
    expect(steps).toEqual([]);
    flushed[0]!();
    await closing.all;
    expect(steps).toEqual(["name 0", "entry 0", "name 1", "entry 1", "name 2", "entry 2"]);
  });

  it("have no name where one before them failed", async () => {
    const { closing, steps, flushed, nameOf } = openFiles(1);
    for (const number of [2, 1, 0]) flushed[number]!();
    await expect(closing.all).rejects.toThrow("the disk is broken");
    expect(() => closing.check()).toThrow("the disk is broken");
    closing.abort();
    await settle();
    expect(steps).toEqual(["name 0", "entry 0"]);
    expect([0, 1, 2].map((number) => existsSync(nameOf(number)))).toEqual([true, false, false]);
  });
});
