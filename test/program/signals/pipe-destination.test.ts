import { execFileSync } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { PipeDestination } from "../../../src/output/destinations/pipe.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

const LOADING_MS = 300;

it("a pipe that is closed before it could be enlarged is left alone", async () => {
  const path = join(temporaryFolder(), "pipe");
  execFileSync("mkfifo", [path]);
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", note);
  for (let i = 0; i < 3; i++) await new PipeDestination("pipe", openSync(path, "r+")).finish();
  await setTimeout(LOADING_MS);
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});
